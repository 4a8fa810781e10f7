using Npgsql;
using NpgsqlTypes;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>The ledger is not whole: a leaf or a tile that must be there is not.</summary>
internal sealed class LedgerDamagedException(string message) : Exception(message);

/// <summary>Reads hashes of the tree. A proof of any size takes one round trip and a row or a tile for each level of tiles.</summary>
internal static class LedgerNodes
{
    // A full tile is one row. What is behind the last full one lies in the leaves, or in the roots of the row below.
    private const string Tile = "SELECT hashes FROM ledger.tiles WHERE level = $1 AND tile = $2";

    private const string Leaves = "SELECT hash FROM ledger.leaves WHERE leaf >= $1 AND leaf < $2 ORDER BY leaf";

    private const string Roots =
        "SELECT root FROM ledger.tiles WHERE level = $1 AND tile >= $2 AND tile < $3 ORDER BY tile";

    /// <summary>The hashes of nodes in a tree of a size.</summary>
    /// <exception cref="LedgerDamagedException">One is not there.</exception>
    public static async Task<Func<MerkleNode, byte[]>> ReadAsync(
        NpgsqlConnection connection,
        long size,
        IEnumerable<MerkleNode> nodes,
        CancellationToken stop
    )
    {
        var tiles = nodes.Select(x => x.Tile).Distinct().ToList();
        var read = await ReadAsync(connection, size, tiles, stop);
        return node =>
        {
            var hashes = read[node.Tile].AsSpan();
            var (from, length) = (node.FirstInTile * MerkleTree.HashSize, node.Count * MerkleTree.HashSize);
            return from + length <= hashes.Length
                ? MerkleTree.RootOf(hashes.Slice(from, length))
                : throw Missing(node.Tile);
        };
    }

    /// <summary>The tree of a size, ready to grow.</summary>
    /// <exception cref="LedgerDamagedException">A leaf or a tile at its edge is not there.</exception>
    public static async Task<LedgerTree> TreeAsync(NpgsqlConnection connection, long size, CancellationToken stop)
    {
        var edge = new List<MerkleTile>();
        for (var row = 0; Count(size, row) > 0; row++)
            edge.Add(new MerkleTile(row, Count(size, row + 1)));
        var read = await ReadAsync(connection, size, edge, stop);
        foreach (var tile in edge)
        {
            if (read[tile].Length != LedgerTree.Unfinished(size, tile.Row) * MerkleTree.HashSize)
                throw Missing(tile);
        }
        return new LedgerTree(size, row => read[edge[row]]);
    }

    private static async Task<Dictionary<MerkleTile, byte[]>> ReadAsync(
        NpgsqlConnection connection,
        long size,
        List<MerkleTile> tiles,
        CancellationToken stop
    )
    {
        var read = new Dictionary<MerkleTile, byte[]>();
        if (tiles.Count == 0)
            return read;
        await using var batch = new NpgsqlBatch(connection);
        foreach (var tile in tiles)
            batch.BatchCommands.Add(Command(tile, size));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        foreach (var tile in tiles)
        {
            using var hashes = new MemoryStream();
            while (await reader.ReadAsync(stop))
                hashes.Write(reader.GetFieldValue<byte[]>(0));
            read[tile] = hashes.ToArray();
            await reader.NextResultAsync(stop);
        }
        return read;
    }

    private static NpgsqlBatchCommand Command(MerkleTile tile, long size)
    {
        var (first, count) = (tile.Index * MerkleTile.Width, Count(size, tile.Row));
        if (first + MerkleTile.Width <= count)
            return With(Tile, tile.Row, tile.Index);
        return tile.Row == 0 ? With(Leaves, first, count) : With(Roots, tile.Row - 1, first, count);
    }

    private static NpgsqlBatchCommand With(string sql, params ReadOnlySpan<long> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(
                new NpgsqlParameter<long> { TypedValue = value, NpgsqlDbType = NpgsqlDbType.Bigint }
            );
        return command;
    }

    private static long Count(long size, int row) => size >> (row * MerkleTile.Height);

    private static LedgerDamagedException Missing(MerkleTile tile) =>
        new($"Of row {tile.Row} of the ledger, tile {tile.Index} is not whole.");
}
