using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness.Tests;

/// <summary>A log of leaves that are their own numbers; from a leaf on it can tell another story.</summary>
internal sealed class Log(string origin, byte key = 1, long forksAt = long.MaxValue) : IDisposable
{
    private readonly NoteSigner _signer = new(origin, KeyKind.Note, [.. Enumerable.Repeat(key, 32)]);

    public string Origin => origin;
    public VerifierKey Key => _signer.Key;

    public SignedNote Checkpoint(long size) => _signer.Note(new Checkpoint(origin, size, Root(size)).Text);

    public SignedNote Tombstone(Guid subject, DateTimeOffset at) =>
        _signer.Note(new Tombstone(origin, subject, at).Text);

    public SignedNote Sign(string text) => _signer.Note(text);

    public IReadOnlyList<byte[]> Proof(long from, long to) => MerklePlan.Consistency(from, to).ProofFrom(Hash);

    public WitnessRequest Request(long old, long size) => new(old, Proof(old, size), Checkpoint(size));

    public void Dispose() => _signer.Dispose();

    private byte[] Root(long size) => MerklePlan.Root(size).RootFrom(Hash);

    private byte[] Hash(MerkleNode node)
    {
        var hashes = new List<byte>();
        for (var leaf = node.FirstLeaf; leaf < node.EndLeaf; leaf++)
            hashes.AddRange(MerkleTree.HashLeaf(BitConverter.GetBytes(leaf < forksAt ? leaf : -leaf)));
        return MerkleTree.RootOf(hashes.ToArray());
    }
}
