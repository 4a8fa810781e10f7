using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// One step of the sequencer: a transaction that gives leaves to events which have none. The lock on the head row lets one
/// pass run at a time on however many nodes, and the head is changed only from what the pass has read: a node that was held
/// up cannot add to a ledger that has moved on.
/// </summary>
/// <remarks>
/// Sequence numbers are drawn before the commit, so that a number may be missing now and there later. It stays among the gaps
/// until no transaction is left that was running when it was passed, and could have drawn it.
/// </remarks>
internal sealed class SequencerPass(
    NpgsqlConnection connection,
    ByteKey authenticity,
    LedgerAlarms alarms,
    EventLeaf leaves
)
{
    /// <summary>The most new events of one pass.</summary>
    public const int Largest = 8192;

    private const string Head = "SELECT size, root, watermark FROM ledger.head FOR UPDATE SKIP LOCKED";

    private const string Gaps =
        "SELECT from_seq, to_seq, seen_xmax <= pg_snapshot_xmin(pg_current_snapshot()) FROM ledger.gaps ORDER BY from_seq";

    // Looked up for each gap by itself (OFFSET 0): joined, it would be all events that are read, gaps or not.
    internal const string Late = $"""
        SELECT {LedgerRows.Columns} FROM ledger.gaps AS g CROSS JOIN LATERAL (
            SELECT * FROM events.mt_events WHERE seq_id BETWEEN g.from_seq AND g.to_seq OFFSET 0) AS e
        ORDER BY e.seq_id
        """;

    private const string New = $"""
        SELECT {LedgerRows.Columns} FROM events.mt_events AS e
        WHERE e.seq_id > (SELECT watermark FROM ledger.head) ORDER BY e.seq_id LIMIT $1
        """;

    private const string InsertLeaves =
        "INSERT INTO ledger.leaves (leaf, seq_id, hash) SELECT $1 + i - 1, s, h FROM unnest($2, $3) WITH ORDINALITY AS u (s, h, i)";

    private const string InsertTiles =
        "INSERT INTO ledger.tiles (level, tile, hashes, root) SELECT * FROM unnest($1, $2, $3, $4)";

    private const string DropGaps = "DELETE FROM ledger.gaps WHERE from_seq = ANY($1)";

    private const string KeepGaps = """
        INSERT INTO ledger.gaps (from_seq, to_seq, seen_xmax)
        SELECT f, t, pg_snapshot_xmax(pg_current_snapshot()) FROM unnest($1, $2) AS u (f, t)
        """;

    // Nodes' clocks differ, and what was known at a time must not change with the next batch: their times never go back.
    private const string InsertBatch = """
        INSERT INTO ledger.batches (size, root, at)
        SELECT $1, $2, greatest($3, (SELECT at FROM ledger.batches ORDER BY size DESC LIMIT 1))
        """;

    private const string MoveHead =
        "UPDATE ledger.head SET size = $1, root = $2, watermark = $3 WHERE size = $4 AND root = $5";

    private readonly List<long> _sequence = [];
    private readonly List<byte[]> _hashes = [];
    private readonly List<(MerkleTile Tile, byte[] Hashes, byte[] Root)> _tiles = [];
    private readonly List<long> _refused = [];

    /// <summary>What was found under the lock; of events their sequence numbers.</summary>
    private sealed record Found(
        LedgerHead Head,
        IReadOnlyList<(SequenceRange Range, bool Settled)> Gaps,
        IReadOnlyList<long> Late,
        IReadOnlyList<long> New
    );

    /// <summary>Runs it.</summary>
    /// <param name="tree">The tree as this node left it; used if the head has not moved since.</param>
    /// <param name="mayGrow">Whether a ledger with this head may be continued.</param>
    /// <param name="now">The time to write beside the batch.</param>
    /// <param name="stop">Ends it; nothing is stored then.</param>
    /// <returns>Null where another node is at it, or the head may not be continued.</returns>
    public async Task<PassResult?> RunAsync(
        LedgerTree? tree,
        Func<LedgerHead, NpgsqlConnection, Task<bool>> mayGrow,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(stop);
        if (await FindAsync(stop) is not { } found || !await mayGrow(found.Head, connection))
            return null;
        var before = found.Head;
        if (tree is null || tree.Size != before.Size || !tree.Root().AsSpan().SequenceEqual(before.Root))
        {
            tree = await LedgerNodes.TreeAsync(connection, before.Size, stop);
            if (!tree.Root().AsSpan().SequenceEqual(before.Root))
                throw new LedgerDamagedException("The head of the ledger is not the root of its tree.");
        }
        foreach (var hash in _hashes)
            tree.Append(hash, (tile, hashes, root) => _tiles.Add((tile, hashes, root)));
        var watermark = found.New.Count > 0 ? found.New[^1] : before.Watermark;
        var after = new LedgerHead(tree.Size, tree.Root(), watermark);
        if (await StoreAsync(found, before, after, now, stop))
            await transaction.CommitAsync(stop);
        return new PassResult(before, after, tree, found.New.Count == Largest);
    }

    private async Task<Found?> FindAsync(CancellationToken stop)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Head),
                new NpgsqlBatchCommand(Gaps),
                new NpgsqlBatchCommand(Late),
                With(New, Of(Largest)),
            },
        };
        await using var reader = await batch.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
            return null;
        var head = new LedgerHead(reader.GetInt64(0), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2));
        await reader.NextResultAsync(stop);
        var gaps = new List<(SequenceRange, bool)>();
        while (await reader.ReadAsync(stop))
            gaps.Add((new SequenceRange(reader.GetInt64(0), reader.GetInt64(1)), reader.GetBoolean(2)));
        return new Found(head, gaps, await HashAsync(reader, stop), await HashAsync(reader, stop));
    }

    // One event after the other as they arrive: of thousands only the hashes stay.
    private async Task<List<long>> HashAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        await reader.NextResultAsync(stop);
        var found = new List<long>();
        while (await reader.ReadAsync(stop))
        {
            var row = LedgerRows.Read(reader);
            found.Add(row.Event.SeqId);
            Hash(row);
        }
        return found;
    }

    private void Hash(LedgerRow row)
    {
        var hash = new byte[MerkleTree.HashSize];
        try
        {
            if (!row.Fixed)
                throw new CanonicalJsonException(CanonicalFault.Malformed);
            if (!leaves.Hash(row.Event, hash, authenticity.Hash))
                alarms.Raise(LedgerAlarm.NotAuthentic, row.Event.SeqId);
        }
        catch (CanonicalJsonException)
        {
            // What no leaf can stand for stops nobody else: it stays among the gaps, and verify names it.
            alarms.Raise(LedgerAlarm.NotCanonical, row.Event.SeqId);
            _refused.Add(row.Event.SeqId);
            return;
        }
        _sequence.Add(row.Event.SeqId);
        _hashes.Add(hash);
    }

    /// <summary>Writes what has changed; false where nothing has.</summary>
    private async Task<bool> StoreAsync(
        Found found,
        LedgerHead before,
        LedgerHead after,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var (dropped, kept) = Gone(found);
        if (_sequence.Count == 0 && dropped.Count == 0 && kept.Count == 0 && after.Watermark == before.Watermark)
            return false;
        await using var batch = new NpgsqlBatch(connection);
        if (_sequence.Count > 0)
        {
            batch.BatchCommands.Add(With(InsertLeaves, Of(before.Size), Many(_sequence), Many(_hashes)));
            batch.BatchCommands.Add(With(InsertBatch, Of(after.Size), Of(after.Root), At(now)));
        }
        if (_tiles.Count > 0)
            batch.BatchCommands.Add(
                With(
                    InsertTiles,
                    Many(_tiles.ConvertAll(x => x.Tile.Row)),
                    Many(_tiles.ConvertAll(x => x.Tile.Index)),
                    Many(_tiles.ConvertAll(x => x.Hashes)),
                    Many(_tiles.ConvertAll(x => x.Root))
                )
            );
        if (dropped.Count > 0)
            batch.BatchCommands.Add(With(DropGaps, Many(dropped)));
        if (kept.Count > 0)
            batch.BatchCommands.Add(
                With(KeepGaps, Many(kept.ConvertAll(x => x.From)), Many(kept.ConvertAll(x => x.To)))
            );
        var move = With(
            MoveHead,
            Of(after.Size),
            Of(after.Root),
            Of(after.Watermark),
            Of(before.Size),
            Of(before.Root)
        );
        batch.BatchCommands.Add(move);
        await batch.ExecuteNonQueryAsync(stop);
        return move.RecordsAffected == 1
            ? true
            : throw new LedgerDamagedException("The head of the ledger was moved by somebody else.");
    }

    private (List<long> Dropped, List<SequenceRange> Kept) Gone(Found found)
    {
        var (dropped, kept) = (new List<long>(), new List<SequenceRange>());
        foreach (var (range, settled) in found.Gaps)
        {
            var there = Sequenced(found.Late).Where(x => x >= range.From && x <= range.To).ToList();
            var rest = settled ? [.. Refused(range)] : SequenceGaps.Without(range, there);
            if (rest is [var same] && same == range)
                continue;
            dropped.Add(range.From);
            kept.AddRange(rest);
        }
        if (found.New is [.., var last])
            kept.AddRange(SequenceGaps.Without(new(found.Head.Watermark + 1, last), Sequenced(found.New)));
        return (dropped, kept);
    }

    // An event without a leaf is there, and waits.
    private IEnumerable<SequenceRange> Refused(SequenceRange range) =>
        _refused.Where(x => x >= range.From && x <= range.To).Select(x => new SequenceRange(x, x));

    private IEnumerable<long> Sequenced(IReadOnlyList<long> found) => found.Where(x => !_refused.Contains(x));

    private static NpgsqlBatchCommand With(string sql, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static NpgsqlParameter<long> Of(long value) => new() { TypedValue = value };

    private static NpgsqlParameter<byte[]> Of(byte[] value) => new() { TypedValue = value };

    private static NpgsqlParameter<DateTimeOffset> At(DateTimeOffset value) =>
        new() { TypedValue = value, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static NpgsqlParameter<T[]> Many<T>(List<T> values) => new() { TypedValue = [.. values] };
}

/// <summary>What a pass has done.</summary>
/// <param name="Before">The head that it found.</param>
/// <param name="After">The head that it left, which may be the same.</param>
/// <param name="Tree">The tree of that head.</param>
/// <param name="More">Whether more events wait.</param>
internal sealed record PassResult(LedgerHead Before, LedgerHead After, LedgerTree Tree, bool More);
