using System.Threading.Channels;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>What the ledger phase has seen.</summary>
/// <param name="Events">How many events.</param>
/// <param name="Leaves">How many leaves.</param>
/// <param name="Unsequenced">How many events wait for a leaf.</param>
/// <param name="DatedLate">How many came late into the ledger.</param>
internal sealed record LedgerSeen(long Events, long Leaves, long Unsequenced, long DatedLate);

/// <summary>
/// Recomputes every leaf from its event's row and the tree from the leaves. Events come in the order of their sequence
/// numbers and leaves in theirs, which is nearly the same: each waits for the other a short while and nothing is sorted.
/// </summary>
internal sealed class LedgerPhase(Snapshot snapshot, ByteKey? authenticity, bool strict, Findings findings)
{
    private const int Portion = 2_000;

    private const string Events = $"SELECT {LedgerRows.Columns} FROM events.mt_events AS e ORDER BY e.seq_id";

    private const string Leaves = "SELECT leaf, seq_id, hash FROM ledger.leaves ORDER BY leaf";

    private const string Batches = "SELECT size, root, at FROM ledger.batches ORDER BY size";

    private const string Gaps = "SELECT from_seq, to_seq FROM ledger.gaps";

    private readonly Dictionary<long, EventPrint> _waiting = [];
    private readonly SequenceSet _taken = new();
    private readonly StreamCheck _streams = new(findings);
    private readonly IdentityCheck _identities = new(findings);
    private long _events;
    private long _lastSeq = long.MinValue;

    /// <summary>Runs it.</summary>
    /// <param name="claims">All that was said of the tree but the head's own root.</param>
    /// <param name="head">The head as it is stored; null where there is none.</param>
    /// <param name="progress">Is told how many events were read.</param>
    /// <param name="stop">Ends it.</param>
    public async Task<LedgerSeen> RunAsync(
        IReadOnlyList<KnownRoot> claims,
        LedgerHead? head,
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        var tiles = await snapshot.ListAsync(
            TileCheck.Query,
            static x => new StoredTile(
                new MerkleTile(x.GetInt32(0), x.GetInt64(1)),
                x.GetFieldValue<byte[]>(2),
                x.GetFieldValue<byte[]>(3)
            ),
            stop
        );
        var dates = new DateCheck(strict, findings);
        await using var batches = snapshot.StreamAsync(Batches, ReadBatch, stop).GetAsyncEnumerator(stop);
        var tree = new TreeCheck(
            batches,
            claims,
            dates,
            new TileCheck(tiles, x => TileAsync(x, stop), findings),
            findings
        );
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var portions = Channel.CreateBounded<Task<EventPrint[]>>(2 * Environment.ProcessorCount);
        var reading = ReadAsync(portions.Writer, broken.Token);
        try
        {
            await foreach (var (leaf, seq, hash) in snapshot.StreamAsync(Leaves, ReadLeaf, stop))
            {
                while (seq > _lastSeq && !_waiting.ContainsKey(seq) && await TakeAsync(portions.Reader, progress)) { }
                if (_taken.Add(seq))
                {
                    _waiting.Remove(seq, out var stored);
                    await tree.AddAsync(new LeafPair(leaf, seq, hash, stored));
                }
                else
                {
                    findings.Add("leaf-repeated", new Finding { Leaf = leaf, Seq = seq });
                    await tree.AddAsync(new LeafPair(leaf, seq, hash, null));
                }
            }
            while (await TakeAsync(portions.Reader, progress)) { }
            await reading;
        }
        finally
        {
            await broken.CancelAsync();
        }
        await tree.EndAsync();
        if (head is null)
            findings.Add("head-missing", new Finding { Table = "ledger.head" });
        else if (head.Size != tree.Size)
            findings.Add(
                "head-changed",
                new Finding
                {
                    Table = "ledger.head",
                    Size = head.Size,
                    Have = tree.Size,
                }
            );
        var unsequenced = await WithoutLeafAsync(head?.Watermark ?? long.MaxValue, stop);
        _streams.End(await snapshot.ListAsync(StreamCheck.Query, ReadStream, stop));
        _identities.End(await snapshot.ListAsync(IdentityCheck.Query, ReadIdentity, stop));
        return new LedgerSeen(_events, tree.Size, unsequenced, dates.DatedLate);
    }

    /// <summary>Reads events, and has their hashes computed meanwhile, in portions that stay in order.</summary>
    private async Task ReadAsync(ChannelWriter<Task<EventPrint[]>> portions, CancellationToken stop)
    {
        try
        {
            var rows = new List<LedgerRow>(Portion);
            await foreach (var row in snapshot.StreamAsync(Events, LedgerRows.Read, stop))
            {
                rows.Add(row);
                if (rows.Count < Portion)
                    continue;
                await SendAsync(rows);
                rows = new List<LedgerRow>(Portion);
            }
            await SendAsync(rows);
            portions.Complete();
        }
        catch (Exception failure)
        {
            portions.Complete(failure);
        }

        ValueTask SendAsync(List<LedgerRow> rows) => portions.WriteAsync(Task.Run(() => Prints(rows), stop), stop);
    }

    private EventPrint[] Prints(List<LedgerRow> rows)
    {
        var leaf = new EventLeaf();
        return [.. rows.Select(x => EventPrint.Of(x, leaf, authenticity))];
    }

    private async Task<bool> TakeAsync(ChannelReader<Task<EventPrint[]>> portions, IProgress<long> progress)
    {
        if (!await portions.WaitToReadAsync() || !portions.TryRead(out var portion))
            return false;
        foreach (var stored in await portion)
        {
            _events++;
            _streams.Add(stored);
            _identities.Add(stored);
            if (!stored.Fixed)
                findings.Add("event-archived-or-bdata", stored.Where);
            if (!_waiting.TryAdd(stored.Seq, stored))
                findings.Add("sequence-repeated", stored.Where);
            _lastSeq = Math.Max(_lastSeq, stored.Seq);
        }
        progress.Report(_events);
        return true;
    }

    /// <summary>
    /// What has no leaf: new events have none yet, and late ones lie in a gap that the sequencer still looks at. Any other
    /// came behind its back.
    /// </summary>
    private async Task<long> WithoutLeafAsync(long watermark, CancellationToken stop)
    {
        var gaps = await snapshot.ListAsync(Gaps, static x => new SequenceRange(x.GetInt64(0), x.GetInt64(1)), stop);
        var waiting = 0L;
        foreach (var stored in _waiting.Values.OrderBy(x => x.Seq))
        {
            if (stored.Fault is { } fault)
                findings.Add("event-not-canonical", stored.Where with { Reason = fault.ToString() });
            else if (stored.Authentic == false)
                findings.Add("event-not-authentic", stored.Where);
            else if (stored.Seq > watermark || gaps.Exists(x => x.From <= stored.Seq && stored.Seq <= x.To))
                waiting++;
            else
                findings.Add("event-without-leaf", stored.Where);
        }
        return waiting;
    }

    private async Task<byte[]?> TileAsync(long tile, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(TileCheck.Hashes, snapshot.First)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = tile } },
        };
        return await command.ExecuteScalarAsync(stop) as byte[];
    }

    private static (long Leaf, long Seq, byte[] Hash) ReadLeaf(NpgsqlDataReader row) =>
        (row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2));

    private static LedgerBatch ReadBatch(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.GetFieldValue<DateTimeOffset>(2));

    private static StoredStream ReadStream(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row[1] as long?, row.GetBoolean(2), row[3] as string);

    private static IdentityRow ReadIdentity(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row[3] as string, row.GetFieldValue<byte[]>(4));
}
