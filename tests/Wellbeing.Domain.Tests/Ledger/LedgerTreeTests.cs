using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class LedgerTreeTests
{
    // Two rows of tiles: the second one's first tile is full with the 65,536th leaf.
    private const int Leaves = 66_000;

    private static readonly byte[][] _hashes =
    [
        .. Enumerable.Range(0, Leaves).Select(i => MerkleTree.HashLeaf(BitConverter.GetBytes(i))),
    ];

    [Fact]
    public void a_tile_is_told_when_it_is_full_with_its_hashes_and_the_root_over_them()
    {
        var (tree, told) = (new LedgerTree(), new Dictionary<MerkleTile, (byte[] Hashes, byte[] Root)>());
        foreach (var hash in _hashes)
            tree.Append(hash, (tile, hashes, root) => told.Add(tile, (hashes, root)));
        told.Keys.ShouldBe(
            [.. Enumerable.Range(0, 257).Select(i => new MerkleTile(0, i)), new MerkleTile(1, 0)],
            ignoreOrder: true
        );
        foreach (var (tile, (hashes, root)) in told)
        {
            root.ShouldBe(MerkleTree.RootOf(hashes));
            hashes.ShouldBe([
                .. Enumerable
                    .Range((int)tile.Index * MerkleTile.Width, MerkleTile.Width)
                    .SelectMany(i => tile.Row == 0 ? _hashes[i] : told[new MerkleTile(0, i)].Root),
            ]);
        }
        tree.Root().ShouldBe(MerkleTree.RootOf([.. _hashes.SelectMany(x => x)]));
    }

    [Theory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(65_535)]
    [InlineData(65_700)]
    public void a_tree_that_was_put_together_from_its_tiles_fills_the_same_ones_from_then_on(int size)
    {
        var (live, rows) = (new LedgerTree(), new List<List<byte[]>> { new(), new(), new() });
        foreach (var hash in _hashes[..size])
        {
            rows[0].Add(hash);
            live.Append(hash, (tile, _, root) => rows[tile.Row + 1].Add(root));
        }
        var again = new LedgerTree(size, row => Unfinished(rows[row], LedgerTree.Unfinished(size, row)));
        foreach (var hash in _hashes[size..])
        {
            var (one, other) = (new List<(MerkleTile, byte[], byte[])>(), new List<(MerkleTile, byte[], byte[])>());
            live.Append(hash, (tile, hashes, root) => one.Add((tile, hashes, root)));
            again.Append(hash, (tile, hashes, root) => other.Add((tile, hashes, root)));
            other.Count.ShouldBe(one.Count);
            foreach (var (told, expected) in other.Zip(one))
            {
                told.Item1.ShouldBe(expected.Item1);
                told.Item2.ShouldBe(expected.Item2);
                told.Item3.ShouldBe(expected.Item3);
            }
        }
        again.Root().ShouldBe(live.Root());
    }

    private static ReadOnlyMemory<byte> Unfinished(List<byte[]> row, int count) =>
        row.Skip(row.Count - count).SelectMany(x => x).ToArray();
}
