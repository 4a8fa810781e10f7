using CsCheck;
using Shouldly;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Domain.Tests.Ledger;

public sealed class MerkleTreeTests
{
    /// <summary>The eight leaves that implementations of Certificate Transparency test with.</summary>
    private static readonly byte[][] _known =
    [
        .. new[]
        {
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        }.Select(Convert.FromHexString),
    ];

    private static readonly Gen<byte[][]> _leaves = Gen.Byte.Array[0, 40].Array[1, 70];
    private static readonly Gen<(byte[][] Leaves, int Leaf)> _leaf = _leaves.SelectMany(x =>
        Gen.Int[0, x.Length - 1].Select(leaf => (x, leaf))
    );

    [Theory]
    [InlineData(0, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    [InlineData(1, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d")]
    [InlineData(2, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    [InlineData(3, "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77")]
    [InlineData(4, "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7")]
    [InlineData(5, "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4")]
    [InlineData(6, "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef")]
    [InlineData(7, "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c")]
    [InlineData(8, "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")]
    public void the_known_roots_come_out(int size, string root)
    {
        var frontier = Frontier(_known[..size]);
        frontier.Size.ShouldBe(size);
        Convert.ToHexStringLower(frontier.Root()).ShouldBe(root);
        MerkleTree.RootOf(_known[..size].SelectMany(x => MerkleTree.HashLeaf(x)).ToArray()).ShouldBe(frontier.Root());
    }

    [Theory]
    [InlineData(0, 1, "")]
    [InlineData(
        0,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        5,
        8,
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    [InlineData(2, 3, "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125")]
    public void the_known_inclusion_proofs_come_out(int leaf, int size, string proof) =>
        Hex(Inclusion(leaf, _known[..size])).ShouldBe(proof);

    [Theory]
    [InlineData(1, 1, "")]
    [InlineData(
        1,
        8,
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
    )]
    [InlineData(
        6,
        8,
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0 d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
    )]
    public void the_known_consistency_proofs_come_out(int from, int to, string proof) =>
        Hex(Consistency(from, _known[..to])).ShouldBe(proof);

    [Fact]
    public void the_root_is_that_of_the_definition() =>
        _leaves.Sample(leaves => Frontier(leaves).Root().ShouldBe(NaiveTree.Root(leaves)));

    [Fact]
    public void a_long_leaf_is_hashed_like_a_short_one() =>
        Gen.Byte.Array[1000, 1050].Sample(leaf => MerkleTree.HashLeaf(leaf).ShouldBe(NaiveTree.Root([leaf])));

    [Fact]
    public void an_inclusion_proof_is_that_of_the_definition_and_holds() =>
        _leaf.Sample(x =>
        {
            var proof = Inclusion(x.Leaf, x.Leaves);
            proof.ShouldBe(NaiveTree.Path(x.Leaf, x.Leaves));
            MerkleProof
                .Includes(x.Leaf, x.Leaves.Length, MerkleTree.HashLeaf(x.Leaves[x.Leaf]), proof, Root(x.Leaves))
                .ShouldBeTrue();
        });

    [Fact]
    public void a_consistency_proof_is_that_of_the_definition_and_holds() =>
        _leaf.Sample(x =>
        {
            var from = x.Leaf + 1;
            var proof = Consistency(from, x.Leaves);
            proof.ShouldBe(NaiveTree.Consistency(from, x.Leaves));
            MerkleProof.Extends(from, Root(x.Leaves[..from]), x.Leaves.Length, Root(x.Leaves), proof).ShouldBeTrue();
        });

    [Fact]
    public void when_a_bit_of_an_inclusion_proof_is_changed_it_does_not_hold() =>
        Gen.Select(_leaf, Gen.Int[0, 100_000])
            .Sample(
                (x, bit) =>
                {
                    var leafHash = MerkleTree.HashLeaf(x.Leaves[x.Leaf]);
                    var root = Root(x.Leaves);
                    byte[][] said = [leafHash, root, .. Inclusion(x.Leaf, x.Leaves)];
                    Flip(said, bit);
                    MerkleProof.Includes(x.Leaf, x.Leaves.Length, said[0], said[2..], said[1]).ShouldBeFalse();
                }
            );

    [Fact]
    public void when_a_bit_of_a_consistency_proof_is_changed_it_does_not_hold() =>
        Gen.Select(_leaf, Gen.Int[0, 100_000])
            .Sample(
                (x, bit) =>
                {
                    var from = x.Leaf + 1;
                    byte[][] said = [Root(x.Leaves[..from]), Root(x.Leaves), .. Consistency(from, x.Leaves)];
                    Flip(said, bit);
                    MerkleProof.Extends(from, said[0], x.Leaves.Length, said[1], said[2..]).ShouldBeFalse();
                }
            );

    [Fact]
    public void when_a_proof_is_shortened_lengthened_or_told_of_another_leaf_it_does_not_hold() =>
        _leaf
            .Where(x => x.Leaves.Length > 1 && x.Leaves.DistinctBy(Convert.ToHexString).Count() == x.Leaves.Length)
            .Sample(x =>
            {
                var (size, root, proof) = (x.Leaves.Length, Root(x.Leaves), Inclusion(x.Leaf, x.Leaves));
                var hash = MerkleTree.HashLeaf(x.Leaves[x.Leaf]);
                MerkleProof.Includes(x.Leaf, size, hash, [.. proof.Skip(1)], root).ShouldBeFalse();
                MerkleProof.Includes(x.Leaf, size, hash, [.. proof, root], root).ShouldBeFalse();
                MerkleProof.Includes((x.Leaf + 1) % size, size, hash, proof, root).ShouldBeFalse();
                MerkleProof.Includes(size, size, hash, proof, root).ShouldBeFalse();
                MerkleProof.Includes(-1, size, hash, proof, root).ShouldBeFalse();
            });

    [Fact]
    public void every_tree_extends_the_empty_one_and_itself_and_no_larger_one()
    {
        var (empty, three, four) = (MerkleTree.EmptyRoot.ToArray(), Root(_known[..3]), Root(_known[..4]));
        MerkleProof.Extends(0, empty, 3, three, []).ShouldBeTrue();
        MerkleProof.Extends(0, four, 3, three, []).ShouldBeFalse();
        MerkleProof.Extends(0, empty, 3, three, [three]).ShouldBeFalse();
        MerkleProof.Extends(3, three, 3, three, []).ShouldBeTrue();
        MerkleProof.Extends(3, three, 3, four, []).ShouldBeFalse();
        MerkleProof.Extends(4, four, 3, three, []).ShouldBeFalse();
        MerkleProof.Extends(3, three, 4, four, []).ShouldBeFalse();
        MerkleProof.Extends(2, Root(_known[..2]), 4, four, []).ShouldBeFalse();
        MerkleProof.Extends(0, empty, 0, empty, []).ShouldBeTrue();
    }

    [Fact]
    public void an_edge_that_was_put_together_from_its_nodes_goes_on_like_the_live_one() =>
        _leaf.Sample(x =>
        {
            var edge = new MerkleFrontier(x.Leaf, node => Hash(node, x.Leaves));
            edge.Root().ShouldBe(Root(x.Leaves[..x.Leaf]));
            MerklePlan.Root(x.Leaf).RootFrom(node => Hash(node, x.Leaves)).ShouldBe(edge.Root());
            foreach (var leaf in x.Leaves[x.Leaf..])
                edge.Append(MerkleTree.HashLeaf(leaf));
            edge.Root().ShouldBe(Root(x.Leaves));
        });

    [Fact]
    public void appending_tells_every_perfect_subtree_once_and_with_its_hash() =>
        _leaves.Sample(leaves =>
        {
            var told = new Dictionary<MerkleNode, byte[]>();
            var edge = new MerkleFrontier();
            foreach (var leaf in leaves)
                edge.Append(MerkleTree.HashLeaf(leaf), (node, hash) => told.Add(node, hash.ToArray()));
            told.Count.ShouldBe(Enumerable.Range(1, 6).Sum(level => leaves.Length >> level));
            foreach (var (node, hash) in told)
                hash.ShouldBe(Hash(node, leaves));
        });

    [Fact]
    public void a_node_lies_in_one_tile_and_is_the_root_over_its_hashes_there() =>
        Gen.Select(Gen.Int[0, 40], Gen.Long[0, 1 << 20])
            .Sample(
                (level, index) =>
                {
                    var node = new MerkleNode(level, index);
                    var tile = node.Tile;
                    (node.FirstInTile + node.Count).ShouldBeLessThanOrEqualTo(MerkleTile.Width);
                    node.First.ShouldBe(tile.Index * MerkleTile.Width + node.FirstInTile);
                    (node.First << MerkleTile.Height * node.Row).ShouldBe(node.FirstLeaf);
                    (node.First + node.Count << MerkleTile.Height * node.Row).ShouldBe(node.EndLeaf);
                    tile.Root.FirstLeaf.ShouldBeLessThanOrEqualTo(node.FirstLeaf);
                    tile.Root.EndLeaf.ShouldBeGreaterThanOrEqualTo(node.EndLeaf);
                    tile.Root.Row.ShouldBe(tile.Row + 1);
                    tile.Root.Count.ShouldBe(1);
                }
            );

    [Fact]
    public void a_proof_reads_only_nodes_that_its_tree_has_and_each_once() =>
        Gen.Select(Gen.Long[1, long.MaxValue >> 1], Gen.Double.Unit)
            .Sample(
                (size, part) =>
                {
                    var leaf = Math.Min((long)(part * size), size - 1);
                    foreach (var plan in new[] { MerklePlan.Inclusion(leaf, size), MerklePlan.Consistency(leaf, size) })
                    {
                        plan.Nodes.ShouldBeUnique();
                        plan.Nodes.ShouldAllBe(x => x.EndLeaf <= size);
                        plan.Nodes.Count.ShouldBeLessThanOrEqualTo(2 * 63);
                    }
                }
            );

    private static MerkleFrontier Frontier(byte[][] leaves)
    {
        var frontier = new MerkleFrontier();
        foreach (var leaf in leaves)
            frontier.Append(MerkleTree.HashLeaf(leaf));
        return frontier;
    }

    private static byte[] Root(byte[][] leaves) => NaiveTree.Root(leaves);

    private static byte[][] Inclusion(int leaf, byte[][] leaves) =>
        [.. MerklePlan.Inclusion(leaf, leaves.Length).ProofFrom(x => Hash(x, leaves))];

    private static byte[][] Consistency(int from, byte[][] leaves) =>
        [.. MerklePlan.Consistency(from, leaves.Length).ProofFrom(x => Hash(x, leaves))];

    private static byte[] Hash(MerkleNode node, byte[][] leaves) =>
        NaiveTree.Root(leaves[(int)node.FirstLeaf..(int)node.EndLeaf]);

    private static void Flip(byte[][] hashes, int bit)
    {
        bit %= hashes.Length * MerkleTree.HashSize * 8;
        var hash = hashes[bit / (MerkleTree.HashSize * 8)] = [.. hashes[bit / (MerkleTree.HashSize * 8)]];
        hash[bit / 8 % MerkleTree.HashSize] ^= (byte)(1 << bit % 8);
    }

    private static string Hex(byte[][] hashes) => string.Join(' ', hashes.Select(Convert.ToHexStringLower));
}
