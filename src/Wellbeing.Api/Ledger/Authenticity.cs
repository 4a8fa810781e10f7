using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// The key of the authentication codes that the journal adds to events. It is not in the events' database: whoever can
/// write there can add an event, but not its code.
/// </summary>
internal sealed class Authenticity(Func<ByteKey> key)
{
    public const string Label = "event authenticity";

    public Authenticity(Secrets secrets)
        : this(() => secrets.Derive(Label)) { }

    private volatile bool _waits;

    /// <summary>Whether events have to wait until the ledger has begun, which would look emptied otherwise.</summary>
    public bool Waits
    {
        get => _waits;
        set => _waits = value;
    }

    /// <exception cref="SealUnavailableException">The secrets are not there yet, or the ledger has not begun.</exception>
    public ByteKey Key => _waits ? throw new SealUnavailableException("The ledger has not begun.") : key();
}
