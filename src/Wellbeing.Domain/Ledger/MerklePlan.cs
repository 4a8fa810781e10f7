using System.Numerics;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// A proof or a root in two steps: which perfect subtrees it is made of, so that they can be read together, and the proof
/// itself once they are there.
/// </summary>
public sealed record MerklePlan
{
    // Each hash of the proof is the root over some neighbouring subtrees, the largest first.
    private readonly IReadOnlyList<IReadOnlyList<MerkleNode>> _parts;

    private MerklePlan(IReadOnlyList<IReadOnlyList<MerkleNode>> parts)
    {
        _parts = parts;
        Nodes = [.. parts.SelectMany(x => x)];
    }

    /// <summary>The nodes to look up, each once.</summary>
    public IReadOnlyList<MerkleNode> Nodes { get; }

    /// <summary>That a leaf is in the tree of a size: the path of RFC 6962, section 2.1.1.</summary>
    /// <param name="leaf">From 0.</param>
    /// <param name="size">Above <paramref name="leaf"/>.</param>
    public static MerklePlan Inclusion(long leaf, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(leaf);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(leaf, size);
        var parts = new List<IReadOnlyList<MerkleNode>>();
        for (var (start, end) = (0L, size); end - start > 1; )
        {
            var middle = start + MerkleTree.Split(end - start);
            parts.Add(leaf < middle ? Between(middle, end) : Between(start, middle));
            (start, end) = leaf < middle ? (start, middle) : (middle, end);
        }
        return new(Upwards(parts));
    }

    /// <summary>That the tree of one size begins like that of another: the proof of RFC 6962, section 2.1.2.</summary>
    /// <param name="from">The smaller size. For 0 the proof is empty.</param>
    /// <param name="to">The larger size, or the same, for which the proof is empty.</param>
    public static MerklePlan Consistency(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        if (from == 0 || from == to)
            return new([]);
        var parts = new List<IReadOnlyList<MerkleNode>>();
        var (start, end) = (0L, to);
        while (end != from)
        {
            var middle = start + MerkleTree.Split(end - start);
            parts.Add(from <= middle ? Between(middle, end) : Between(start, middle));
            (start, end) = from <= middle ? (start, middle) : (middle, end);
        }
        // Who asks knows the root of the smaller tree, so a subtree that is the whole of it is not told.
        if (start != 0)
            parts.Add(Between(start, end));
        return new(Upwards(parts));
    }

    /// <summary>The root of the tree of a size; <see cref="RootFrom"/> makes it.</summary>
    public static MerklePlan Root(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return new(size == 0 ? [] : [Between(0, size)]);
    }

    /// <summary>The proof's hashes, leaf side first.</summary>
    /// <param name="hashOf">The hash of each of <see cref="Nodes"/>.</param>
    public IReadOnlyList<byte[]> ProofFrom(Func<MerkleNode, byte[]> hashOf) =>
        [
            .. _parts.Select(nodes =>
                nodes.Reverse().Select(hashOf).Aggregate((right, left) => MerkleTree.HashNode(left, right))
            ),
        ];

    /// <summary>The root that <see cref="Root"/> asked for.</summary>
    /// <param name="hashOf">The hash of each of <see cref="Nodes"/>.</param>
    public byte[] RootFrom(Func<MerkleNode, byte[]> hashOf) =>
        ProofFrom(hashOf) is [var root] ? root : MerkleTree.EmptyRoot.ToArray();

    private static List<IReadOnlyList<MerkleNode>> Upwards(List<IReadOnlyList<MerkleNode>> parts)
    {
        parts.Reverse();
        return parts;
    }

    private static List<MerkleNode> Between(long start, long end)
    {
        var nodes = new List<MerkleNode>();
        while (start < end)
        {
            var level = BitOperations.Log2((ulong)(end - start));
            nodes.Add(new(level, start >> level));
            start += 1L << level;
        }
        return nodes;
    }
}
