using System.Data;
using Npgsql;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// A connection whose statements are planned each time: under an import, tables grow faster than a plan that was made for
/// small ones is thrown away.
/// </summary>
internal sealed class PlanningConnection : IAsyncDisposable
{
    private PlanningConnection(NpgsqlConnection connection) => Value = connection;

    public NpgsqlConnection Value { get; }

    public static async Task<PlanningConnection> OpenAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        try
        {
            await ExecuteAsync(connection, "SET plan_cache_mode = force_custom_plan");
            return new PlanningConnection(connection);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The pool does not reset sessions.
        if (Value.State == ConnectionState.Open)
            await ExecuteAsync(Value, "RESET plan_cache_mode");
        await Value.DisposeAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
