using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>A stream's state with where its stream stands.</summary>
internal sealed record Stored<T>(T State, long Version, DateTimeOffset OccurredAt);

/// <summary>Reads streams' states as the journal left them: one point read each.</summary>
internal sealed class StateReader(NpgsqlDataSource database)
{
    public async Task<Stored<T>?> FindAsync<T>(RowTable<StateRow<T>> table, Guid id, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            $"SELECT version, occurred_at, state FROM {table.Name} WHERE id = $1"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? Read<T>(reader, 0) : null;
    }

    public static Stored<T> Read<T>(NpgsqlDataReader reader, int from) =>
        new(
            JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(from + 2), CareJson.Options)!,
            reader.GetInt64(from),
            reader.GetFieldValue<DateTimeOffset>(from + 1)
        );
}
