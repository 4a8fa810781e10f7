using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Erasures;

/// <summary>Tombstones with the witness: on another host, so that a restore learns of them when this one is lost.</summary>
internal sealed class WitnessTombstones(WitnessClient witness, LogKey key) : ITombstoneSink
{
    /// <exception cref="WitnessUnreachableException">It did not take it: nothing is destroyed until it does.</exception>
    public async Task KeepAsync(Tombstone tombstone, CancellationToken stop)
    {
        var text = new Domain.Ledger.Tombstone(key.Origin, tombstone.Subject, tombstone.ConfirmedAt).Text;
        if (await witness.AddTombstoneAsync(SignedNote.TryParse(key.Sign(text))!, stop) is not null)
            throw new WitnessUnreachableException("The witness did not take a tombstone.");
    }
}
