using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>Only what a known log has signed is kept.</summary>
internal static class Signed
{
    /// <summary>The refusal; null with the note, and on it the signatures of the log's keys alone, where there is none.</summary>
    public static Answer? By(IReadOnlyList<VerifierKey> logs, string origin, SignedNote note, out SignedNote? signed)
    {
        var keys = logs.Where(x => x.Name == origin).ToList();
        // One of each key: with its own cosignature below as many as a note may have, the witness could not read the note again.
        List<NoteSignature> signatures = [.. note.SignaturesOf(keys).DistinctBy(x => (x.Name, x.KeyId))];
        signed = signatures.Count == 0 ? null : new(note.Text, signatures);
        if (keys.Count == 0)
            return new(404, "This witness does not know the log.\n");
        return signed is null ? new(403, "No key of the log has signed this.\n") : null;
    }
}
