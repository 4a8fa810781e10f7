using System.Globalization;
using System.Runtime.InteropServices;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>A leaf as it is stored, and the event of its sequence number.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LeafPair(long Leaf, long Seq, byte[] Stored, EventPrint? Event);

/// <summary>
/// Builds the tree anew and holds it against every root that is known of it. Where a leaf is not its event's, the roots
/// say which of the two was changed; a third copy, in the tiles, says so where no root can.
/// </summary>
internal sealed class TreeCheck(
    IAsyncEnumerator<LedgerBatch> batches,
    IReadOnlyList<KnownRoot> known,
    DateCheck dates,
    TileCheck tiles,
    Findings findings
)
{
    private readonly LedgerTree _tree = new();
    private readonly RootJudge _judge = new(findings);
    private readonly List<LeafPair> _segment = [];
    private LedgerBatch? _batch;
    private DateTimeOffset? _before;
    private long _lastBatch;
    private bool _begun;
    private int _known;

    /// <summary>How many leaves came.</summary>
    public long Size => _tree.Size + _segment.Count;

    /// <summary>Its root; of whole segments only.</summary>
    public byte[] Root() => _tree.Root();

    /// <summary>Takes the next leaf.</summary>
    public async ValueTask AddAsync(LeafPair pair)
    {
        if (!_begun)
            await BeginAsync();
        if (pair.Leaf > Size)
            await FillAsync(pair.Leaf);
        if (pair.Event is null)
            findings.Add("event-missing", new Finding { Leaf = pair.Leaf, Seq = pair.Seq });
        else
            dates.Add(pair.Leaf, pair.Event, _before, _batch?.At);
        await KeepAsync(pair);
    }

    /// <summary>No more leaves come.</summary>
    public async Task EndAsync()
    {
        if (!_begun)
            await BeginAsync();
        await SettleAsync([]);
        if (Size != _lastBatch && _batch is null)
            findings.Add(
                "batch-missing",
                new Finding
                {
                    Table = "ledger.batches",
                    Size = Size,
                    Have = _lastBatch,
                }
            );
        _judge.End();
        await BeyondAsync();
        tiles.End();
    }

    private async Task BeginAsync()
    {
        _begun = true;
        await NextBatchAsync();
        await PassAsync();
    }

    // Of a leaf that is gone the tile still has the hash.
    private async Task FillAsync(long leaf)
    {
        while (Size < leaf)
        {
            var gone = Size;
            findings.Add("leaf-missing", new Finding { Table = "ledger.leaves", Leaf = gone });
            var hash = await tiles.LeafAsync(gone) ?? new byte[MerkleTree.HashSize];
            await KeepAsync(new LeafPair(gone, 0, hash, null));
        }
    }

    private ValueTask KeepAsync(LeafPair pair)
    {
        _segment.Add(pair);
        var size = Size;
        return size == _batch?.Size || (_known < known.Count && size == known[_known].Size)
            ? new ValueTask(PassAsync())
            : ValueTask.CompletedTask;
    }

    /// <summary>The tree has a size of which something is known.</summary>
    private async Task PassAsync()
    {
        var size = Size;
        var roots = new List<KnownRoot>();
        for (; _known < known.Count && known[_known].Size == size; _known++)
            roots.Add(known[_known]);
        LedgerBatch? passed = null;
        if (_batch?.Size == size)
        {
            passed = _batch;
            roots.Add(new KnownRoot(size, _batch.Root, Vouched: false, "ledger.batches", Text(size)));
            await NextBatchAsync();
        }
        await SettleAsync(roots);
        if (roots.Count == 0)
            return;
        var root = _tree.Root();
        _judge.Take(root, roots);
        // Nobody sees a tree before there is one.
        if (
            passed is not null
            && roots.Where(x => x.Is(root)).Min(x => x.Seen) is { } seen
            && passed.At > seen + DateCheck.Clocks
        )
            Misdated("batch-dated-ahead", passed, seen);
    }

    private async Task NextBatchAsync()
    {
        if (_batch is not null)
            (_before, _lastBatch) = (_batch.At, _batch.Size);
        _batch = await batches.MoveNextAsync() ? batches.Current : null;
        if (_batch?.At < _before)
            Misdated("batch-out-of-order", _batch, null);
    }

    private void Misdated(string name, LedgerBatch batch, DateTimeOffset? until) =>
        findings.Add(
            name,
            new Finding
            {
                Table = "ledger.batches",
                Key = Text(batch.Size),
                Size = batch.Size,
                RecordedAt = batch.At,
                Until = until,
            }
        );

    private async Task SettleAsync(List<KnownRoot> roots)
    {
        var differing = _segment.Exists(Differs);
        var leavesChanged =
            differing
            && (roots.Find(x => x.Vouched) ?? roots.FirstOrDefault()) is { } root
            && root.Is(Tried(x => x.Event?.Hash ?? x.Stored));
        var eventsChanged = differing && !leavesChanged && roots.Exists(x => x.Is(Tried(static x => x.Stored)));
        foreach (var pair in _segment)
        {
            var hash = pair.Stored;
            if (Differs(pair))
            {
                // What has no canonical form never had a leaf: it was the event.
                var leafChanged =
                    pair.Event!.Hash is { } own
                    && (
                        leavesChanged
                        || (!eventsChanged && await tiles.LeafAsync(pair.Leaf) is { } tile && Same(tile, own))
                    );
                if (leafChanged)
                    hash = pair.Event!.Hash!;
                Told(pair, leafChanged);
            }
            else if (pair.Event is { Authentic: false, Hash: not null })
                findings.Add("event-not-authentic", pair.Event.Where with { Leaf = pair.Leaf });
            _tree.Append(hash, tiles.Full);
        }
        _segment.Clear();
    }

    private void Told(LeafPair pair, bool leafChanged) =>
        findings.Add(
            leafChanged ? "leaf-changed" : "event-changed",
            pair.Event!.Where with
            {
                Leaf = pair.Leaf,
                Table = leafChanged ? "ledger.leaves" : null,
                Authentic = pair.Event.Authentic == false ? false : null,
                Reason = pair.Event.Fault?.ToString(),
            }
        );

    /// <summary>What is known of a larger tree than there is.</summary>
    private async Task BeyondAsync()
    {
        var beyond = known.Skip(_known).ToList();
        for (; _batch is not null; await NextBatchAsync())
            beyond.Add(new KnownRoot(_batch.Size, _batch.Root, Vouched: false, "ledger.batches", Text(_batch.Size)));
        foreach (var source in beyond.GroupBy(x => x.Source))
        {
            var largest = source.MaxBy(x => x.Size)!;
            findings.Add(
                "rolled-back",
                new Finding
                {
                    Against = largest.Source,
                    Key = largest.Key,
                    Size = largest.Size,
                    Have = Size,
                }
            );
        }
    }

    private byte[] Tried(Func<LeafPair, byte[]> hash)
    {
        var edge = _tree.Edge();
        foreach (var pair in _segment)
            edge.Append(hash(pair));
        return edge.Root();
    }

    private static bool Differs(LeafPair pair) => pair.Event is { } stored && !Same(stored.Hash, pair.Stored);

    private static bool Same(byte[]? one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
