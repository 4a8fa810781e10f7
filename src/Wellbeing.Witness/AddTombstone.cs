using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>Keeps whom a log has erased, before it answers.</summary>
internal static class AddTombstone
{
    public static Answer To(WitnessFolder folder, IReadOnlyList<VerifierKey> logs, byte[] body)
    {
        if (SignedNote.TryParse(body) is not { } note || Tombstone.TryParse(note.Text) is not { } tombstone)
            return new(400, "This is no tombstone.\n");
        if (Signed.By(logs, tombstone.Origin, note, out var signed) is { } refusal)
            return refusal;
        folder.Tombstones.Keep(tombstone, signed!);
        return new(200, "");
    }
}
