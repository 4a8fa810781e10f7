using System.Globalization;
using System.Security.Cryptography;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Verification;

/// <summary>A tile as it is stored, by its digest.</summary>
internal sealed record StoredTile(MerkleTile Tile, byte[] Digest, byte[] Root);

/// <summary>The stored tiles against those of the tree.</summary>
internal sealed class TileCheck(IEnumerable<StoredTile> stored, Func<long, Task<byte[]?>> readAsync, Findings findings)
{
    public const string Query = "SELECT level, tile, sha256(hashes), root FROM ledger.tiles";

    /// <summary>The hashes of a tile of leaves.</summary>
    public const string Hashes = "SELECT hashes FROM ledger.tiles WHERE level = 0 AND tile = $1";

    private readonly Dictionary<MerkleTile, StoredTile> _stored = stored.ToDictionary(x => x.Tile);
    private (long Index, byte[]? Hashes) _read = (-1, null);

    /// <summary>The tile's copy of a leaf's hash; null where it has none.</summary>
    public async Task<byte[]?> LeafAsync(long leaf)
    {
        var (index, place) = (leaf / MerkleTile.Width, (int)(leaf % MerkleTile.Width) * MerkleTree.HashSize);
        if (_read.Index != index)
            _read = (index, await readAsync(index));
        return _read.Hashes is { } hashes && hashes.Length >= place + MerkleTree.HashSize
            ? hashes[place..(place + MerkleTree.HashSize)]
            : null;
    }

    /// <summary>The tree has filled a tile.</summary>
    public void Full(MerkleTile tile, byte[] hashes, byte[] root)
    {
        if (!_stored.Remove(tile, out var there))
            Add("tile-missing", tile);
        else if (
            !there.Root.AsSpan().SequenceEqual(root) || !there.Digest.AsSpan().SequenceEqual(SHA256.HashData(hashes))
        )
            Add("tile-changed", tile);
    }

    /// <summary>No more leaves come: what is left has no place in the tree.</summary>
    public void End()
    {
        foreach (var tile in _stored.Keys)
            Add("tile-without-leaves", tile);
    }

    private void Add(string name, MerkleTile tile) =>
        findings.Add(
            name,
            new Finding
            {
                Table = "ledger.tiles",
                Key = string.Create(CultureInfo.InvariantCulture, $"{tile.Row},{tile.Index}"),
            }
        );
}
