using System.Collections.Concurrent;

namespace Wellbeing.Api.Seal;

/// <summary>
/// The secrets of the host beside the seal: one for each label, all from the root secret, which is made once, lies wrapped
/// in the keys database and outlives every master key.
/// </summary>
internal sealed class Secrets(KeyStore keys)
{
    private readonly ConcurrentDictionary<string, ByteKey> _derived = new(StringComparer.Ordinal);
    private volatile ByteKey? _root;

    public bool Loaded => _root is not null;

    /// <summary>Reads the root secret, or makes the first one. Does nothing once it is there.</summary>
    /// <exception cref="SealUnavailableException">It cannot be read now.</exception>
    public async Task LoadAsync(CancellationToken cancellation = default) =>
        _root ??= await keys.RootAsync(cancellation);

    /// <summary>The same label gives the same key on every node, after every start and every rotation.</summary>
    /// <exception cref="SealUnavailableException">The keys database was not there yet.</exception>
    public ByteKey Derive(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        var root = _root ?? throw new SealUnavailableException("The secrets could not be read yet.");
        return _derived.GetOrAdd(label, static (name, from) => from.Expand("secret/" + name), root);
    }
}
