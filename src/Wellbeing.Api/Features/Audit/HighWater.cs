using Npgsql;
using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Features.Audit;

/// <summary>
/// Up to which sequence number all events are settled: there to be seen, or never to come. Numbers are drawn before the
/// commit, so that a page in their order could pass over an event that commits late.
/// </summary>
/// <remarks>
/// Every append takes the journal's shared lock before it draws a number and keeps it until its commit can be seen. So
/// once those who held it after the sequence was read are through, nothing below can appear any more. An old transaction
/// that appends nothing holds no lock and stops nobody, as it would by its place in a snapshot (pg_snapshot_xmin).
/// </remarks>
internal sealed class HighWater(NpgsqlDataSource database, TimeProvider clock)
{
    private const string Holders = """
        SELECT coalesce(array_agg(virtualtransaction), '{}') FROM pg_locks
        WHERE locktype = 'advisory' AND granted AND mode = 'ShareLock' AND objsubid = 1
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (classid::bigint << 32 | objid::bigint) = $1
        """;

    private const string LastDrawn = "SELECT coalesce(pg_sequence_last_value('events.mt_events_sequence'), 0)";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(5);

    /// <summary>The number, or null where an append does not come to an end.</summary>
    public async Task<long?> ReachAsync(CancellationToken stop)
    {
        var started = clock.GetTimestamp();
        var (last, appending) = await ReadAsync(stop);
        while (appending.Count > 0)
        {
            if (clock.GetElapsedTime(started) > AtMost)
                return null;
            await Task.Delay(Between, clock, stop);
            appending.IntersectWith((await ReadAsync(stop)).Appending);
        }
        return last;
    }

    /// <summary>The last number drawn, and the transactions that may still store one up to it.</summary>
    public async Task<(long Last, HashSet<string> Appending)> ReadAsync(CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(new NpgsqlBatchCommand(LastDrawn));
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Holders)
            {
                Parameters = { new NpgsqlParameter<long> { TypedValue = Locks.Rebuild } },
            }
        );
        await using var reader = await batch.ExecuteReaderAsync(stop);
        await reader.ReadAsync(stop);
        var last = reader.GetInt64(0);
        await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        return (last, [.. reader.GetFieldValue<string[]>(0)]);
    }
}
