using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>What became of the subjects asked for.</summary>
/// <param name="Keys">Those that have a key.</param>
/// <param name="Erased">Those erased: their texts are gone by intent.</param>
/// <param name="Missing">Those with neither a key nor an erasure: an alarm.</param>
internal sealed record KeyLookup(
    IReadOnlyDictionary<Guid, SubjectKey> Keys,
    IReadOnlySet<Guid> Erased,
    IReadOnlySet<Guid> Missing
);

/// <summary>One random key for each officer and unit, wrapped under the master key in a database of its own.</summary>
internal sealed class KeyStore(KeyTable table, MasterKey master, KeyCache cache)
{
    /// <exception cref="KeyMissingException">Nobody erased the subject, and yet it has no key.</exception>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    /// <exception cref="SealUnavailableException">The key cannot be read now.</exception>
    public ValueTask<SubjectKey> GetAsync(Guid subject, CancellationToken cancellation = default)
    {
        return cache.Find(subject) is { } key ? ValueTask.FromResult(key) : Stored();

        async ValueTask<SubjectKey> Stored()
        {
            var found = await LookUpAsync([subject], cancellation);
            return found.Erased.Count > 0 ? throw new SubjectErasedException(subject)
                : found.Missing.Count > 0 ? throw new KeyMissingException(subject)
                : found.Keys[subject];
        }
    }

    /// <summary>Erased subjects are left out; a missing key fails the whole.</summary>
    /// <exception cref="KeyMissingException">Nobody erased the subject, and yet it has no key.</exception>
    /// <exception cref="SealUnavailableException">A key cannot be read now.</exception>
    public async Task<IReadOnlyDictionary<Guid, SubjectKey>> GetManyAsync(
        IReadOnlyCollection<Guid> subjects,
        CancellationToken cancellation = default
    )
    {
        var found = await LookUpAsync(subjects, cancellation);
        return found.Missing.Count == 0 ? found.Keys : throw new KeyMissingException(found.Missing.First());
    }

    /// <summary>As <see cref="GetManyAsync" />, but leaves it to the caller what a missing key means for the rest.</summary>
    public async Task<KeyLookup> LookUpAsync(
        IReadOnlyCollection<Guid> subjects,
        CancellationToken cancellation = default
    )
    {
        var keys = new Dictionary<Guid, SubjectKey>(subjects.Count);
        var (erased, missing, unknown) = (new HashSet<Guid>(), new HashSet<Guid>(), new HashSet<Guid>());
        var ticket = cache.Ticket();
        foreach (var subject in subjects)
        {
            if (cache.Find(subject) is { } key)
                keys[subject] = key;
            else
                unknown.Add(subject);
        }
        if (unknown.Count == 0)
            return new KeyLookup(keys, erased, missing);

        using var wrapping = new KeyWrapping(master);
        foreach (var row in await table.FindAsync([.. unknown], cancellation))
        {
            if (row.Erased)
                erased.Add(row.SubjectId);
            else if (row.Wrapped is null)
                missing.Add(row.SubjectId);
            else if (row.MasterKeyId != master.Id)
                throw new WrongMasterKeyException(master, row.MasterKeyId);
            else
                cache.Add(keys[row.SubjectId] = wrapping.Unwrap(row.SubjectId, row.Wrapped), ticket);
        }
        return new KeyLookup(keys, erased, missing);
    }

    /// <summary>
    /// Gives each subject a key that has none, all in one round trip; the key that is stored first wins, and an erased
    /// subject gets none again.
    /// </summary>
    public async Task CreateAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellation = default)
    {
        if (subjects.Count == 0)
            return;
        var keys = subjects.Distinct().ToDictionary(id => id, NewKey);
        var wrapped = Wrap(keys.Values);
        var ticket = cache.Ticket();
        var made = await InsertAsync();
        if (made is null)
        {
            // The first keys of a database whose master key nobody registered yet, or the wrong master key.
            await VerifyMasterKeyAsync(cancellation);
            made = await InsertAsync() ?? throw new WrongMasterKeyException(master, expected: null);
        }
        foreach (var subject in made)
            cache.Add(keys[subject], ticket);

        Task<IReadOnlyList<Guid>?> InsertAsync() => table.InsertAsync(master, [.. keys.Keys], wrapped, cancellation);
    }

    /// <summary>Destroys the subject's key for good. May be repeated.</summary>
    /// <returns>Whether there was a key.</returns>
    public async Task<bool> EraseAsync(Guid subject, CancellationToken cancellation = default)
    {
        try
        {
            return await table.EraseAsync(subject, cancellation);
        }
        finally
        {
            // After the deletion: whoever read the key before it holds an older ticket and cannot cache it again.
            Forget(subject);
        }
    }

    /// <summary>For the other nodes, when they hear of an erasure.</summary>
    public void Forget(Guid subject) => cache.Forget(subject);

    /// <summary>Registers this master key with an empty database, and otherwise checks that it is the registered one.</summary>
    /// <exception cref="WrongMasterKeyException">The stored keys are wrapped under another master key.</exception>
    public async Task VerifyMasterKeyAsync(CancellationToken cancellation = default)
    {
        var (id, isThis) = await table.RegisterAsync(master, cancellation);
        if (!isThis)
            throw new WrongMasterKeyException(master, id);
    }

    private byte[][] Wrap(IReadOnlyCollection<SubjectKey> keys)
    {
        using var wrapping = new KeyWrapping(master);
        return [.. keys.Select(wrapping.Wrap)];
    }

    private static SubjectKey NewKey(Guid subject)
    {
        Span<byte> random = stackalloc byte[SubjectKey.Size];
        RandomNumberGenerator.Fill(random);
        var key = new SubjectKey(subject, random);
        CryptographicOperations.ZeroMemory(random);
        return key;
    }
}
