using System.Globalization;
using System.Text;

namespace Wellbeing.Domain.Ledger;

/// <summary>What a log asks its witness: to cosign a checkpoint that extends an older one. The body of C2SP tlog-witness add-checkpoint.</summary>
/// <param name="OldSize">The size of the checkpoint that the witness cosigned last, 0 if it has cosigned none.</param>
/// <param name="Proof">That the tree of the old size is the beginning of the new one.</param>
/// <param name="Note">The checkpoint with the log's signature.</param>
public sealed record WitnessRequest(long OldSize, IReadOnlyList<byte[]> Proof, SignedNote Note)
{
    private const string Old = "old ";

    /// <summary>The body.</summary>
    public string Text =>
        string.Concat(
            Proof
                .Select(Convert.ToBase64String)
                .Prepend(string.Create(CultureInfo.InvariantCulture, $"{Old}{OldSize}"))
                .Select(line => line + '\n')
        ) + $"\n{Note}";

    /// <summary>Reads a body; null for anything that is none in every byte. The note may hold any text.</summary>
    public static WitnessRequest? TryParse(ReadOnlySpan<byte> body)
    {
        var end = body.IndexOf("\n\n"u8);
        if (end < 0 || SignedNote.TryParse(body[(end + 2)..]) is not { } note)
            return null;
        if (Encoding.ASCII.GetString(body[..end]).Split('\n') is not [var old, .. var lines])
            return null;
        if (!old.StartsWith(Old, StringComparison.Ordinal) || lines.Length > MerkleProof.MaxLength)
            return null;
        var proof = lines
            .Select(StrictText.Base64)
            .OfType<byte[]>()
            .Where(x => x.Length == MerkleTree.HashSize)
            .ToList();
        return proof.Count == lines.Length && StrictText.Decimal(old[Old.Length..]) is { } size
            ? new(size, proof, note)
            : null;
    }
}
