using Npgsql;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>
/// The product itself, whose sequencer never gets its turn: somebody else holds the ledger's head. Events are stored as
/// ever, and get no leaf.
/// </summary>
internal static class UnledgeredSite
{
    public static async Task<int> RunAsync()
    {
        await using var app = Server.Build([]);
        var database = app.Services.GetRequiredService<NpgsqlDataSource>();
        await using var held = await database.OpenConnectionAsync();
        await using var transaction = await held.BeginTransactionAsync();
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        await app.StartAsync();
        await using var hold = new NpgsqlCommand("SELECT FROM ledger.head FOR UPDATE", held);
        await hold.ExecuteNonQueryAsync();
        await app.WaitForShutdownAsync();
        return 0;
    }
}
