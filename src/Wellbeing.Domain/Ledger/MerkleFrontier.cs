using System.Numerics;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// The right edge of a tree: the perfect subtrees that its size consists of, at most 63 hashes, which is all that appending
/// needs. Not safe for use by several threads.
/// </summary>
public sealed class MerkleFrontier
{
    // The subtree of level n lies at n × 32; it counts while the size has the bit 2^n.
    private readonly byte[] _hashes = new byte[63 * MerkleTree.HashSize];

    /// <summary>The edge of the empty tree.</summary>
    public MerkleFrontier() { }

    /// <summary>The edge of a tree that exists, from the nodes that <see cref="MerklePlan.Root"/> of its size names.</summary>
    public MerkleFrontier(long size, Func<MerkleNode, byte[]> hashOf)
    {
        foreach (var node in MerklePlan.Root(size).Nodes)
            hashOf(node).CopyTo(At(node.Level));
        Size = size;
    }

    /// <summary>A copy, which grows by itself.</summary>
    public MerkleFrontier(MerkleFrontier other)
    {
        other._hashes.CopyTo(_hashes, 0);
        Size = other.Size;
    }

    /// <summary>How many leaves the tree has.</summary>
    public long Size { get; private set; }

    /// <summary>Appends a leaf by its hash.</summary>
    /// <param name="leafHash">32 bytes.</param>
    /// <param name="completed">Is told each perfect subtree of two leaves and more that became complete, with its hash.</param>
    public void Append(ReadOnlySpan<byte> leafHash, Action<MerkleNode, ReadOnlySpan<byte>>? completed = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(leafHash.Length, MerkleTree.HashSize, nameof(leafHash));
        var level = BitOperations.TrailingZeroCount(~Size);
        var hash = At(level);
        leafHash.CopyTo(hash);
        for (var below = 0; below < level; below++)
        {
            MerkleTree.HashNode(At(below), hash, hash);
            completed?.Invoke(new(below + 1, Size >> below + 1), hash);
        }
        Size++;
    }

    /// <summary>The root of the tree as it is now.</summary>
    public byte[] Root()
    {
        if (Size == 0)
            return MerkleTree.EmptyRoot.ToArray();
        var level = BitOperations.TrailingZeroCount(Size);
        var root = At(level).ToArray();
        for (var rest = Size >> level + 1 << level + 1; rest != 0; rest &= rest - 1)
            MerkleTree.HashNode(At(BitOperations.TrailingZeroCount(rest)), root, root);
        return root;
    }

    private Span<byte> At(int level) => _hashes.AsSpan(level * MerkleTree.HashSize, MerkleTree.HashSize);
}
