using System.Runtime.InteropServices;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// A perfect subtree: the root over the 2^<paramref name="Level"/> leaves from <paramref name="Index"/> × 2^<paramref name="Level"/>
/// on. Once all of these leaves exist its hash never changes, however much the tree grows.
/// </summary>
/// <param name="Level">0 for a leaf.</param>
/// <param name="Index">Its place among the nodes of its level, from 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MerkleNode(int Level, long Index)
{
    /// <summary>
    /// The row of stored hashes that it is computed from: 0 is the leaves, row n the roots of the full tiles of row n − 1.
    /// </summary>
    public int Row => Level / MerkleTile.Height;

    /// <summary>How many hashes of its row it spans: a power of two below 256.</summary>
    public int Count => 1 << Level % MerkleTile.Height;

    /// <summary>The first of them, counted from the beginning of the row.</summary>
    public long First => Index * Count;

    /// <summary>The tile of its row in which they all lie.</summary>
    public MerkleTile Tile => new(Row, First / MerkleTile.Width);

    /// <summary>The first of them, counted from the beginning of the tile.</summary>
    public int FirstInTile => (int)(First % MerkleTile.Width);

    /// <summary>The first leaf below it.</summary>
    public long FirstLeaf => Index << Level;

    /// <summary>The leaf behind its last one: the size from which on it exists.</summary>
    public long EndLeaf => Index + 1 << Level;
}

/// <summary>256 hashes of one row, which are stored together. The root of a full tile is a hash of the row above.</summary>
/// <param name="Row">0 for leaves.</param>
/// <param name="Index">Its place among the tiles of its row, from 0.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MerkleTile(int Row, long Index)
{
    /// <summary>Levels of the tree that a tile spans.</summary>
    public const int Height = 8;

    /// <summary>Hashes in a full tile.</summary>
    public const int Width = 1 << Height;

    /// <summary>The node that the tile's root is.</summary>
    public MerkleNode Root => new((Row + 1) * Height, Index);
}
