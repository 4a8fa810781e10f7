using Npgsql;
using NpgsqlTypes;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>Clients that insert an event's row each in a transaction of its own, prepared, and do nothing else.</summary>
internal sealed class RowInserts : IAsyncDisposable
{
    private const string Sql =
        "INSERT INTO inserted (seq_id, id, stream_id, version, data, type, timestamp, correlation_id, headers, user_name) "
        + "VALUES (nextval('inserted_seq'), $1, $2, 1, $3, 'commendation_nominated', now(), $4, $5, $6)";

    private readonly NpgsqlDataSource _database;
    private readonly string[] _sample;

    private RowInserts(string database, string[] sample) =>
        (_database, _sample) = (NpgsqlDataSource.Create(database), sample);

    /// <summary>Takes an event that is on record as the sample of them all.</summary>
    public static async Task<RowInserts> CreateAsync(Installation installation)
    {
        await installation.ExecuteAsync(
            "CREATE TABLE inserted (LIKE events.mt_events INCLUDING ALL)",
            "CREATE SEQUENCE inserted_seq",
            "GRANT INSERT ON inserted TO PUBLIC",
            "GRANT USAGE ON inserted_seq TO PUBLIC"
        );
        var sample = await installation.QueryAsync<string[]>(
            "SELECT ARRAY[data::text, correlation_id, headers::text, user_name] FROM events.mt_events "
                + "WHERE type = 'commendation_nominated' LIMIT 1"
        );
        return new RowInserts(installation.Application, sample[0]);
    }

    public async Task<double> PerSecondAsync(int connections, TimeSpan duration)
    {
        var commands = new NpgsqlCommand[connections];
        try
        {
            for (var i = 0; i < connections; i++)
                commands[i] = await PreparedAsync();
            return await Load.RepeatAsync(connections, duration, (client, _) => InsertAsync(commands[client]));
        }
        finally
        {
            foreach (var command in commands.OfType<NpgsqlCommand>())
                await command.Connection!.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private async Task<NpgsqlCommand> PreparedAsync()
    {
        var command = new NpgsqlCommand(Sql, await _database.OpenConnectionAsync())
        {
            Parameters =
            {
                new NpgsqlParameter<Guid>(),
                new NpgsqlParameter<Guid>(),
                Text(_sample[0], NpgsqlDbType.Jsonb),
                Text(_sample[1], NpgsqlDbType.Varchar),
                Text(_sample[2], NpgsqlDbType.Jsonb),
                Text(_sample[3], NpgsqlDbType.Varchar),
            },
        };
        await command.PrepareAsync();
        return command;
    }

    private static async ValueTask InsertAsync(NpgsqlCommand command)
    {
        ((NpgsqlParameter<Guid>)command.Parameters[0]).TypedValue = Guid.CreateVersion7();
        ((NpgsqlParameter<Guid>)command.Parameters[1]).TypedValue = Guid.CreateVersion7();
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter<string> Text(string value, NpgsqlDbType type) =>
        new() { TypedValue = value, NpgsqlDbType = type };
}
