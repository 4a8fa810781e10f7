using System.Globalization;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// What a log's key says of the key that follows it: its own signatures count up to this tree, and the other's from then on.
/// The other one may have another name, where the log was continued from an older state and so is another log.
/// </summary>
/// <param name="Old">The key that signs this.</param>
/// <param name="Size">The largest tree that it has signed.</param>
/// <param name="Root">That tree's root, 32 bytes.</param>
/// <param name="New">The key that follows.</param>
public sealed record Succession(VerifierKey Old, long Size, ReadOnlyMemory<byte> Root, VerifierKey New)
{
    private const string Title = "wellbeing log succession";

    /// <summary>The text that is signed.</summary>
    public string Text =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Title}\n{Old.Text}\n{Size}\n{Convert.ToBase64String(Root.Span)}\n{New.Text}\n"
        );

    /// <summary>Reads a note; null where it is none, or is not signed by the key that it names.</summary>
    public static Succession? TryParse(string note)
    {
        if (
            SignedNote.TryParse(note) is not { } signed
            || StrictText.Lines(signed.Text) is not [Title, var old, var size, var root, var next]
            || VerifierKey.TryParse(old) is not { } before
            || VerifierKey.TryParse(next) is not { } after
            || StrictText.Decimal(size) is not { } count
            || StrictText.Base64(root) is not { Length: MerkleTree.HashSize } hash
        )
            return null;
        return signed.IsSignedBy(before) ? new Succession(before, count, hash, after) : null;
    }
}
