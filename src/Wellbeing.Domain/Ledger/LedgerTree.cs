namespace Wellbeing.Domain.Ledger;

/// <summary>
/// A tree that grows at its right edge, with the tiles that are not full yet. Appending costs O(1) hashes on average and
/// reads nothing. Not for several threads at once.
/// </summary>
public sealed class LedgerTree
{
    private readonly List<Row> _rows = [];
    private readonly MerkleFrontier _frontier;

    // Roots of the tiles that the last leaf has filled, from the lowest row on: the edge has computed them anyway.
    private readonly List<byte[]> _filled = [];
    private readonly Action<MerkleNode, ReadOnlySpan<byte>> _keep;

    /// <summary>The empty tree.</summary>
    public LedgerTree()
        : this(0, static _ => default) { }

    /// <summary>A tree that exists, from what lies in its tiles that are not full.</summary>
    /// <param name="size">How many leaves it has.</param>
    /// <param name="unfinished">
    /// The hashes of a row behind its last full tile, as many as <see cref="Unfinished" /> says.
    /// </param>
    /// <exception cref="ArgumentException">There are fewer or more of them.</exception>
    public LedgerTree(long size, Func<int, ReadOnlyMemory<byte>> unfinished)
    {
        _keep = Keep;
        for (var row = 0; size >> (row * MerkleTile.Height) > 0; row++)
        {
            var hashes = unfinished(row);
            if (hashes.Length != Unfinished(size, row) * MerkleTree.HashSize)
                throw new ArgumentException(
                    "The stored hashes are not those of a tree of this size.",
                    nameof(unfinished)
                );
            _rows.Add(new Row(size >> ((row + 1) * MerkleTile.Height), hashes.Span));
        }
        _frontier = new MerkleFrontier(size, HashOf);
    }

    /// <summary>How many leaves it has.</summary>
    public long Size => _frontier.Size;

    /// <summary>How many hashes of a row lie behind its last full tile, in a tree of a size.</summary>
    public static int Unfinished(long size, int row) => (int)((size >> (row * MerkleTile.Height)) % MerkleTile.Width);

    /// <summary>Its root.</summary>
    public byte[] Root() => _frontier.Root();

    /// <summary>Its right edge, to try what root further leaves would give.</summary>
    public MerkleFrontier Edge() => new(_frontier);

    /// <summary>Appends a leaf by its hash.</summary>
    /// <param name="leafHash">32 bytes.</param>
    /// <param name="full">Is told each tile that became full, with its 256 hashes and its root.</param>
    public void Append(ReadOnlySpan<byte> leafHash, Action<MerkleTile, byte[], byte[]> full)
    {
        _filled.Clear();
        _frontier.Append(leafHash, _keep);
        var hash = leafHash;
        for (var row = 0; ; row++)
        {
            if (row == _rows.Count)
                _rows.Add(new Row(0, default));
            if (_rows[row].Add(hash) is not { } hashes)
                return;
            full(new MerkleTile(row, _rows[row].Tile++), hashes, _filled[row]);
            hash = _filled[row];
        }
    }

    private void Keep(MerkleNode node, ReadOnlySpan<byte> hash)
    {
        if (node.Level % MerkleTile.Height == 0)
            _filled.Add(hash.ToArray());
    }

    private byte[] HashOf(MerkleNode node) => MerkleTree.RootOf(_rows[node.Row].Of(node.FirstInTile, node.Count));

    private sealed class Row
    {
        private readonly byte[] _hashes = new byte[MerkleTile.Width * MerkleTree.HashSize];
        private int _length;

        public Row(long tile, ReadOnlySpan<byte> hashes)
        {
            Tile = tile;
            hashes.CopyTo(_hashes);
            _length = hashes.Length;
        }

        /// <summary>Place of the tile that is not full.</summary>
        public long Tile { get; set; }

        public ReadOnlySpan<byte> Of(int first, int count) =>
            _hashes.AsSpan(first * MerkleTree.HashSize, count * MerkleTree.HashSize);

        public byte[]? Add(ReadOnlySpan<byte> hash)
        {
            hash.CopyTo(_hashes.AsSpan(_length));
            _length += hash.Length;
            if (_length < _hashes.Length)
                return null;
            _length = 0;
            return [.. _hashes];
        }
    }
}
