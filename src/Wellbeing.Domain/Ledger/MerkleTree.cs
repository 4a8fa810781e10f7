using System.Buffers;
using System.Numerics;
using System.Security.Cryptography;

namespace Wellbeing.Domain.Ledger;

/// <summary>The hashes of the ledger's tree, as RFC 6962, section 2.1, defines them: SHA-256, with a byte that tells leaf from node.</summary>
public static class MerkleTree
{
    /// <summary>Bytes of a hash.</summary>
    public const int HashSize = SHA256.HashSizeInBytes;

    private const int OnStack = 1024;
    private static readonly byte[] _emptyRoot = SHA256.HashData([]);

    /// <summary>The root of a tree without leaves.</summary>
    public static ReadOnlySpan<byte> EmptyRoot => _emptyRoot;

    /// <summary>The hash of a leaf: SHA-256(0x00 ‖ leaf).</summary>
    public static byte[] HashLeaf(ReadOnlySpan<byte> leaf)
    {
        var hash = new byte[HashSize];
        HashLeaf(leaf, hash);
        return hash;
    }

    /// <summary>Writes the hash of a leaf, 32 bytes, into <paramref name="hash"/>.</summary>
    public static void HashLeaf(ReadOnlySpan<byte> leaf, Span<byte> hash)
    {
        var rented = leaf.Length < OnStack ? null : ArrayPool<byte>.Shared.Rent(leaf.Length + 1);
        var text = rented ?? stackalloc byte[OnStack];
        text[0] = 0;
        leaf.CopyTo(text[1..]);
        SHA256.HashData(text[..(leaf.Length + 1)], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented, clearArray: true);
    }

    /// <summary>The hash of a node: SHA-256(0x01 ‖ left ‖ right).</summary>
    public static byte[] HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        var hash = new byte[HashSize];
        HashNode(left, right, hash);
        return hash;
    }

    /// <summary>Writes the hash of a node, 32 bytes, into <paramref name="hash"/>, which may be one of the two children.</summary>
    public static void HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> hash)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(left.Length, HashSize, nameof(left));
        ArgumentOutOfRangeException.ThrowIfNotEqual(right.Length, HashSize, nameof(right));
        Span<byte> text = stackalloc byte[1 + 2 * HashSize];
        text[0] = 1;
        left.CopyTo(text[1..]);
        right.CopyTo(text[(1 + HashSize)..]);
        SHA256.HashData(text, hash);
    }

    /// <summary>The root over hashes that lie one behind the other, 32 bytes each: of leaves, or of perfect subtrees of one level.</summary>
    public static byte[] RootOf(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length % HashSize != 0)
            throw new ArgumentException("Hashes have 32 bytes each.", nameof(hashes));
        var frontier = new MerkleFrontier();
        for (; !hashes.IsEmpty; hashes = hashes[HashSize..])
            frontier.Append(hashes[..HashSize]);
        return frontier.Root();
    }

    /// <summary>The largest power of two below <paramref name="count"/>, where a tree of that many leaves is split; for 2 and more.</summary>
    internal static long Split(long count) => 1L << BitOperations.Log2((ulong)count - 1);
}
