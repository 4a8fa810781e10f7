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

    /// <exception cref="SealUnavailableException">The secrets are not there yet.</exception>
    public ByteKey Key => key();
}
