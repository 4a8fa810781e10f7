using Npgsql;
using NpgsqlTypes;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>Which events were on record at a time: the ledger's leaves decide it, and not a column alone.</summary>
internal sealed class KnownEvents(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Sizes = """
        SELECT
          coalesce((SELECT size FROM ledger.batches WHERE at <= $1 ORDER BY at DESC, size DESC LIMIT 1), 0),
          coalesce((SELECT size FROM ledger.batches WHERE at <= $2 ORDER BY at DESC, size DESC LIMIT 1), 0),
          (SELECT at FROM ledger.batches ORDER BY size DESC LIMIT 1)
        """;

    /// <summary>What decides it for a time; null where none is asked about.</summary>
    public async Task<KnownAt?> AtAsync(DateTimeOffset? asked, CancellationToken stop)
    {
        if (asked is not { } time)
            return null;
        // Before the database is asked: what it then says of the ledger is no older than this.
        var now = clock.GetUtcNow();
        await using var command = database.CreateCommand(Sizes);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = time });
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = KnownAt.Horizon(time) });
        await using var reader = await command.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        return KnownAt.Of(
            time,
            now,
            reader.GetInt64(0),
            reader.GetInt64(1),
            reader.IsDBNull(2) ? null : reader.GetFieldValue<DateTimeOffset>(2)
        );
    }

    /// <summary>
    /// The condition that an event was known, with <see cref="Bind" />'s parameters from a number on. A stream's event
    /// counts after those before it, whatever their times say: nothing is told of a stream without its beginning.
    /// </summary>
    /// <param name="event">Which event, as a condition on <c>e</c>.</param>
    /// <param name="first">The number of the first of four parameters.</param>
    public static string Condition(string @event, int first) =>
        $"""
            (SELECT l.leaf < ${first} OR coalesce(l.leaf < ${first + 1}, ${first + 2}) AND (
                SELECT max(p.timestamp) FROM events.mt_events AS p
                WHERE p.stream_id = e.stream_id AND p.version <= e.version) <= ${first + 3}
             FROM events.mt_events AS e LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id WHERE {@event})
            """;

    public static void Bind(NpgsqlParameterCollection parameters, KnownAt known)
    {
        parameters.Add(new NpgsqlParameter<long> { TypedValue = known.Certain });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = known.Possible });
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = known.Open });
        parameters.Add(
            new NpgsqlParameter<DateTimeOffset> { TypedValue = known.Time, NpgsqlDbType = NpgsqlDbType.TimestampTz }
        );
    }
}
