using System.Security.Cryptography;
using System.Text.Json;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Witness;

/// <summary>The witness cannot do its work with the folder as it is; the message says what to do.</summary>
internal sealed class WitnessFolderException(string message) : Exception(message);

/// <summary>
/// What the witness knows, in three files: its key, the latest checkpoint of each log with its cosignature, and the
/// tombstones. All of it is on disk before anybody is told.
/// </summary>
internal sealed class WitnessFolder : IDisposable
{
    private static readonly JsonSerializerOptions _strict = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    private readonly string _statePath;
    private readonly FileStream _lock;
    private readonly Dictionary<string, SignedNote> _checkpoints;

    private WitnessFolder(string home)
    {
        _lock = Lock(home);
        try
        {
            _statePath = StatePath(home);
            var state = Read(home);
            Signer = ReadKey(home, state.Key);
            _checkpoints = state.Checkpoints.ToDictionary(x => x.Key, x => SignedNote.TryParse(x.Value)!);
            Tombstones = TombstoneFile.Open(TombstonePath(home));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Cosigns.</summary>
    public NoteSigner Signer { get; } = null!;

    /// <summary>Who was erased.</summary>
    public TombstoneFile Tombstones { get; } = null!;

    /// <summary>Opens the folder for this process alone.</summary>
    /// <exception cref="WitnessFolderException">A part of it is missing or broken.</exception>
    public static WitnessFolder Open(string home) => new(home);

    /// <summary>The latest checkpoint of a log with its signatures; null for a log that was never cosigned.</summary>
    public SignedNote? Checkpoint(string origin) => _checkpoints.GetValueOrDefault(origin);

    /// <summary>The latest checkpoint of the log whose origin has this SHA-256, in lower-case hex.</summary>
    public SignedNote? CheckpointByHash(string hash) =>
        _checkpoints.FirstOrDefault(x => Convert.ToHexStringLower(SHA256.HashData(Utf8(x.Key))) == hash).Value;

    /// <summary>Puts a checkpoint in the place of the one before.</summary>
    public void Keep(string origin, SignedNote note)
    {
        var checkpoints = _checkpoints.ToDictionary(x => x.Key, x => x.Value.ToString());
        checkpoints[origin] = note.ToString();
        Write(_statePath, new(Signer.Key.Text, checkpoints));
        _checkpoints[origin] = note;
    }

    /// <summary>
    /// Makes key and state. A witness that has lost its state begins anew with another key, so that whoever pinned the old
    /// one notices that this witness no longer remembers.
    /// </summary>
    /// <returns>What to tell.</returns>
    public static string Begin(string home, string? name)
    {
        SecretFile.MakePrivate(home);
        using var only = Lock(home);
        if (File.Exists(StatePath(home)))
            throw new WitnessFolderException(
                $"{StatePath(home)} is there: this witness remembers, and there is nothing to begin."
            );
        var draft = KeyPath(home) + ".new";
        File.Delete(draft);
        SecretFile.MakeOnce(draft, NoteSigner.SeedSize);
        using var signer = SignerOf(draft, name);
        TombstoneFile.MakeOnce(TombstonePath(home));
        SecretFile.Replace(draft, KeyPath(home));
        // The state comes last: a beginning that broke off is one that can be made again.
        Write(StatePath(home), new(signer.Key.Text, []));
        return signer.Key.Text;
    }

    public void Dispose()
    {
        Signer?.Dispose();
        Tombstones?.Dispose();
        _lock.Dispose();
    }

    private static string KeyPath(string home) => Path.Combine(home, "witness.key");

    private static string StatePath(string home) => Path.Combine(home, "witness.state");

    private static string TombstonePath(string home) => Path.Combine(home, "witness.tombstones");

    private static FileStream Lock(string home)
    {
        if (!Directory.Exists(home))
            throw new WitnessFolderException($"{home} is not there: wellbeing-witness init makes it.");
        try
        {
            return new(Path.Combine(home, "witness.lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            throw new WitnessFolderException($"Another process uses {home}.");
        }
    }

    private static State Read(string home)
    {
        foreach (var path in new[] { KeyPath(home), StatePath(home), TombstonePath(home) })
        {
            if (!File.Exists(path))
                throw new WitnessFolderException(
                    $"{path} is gone, and without it this witness cosigns nothing. Bring it back from a copy that is newest, or begin "
                        + "anew, with another key and without memory: move witness.state away if it is there, and use "
                        + "wellbeing-witness init."
                );
        }
        try
        {
            var state = JsonSerializer.Deserialize<State>(File.ReadAllBytes(StatePath(home)), _strict);
            if (state is not null && state.Checkpoints.All(x => x.Key == OriginOf(x.Value)))
                return state;
        }
        catch (JsonException)
        {
            // Broken like a state whose notes do not fit, which is said below.
        }
        throw new WitnessFolderException($"{StatePath(home)} is broken: bring it back from a copy that is newest.");
    }

    private static string? OriginOf(string note) =>
        SignedNote.TryParse(note) is { } read ? Domain.Ledger.Checkpoint.TryParse(read.Text)?.Origin : null;

    private static NoteSigner ReadKey(string home, string key)
    {
        var signer = SignerOf(KeyPath(home), VerifierKey.TryParse(key)?.Name);
        if (signer.Key.Text == key)
            return signer;
        signer.Dispose();
        throw new WitnessFolderException($"{KeyPath(home)} is not the key that {StatePath(home)} belongs to.");
    }

    private static NoteSigner SignerOf(string path, string? name)
    {
        var seed = File.ReadAllBytes(path);
        if (seed.Length != NoteSigner.SeedSize)
            throw new WitnessFolderException($"{path} does not hold {NoteSigner.SeedSize} bytes.");
        try
        {
            if (name is not null)
                return new(name, KeyKind.Cosignature, seed);
            using var unnamed = new NoteSigner("unnamed", KeyKind.Cosignature, seed);
            var part = Convert.ToHexStringLower(SHA256.HashData(unnamed.Key.PublicKey.Span).AsSpan(0, 8));
            return new($"wellbeing.local/witness/{part}", KeyKind.Cosignature, seed);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }

    private static void Write(string path, State state) =>
        SecretFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(state));

    private static byte[] Utf8(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private sealed record State(string Key, Dictionary<string, string> Checkpoints);
}
