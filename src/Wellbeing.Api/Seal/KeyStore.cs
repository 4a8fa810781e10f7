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

/// <summary>One random key for each officer and unit, wrapped under a master key in a database of its own.</summary>
internal sealed class KeyStore(KeyTable table, KeyRing ring, KeyCache cache, SealAlarms alarms)
{
    private const int Tries = 3;

    private MasterKey? _current;

    /// <exception cref="KeyMissingException">Nobody erased the subject, and yet it has no key.</exception>
    /// <exception cref="SubjectErasedException">The subject was erased.</exception>
    /// <exception cref="SealUnavailableException">The key cannot be read now.</exception>
    public ValueTask<SubjectKey> GetAsync(Guid subject, CancellationToken cancellation = default)
    {
        return cache.Find(subject) is { } key ? ValueTask.FromResult(Watched(key)) : Stored();

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
                keys[subject] = Watched(key);
            else
                unknown.Add(subject);
        }
        if (unknown.Count == 0)
            return new KeyLookup(keys, erased, missing);

        KeyDamagedException? damaged = null;
        var found = await HeldAsync(() => table.FindAsync([.. unknown], cancellation));
        foreach (var rows in found.GroupBy(held => held.Master, held => held.Row))
        {
            using var wrapping = rows.Key is null ? null : new KeyWrapping(rows.Key);
            foreach (var row in rows)
            {
                if (row.Erased)
                {
                    erased.Add(row.SubjectId);
                    alarms.Erased(row.SubjectId);
                    continue;
                }
                try
                {
                    if (wrapping?.Unwrap(row.SubjectId, row.Wrapped) is { } key)
                        cache.Add(keys[row.SubjectId] = Watched(key), ticket);
                    else
                        missing.Add(row.SubjectId);
                }
                catch (KeyDamagedException e)
                {
                    damaged = e;
                }
                if (keys.ContainsKey(row.SubjectId))
                    alarms.KeyFound(row.SubjectId);
                else
                    alarms.KeyLost(row.SubjectId);
            }
        }
        return damaged is null ? new KeyLookup(keys, erased, missing) : throw damaged;
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
        var ticket = cache.Ticket();
        var made = await UnderCurrentAsync(
            master => table.InsertAsync(master, [.. keys.Keys], Wrap(master, keys.Values), cancellation),
            cancellation
        );
        foreach (var subject in made)
            cache.Add(keys[subject], ticket);
    }

    /// <summary>The root secret; the first node that asks makes it.</summary>
    /// <exception cref="SealUnavailableException">It cannot be read now.</exception>
    public async Task<ByteKey> RootAsync(CancellationToken cancellation = default)
    {
        if (await FindAsync() is { } there)
            return there;
        var made = NewKey(Guid.Empty);
        await UnderCurrentAsync(
            master => table.InsertRootAsync(master, Wrap(master, [made])[0], cancellation),
            cancellation
        );
        return await FindAsync() ?? throw new SealUnavailableException("The root secret does not stay stored.");

        async Task<ByteKey?> FindAsync()
        {
            var found = await HeldAsync(async () => await table.FindRootAsync(cancellation) is { } row ? [row] : []);
            if (found is not [var (root, master)])
                return null;
            using var wrapping = new KeyWrapping(master!);
            return new ByteKey(wrapping.Unwrap(Guid.Empty, root.Wrapped).Span);
        }
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

    /// <summary>Those of the subjects of whom no erasure is stored.</summary>
    /// <exception cref="SealUnavailableException">The keys database does not answer.</exception>
    public async Task<IReadOnlyList<Guid>> NotErasedAsync(Guid[] subjects, CancellationToken cancellation) =>
        [.. (await table.FindAsync(subjects, cancellation)).Where(row => !row.Erased).Select(row => row.SubjectId)];

    /// <summary>Forgets the keys of those who were erased after a time, on whatever node.</summary>
    /// <param name="since">The time.</param>
    /// <param name="heard">Those of whom this was heard; it takes in the others.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>When the last of them was erased; null for none.</returns>
    /// <exception cref="SealUnavailableException">The keys database does not answer.</exception>
    public async Task<DateTimeOffset?> ForgetErasedAsync(
        DateTimeOffset since,
        ISet<Guid> heard,
        CancellationToken cancellation
    )
    {
        var erased = await table.ErasedSinceAsync(since, cancellation);
        foreach (var (subject, _) in erased.Where(x => heard.Add(x.Subject)))
            Forget(subject);
        return erased.Count == 0 ? null : erased.Max(x => x.At);
    }

    /// <summary>For the other nodes, when they hear of an erasure.</summary>
    public void Forget(Guid subject)
    {
        cache.Forget(subject);
        alarms.Erased(subject);
    }

    /// <summary>
    /// Registers this host's master key with an empty database, and otherwise checks that the host holds every registered
    /// one.
    /// </summary>
    /// <returns>The current one, under which new keys are wrapped.</returns>
    /// <exception cref="WrongMasterKeyException">Stored keys are wrapped under a master key that is not here.</exception>
    public async Task<MasterKey> VerifyMasterKeyAsync(CancellationToken cancellation = default)
    {
        for (var tries = 1; ; tries++)
        {
            var registered = await RegisteredAsync();
            var held = registered.Select(ring.Find).ToList();
            if (held is [.., { } current] && !held.Contains(null))
                return _current = current;
            if (tries == Tries)
                throw new WrongMasterKeyException(ring, registered.ElementAtOrDefault(held.IndexOf(null))?.MasterKeyId);
            // A rotation has begun, or ended between reading the one and the other.
            ring.Reload();
        }

        async Task<IReadOnlyList<Registration>> RegisteredAsync() =>
            await table.RegisteredAsync(cancellation) is { Count: > 0 } there
                ? there
                : await table.RegisterAsync(ring.First, cancellation);
    }

    /// <summary>Writes under the current master key, and again when another has become that.</summary>
    private async Task<T> UnderCurrentAsync<T>(Func<MasterKey, Task<T?>> write, CancellationToken cancellation)
        where T : class
    {
        for (var tries = 0; tries < Tries; tries++)
        {
            if (await write(_current ?? await VerifyMasterKeyAsync(cancellation)) is { } written)
                return written;
            _current = null;
        }
        throw new SealUnavailableException("The master key changes while keys are written.");
    }

    /// <summary>
    /// Rows and their master keys; files and rows are read again where one is wrapped under a master key that is not here.
    /// </summary>
    private async Task<IReadOnlyList<(KeyRow Row, MasterKey? Master)>> HeldAsync(Func<Task<IReadOnlyList<KeyRow>>> ask)
    {
        for (var tries = 1; ; tries++)
        {
            var found = (await ask()).Select(row => (Row: row, Master: MasterOf(row))).ToList();
            if (found.Find(held => held.Master is null && IsWrapped(held.Row)).Row is not { } strange)
                return found;
            if (tries == Tries)
                throw new WrongMasterKeyException(ring, strange.MasterKeyId);
            ring.Reload();
        }

        MasterKey? MasterOf(KeyRow row) => IsWrapped(row) ? ring.Find(row.MasterKeyId!) : null;

        // The key of an erased subject that came back with an old backup is nobody's business.
        static bool IsWrapped(KeyRow row) => row is { Erased: false, MasterKeyId: not null };
    }

    private SubjectKey Watched(SubjectKey key)
    {
        key.Alarms = alarms;
        return key;
    }

    private static byte[][] Wrap(MasterKey master, IReadOnlyCollection<SubjectKey> keys)
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
