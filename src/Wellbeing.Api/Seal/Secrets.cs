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
        return _derived.GetOrAdd(label, static (name, from) => Of(from, name), root);
    }

    /// <summary>A secret for who only reads: null where no node has made the root secret, or its master key is not here.</summary>
    /// <exception cref="SealUnavailableException">It cannot be read now.</exception>
    public static async Task<ByteKey?> FindAsync(
        KeyTable table,
        KeyRing ring,
        string label,
        CancellationToken cancellation
    )
    {
        if (
            await table.FindRootAsync(cancellation) is not { Wrapped: { } wrapped, MasterKeyId: { } id }
            || ring.Find(id) is not { } master
        )
            return null;
        using var wrapping = new KeyWrapping(master);
        return Of(new ByteKey(wrapping.Unwrap(Guid.Empty, wrapped).Span), label);
    }

    private static ByteKey Of(ByteKey root, string label) => root.Expand("secret/" + label);
}
