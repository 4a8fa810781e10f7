using System.Security.Cryptography;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>The log's key cannot be had; the message says what to set.</summary>
internal sealed class LogKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where the log's key lies, and what it has signed.</summary>
/// <param name="KeyPath">A file of mode 0600 with 32 random bytes, the private key of RFC 8032.</param>
/// <param name="NewKeyPath">The key to change to; null where none is named.</param>
/// <param name="StatePath">A file that the server may write: the highest tree that was signed.</param>
/// <param name="Origin">The log's name, until it is continued under another.</param>
/// <param name="Own">Whether the keys are this program's to make and to rename.</param>
internal sealed record LogKeyFiles(string KeyPath, string? NewKeyPath, string StatePath, string Origin, bool Own)
{
    public const string KeySetting = "Ledger:KeyFile";
    public const string NewKeySetting = "Ledger:NewKeyFile";
    public const string StateSetting = "Ledger:StateFile";
    public const string OriginSetting = "Ledger:Origin";
    public const string DefaultOrigin = "wellbeing.local/log";

    public SignedState State => new(StatePath);

    /// <summary>Mounted files, or in development files made on the first run.</summary>
    /// <exception cref="LogKeyException">Outside development none is named.</exception>
    public static LogKeyFiles Of(IConfiguration configuration, IHostEnvironment environment)
    {
        var origin = configuration[OriginSetting] ?? DefaultOrigin;
        if (configuration[KeySetting] is { Length: > 0 } mounted)
            return new(mounted, configuration[NewKeySetting], StateOf(mounted), origin, Own: false);
        if (!environment.IsDevelopment())
            throw new LogKeyException(
                $"Set {KeySetting} to a file with the log's key: outside development none is made."
            );
        if (configuration[MasterKeyFiles.HomeSetting] is not { Length: > 0 } home)
            throw new LogKeyException(
                $"Set {KeySetting}, or {MasterKeyFiles.HomeSetting} to a directory that may hold it."
            );
        var path = Path.Combine(home, "secrets", "log.key");
        return new(path, path + ".new", StateOf(path), origin, Own: true);

        string StateOf(string key) => configuration[StateSetting] ?? key + ".state";
    }

    /// <summary>The key; in development it is made on the first run.</summary>
    /// <exception cref="LogKeyException">It cannot be read.</exception>
    public NoteSigner Open()
    {
        if (Own)
            Make(KeyPath);
        // A log that was continued under another name goes by the name in its state.
        return Read(KeyPath, State.Read()?.Origin ?? Origin);
    }

    /// <summary>The key to change to; in development it is made.</summary>
    /// <exception cref="LogKeyException">None is named, or it cannot be read.</exception>
    public NoteSigner OpenNew(string name)
    {
        var path = NewKeyPath ?? throw new LogKeyException($"Set {NewKeySetting} to a file with another key.");
        if (Own)
            Make(path);
        return Read(path, name);
    }

    /// <summary>The same key under another name.</summary>
    /// <exception cref="LogKeyException">It cannot be read.</exception>
    public NoteSigner Under(string name) => Read(KeyPath, name);

    private static void Make(string path)
    {
        try
        {
            SecretFile.MakeOnce(path, NoteSigner.SeedSize);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LogKeyException($"The log's key file {path} cannot be made.", failure);
        }
    }

    private static NoteSigner Read(string path, string name)
    {
        var seed = new byte[NoteSigner.SeedSize];
        try
        {
            return SecretFile.TryDecode(File.ReadAllBytes(path), seed)
                ? new NoteSigner(name, KeyKind.Note, seed)
                : throw new LogKeyException($"The log's key file {path} holds neither 32 bytes nor their base64.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LogKeyException($"The log's key file {path} cannot be read.", failure);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
        }
    }
}

/// <summary>The key that signs the ledger's checkpoints and what else the log vouches for (Ed25519, C2SP signed-note).</summary>
internal sealed class LogKey(LogKeyFiles files) : IDisposable
{
    private volatile NoteSigner _signer = files.Open();

    /// <summary>The log's name.</summary>
    public string Origin => _signer.Key.Name;

    /// <summary>What verifies its signatures.</summary>
    public VerifierKey Verifier => _signer.Key;

    /// <summary>The highest tree that it has signed.</summary>
    public SignedState Signed => files.State;

    /// <summary>Signs a text, whose last line ends.</summary>
    public string Sign(string text) => _signer.Note(text).ToString();

    /// <summary>Reads the key again, which somebody has changed meanwhile.</summary>
    public void Reload() => _signer = files.Open();

    public void Dispose() => _signer.Dispose();
}
