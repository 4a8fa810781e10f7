using System.Globalization;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>Cosigns a checkpoint that extends the latest one of its log, and keeps it before it answers.</summary>
internal static class AddCheckpoint
{
    public static Answer To(WitnessFolder folder, IReadOnlyList<VerifierKey> logs, byte[] body, DateTimeOffset now)
    {
        if (
            WitnessRequest.TryParse(body) is not { } request
            || Checkpoint.TryParse(request.Note.Text) is not { } checkpoint
            || request.OldSize > checkpoint.Size
        )
            return new(400, "This is no add-checkpoint request.\n");
        if (Signed.By(logs, checkpoint.Origin, request.Note, out var signed) is { } refusal)
            return refusal;

        var latest = folder.Checkpoint(checkpoint.Origin) is { } note ? Checkpoint.TryParse(note.Text) : null;
        latest ??= new(checkpoint.Origin, 0, MerkleTree.EmptyRoot.ToArray());
        if (request.OldSize != latest.Size || IsFork(checkpoint, latest))
            return Conflict(latest.Size);
        if (!Extends(checkpoint, latest, request.Proof))
            return new(422, "The checkpoint does not extend the latest one: the proof does not hold.\n");

        var cosignature = folder.Signer.Cosign(signed!.Text, now);
        folder.Keep(checkpoint.Origin, signed.With(cosignature));
        return new(200, cosignature.Line);
    }

    // Of an empty tree there is one root alone: another is no fork but wrong.
    private static bool IsFork(Checkpoint checkpoint, Checkpoint latest) =>
        checkpoint.Size == latest.Size && latest.Size > 0 && !checkpoint.Root.Span.SequenceEqual(latest.Root.Span);

    private static bool Extends(Checkpoint checkpoint, Checkpoint latest, IReadOnlyList<byte[]> proof) =>
        MerkleProof.Extends(latest.Size, latest.Root.Span, checkpoint.Size, checkpoint.Root.Span, proof);

    private static Answer Conflict(long size) =>
        new(409, string.Create(CultureInfo.InvariantCulture, $"{size}\n"), "text/x.tlog.size");
}
