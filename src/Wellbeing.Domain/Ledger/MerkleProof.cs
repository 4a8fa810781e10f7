using System.Numerics;
using static Wellbeing.Domain.Ledger.MerkleTree;

namespace Wellbeing.Domain.Ledger;

/// <summary>Checks proofs as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says. Whatever is given, the answer is yes or no.</summary>
public static class MerkleProof
{
    /// <summary>The longest proof there can be, in hashes.</summary>
    public const int MaxLength = 63;

    /// <summary>Whether a leaf is in the tree with this size and root.</summary>
    public static bool Includes(
        long leaf,
        long size,
        ReadOnlySpan<byte> leafHash,
        IReadOnlyList<byte[]> proof,
        ReadOnlySpan<byte> root
    )
    {
        if (leaf < 0 || leaf >= size || leafHash.Length != HashSize || !AreHashes(proof))
            return false;
        var (node, last) = (leaf, size - 1);
        Span<byte> hash = stackalloc byte[HashSize];
        leafHash.CopyTo(hash);
        foreach (var sibling in proof)
        {
            if (last == 0)
                return false;
            if (IsRightOrLast(node, last))
            {
                HashNode(sibling, hash, hash);
                (node, last) = UpToRight(node, last);
            }
            else
                HashNode(hash, sibling, hash);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && hash.SequenceEqual(root);
    }

    /// <summary>Whether the tree with one size and root begins with the whole tree of another.</summary>
    /// <param name="from">The smaller size; any tree begins with the empty one.</param>
    /// <param name="fromRoot">Its root.</param>
    /// <param name="to">The larger size.</param>
    /// <param name="toRoot">Its root.</param>
    /// <param name="proof">Empty when both are the same, or the smaller one is empty.</param>
    public static bool Extends(
        long from,
        ReadOnlySpan<byte> fromRoot,
        long to,
        ReadOnlySpan<byte> toRoot,
        IReadOnlyList<byte[]> proof
    )
    {
        if (from < 0 || from > to || !AreHashes(proof))
            return false;
        if (from == to)
            return proof.Count == 0 && fromRoot.SequenceEqual(toRoot);
        if (from == 0)
            return proof.Count == 0 && fromRoot.SequenceEqual(EmptyRoot);
        var isPerfect = BitOperations.IsPow2(from);
        if (fromRoot.Length != HashSize || (proof.Count == 0 && !isPerfect))
            return false;

        var shared = BitOperations.TrailingZeroCount(from);
        var (node, last) = (from - 1 >> shared, to - 1 >> shared);
        Span<byte> older = stackalloc byte[HashSize];
        Span<byte> newer = stackalloc byte[HashSize];
        (isPerfect ? fromRoot : proof[0]).CopyTo(older);
        older.CopyTo(newer);
        foreach (var sibling in proof.Skip(isPerfect ? 0 : 1))
        {
            if (last == 0)
                return false;
            if (IsRightOrLast(node, last))
            {
                HashNode(sibling, older, older);
                HashNode(sibling, newer, newer);
                (node, last) = UpToRight(node, last);
            }
            else
                HashNode(newer, sibling, newer);
            (node, last) = (node >> 1, last >> 1);
        }
        return last == 0 && older.SequenceEqual(fromRoot) && newer.SequenceEqual(toRoot);
    }

    private static bool AreHashes(IReadOnlyList<byte[]> proof) =>
        proof.Count <= MaxLength && proof.All(x => x.Length == HashSize);

    private static bool IsRightOrLast(long node, long last) => (node & 1) == 1 || node == last;

    // The last node of a level that is a left one has no sibling there: it goes up unhashed until it has.
    private static (long Node, long Last) UpToRight(long node, long last)
    {
        while ((node & 1) == 0 && node != 0)
            (node, last) = (node >> 1, last >> 1);
        return (node, last);
    }
}
