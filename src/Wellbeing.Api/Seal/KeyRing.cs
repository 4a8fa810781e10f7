using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>
/// The master keys that this host holds: one, and while keys are rewrapped the new one too. They are read again when a
/// stored key names one that is not here, so that a running host follows a rotation.
/// </summary>
internal sealed class KeyRing(Func<IReadOnlyList<MasterKey>> read)
{
    private volatile IReadOnlyList<MasterKey> _held = read();

    /// <summary>The one that an empty keys database gets to know.</summary>
    public MasterKey First => _held[0];

    public MasterKey? Find(string id) => _held.FirstOrDefault(key => key.Id == id);

    /// <summary>Null also where a master key that is here has the id and is another one.</summary>
    public MasterKey? Find(Registration registered) =>
        Find(registered.MasterKeyId) is { } key
        && CryptographicOperations.FixedTimeEquals(key.Check.Span, registered.Check)
            ? key
            : null;

    /// <summary>Takes what the files hold now, and forgets what they no longer hold.</summary>
    public void Reload()
    {
        try
        {
            _held = read();
        }
        catch (MasterKeyException)
        {
            // Files that cannot be read now are no reason to give up keys that work.
        }
    }

    /// <summary>The ids, for an operator.</summary>
    public override string ToString() => string.Join(" and ", _held.Select(key => key.Id));
}
