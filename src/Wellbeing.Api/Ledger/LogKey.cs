using System.Security.Cryptography;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>The log's key cannot be had; the message says what to set.</summary>
internal sealed class LogKeyException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Where the log's key lies, and what it signs as.</summary>
/// <param name="KeyPath">A file of mode 0600 with 32 random bytes, the private key of RFC 8032.</param>
/// <param name="StatePath">A file that the server may write: what it has signed.</param>
/// <param name="Own">Whether they are this program's to make.</param>
internal sealed record LogKeyFiles(string KeyPath, string StatePath, bool Own)
{
    public const string KeySetting = "Ledger:KeyFile";
    public const string StateSetting = "Ledger:StateFile";

    /// <summary>Mounted files, or in development files made on the first run.</summary>
    /// <exception cref="LogKeyException">Outside development none is named.</exception>
    public static LogKeyFiles Of(IConfiguration configuration, IHostEnvironment environment)
    {
        if (configuration[KeySetting] is { Length: > 0 } mounted)
            return new(mounted, configuration[StateSetting] ?? mounted + ".state", Own: false);
        if (!environment.IsDevelopment())
            throw new LogKeyException(
                $"Set {KeySetting} to a file with the log's key: outside development none is made."
            );
        if (configuration[MasterKeyFiles.HomeSetting] is not { Length: > 0 } home)
            throw new LogKeyException(
                $"Set {KeySetting}, or {MasterKeyFiles.HomeSetting} to a directory that may hold it."
            );
        var path = Path.Combine(home, "secrets", "log.key");
        return new(path, configuration[StateSetting] ?? path + ".state", Own: true);
    }
}

/// <summary>The key that signs the ledger's checkpoints and what else the log vouches for (Ed25519, C2SP signed-note).</summary>
internal sealed class LogKey : IDisposable
{
    public const string OriginSetting = "Ledger:Origin";
    public const string DefaultOrigin = "wellbeing.local/log";

    private readonly NoteSigner _signer;

    private LogKey(NoteSigner signer, SignedState signed) => (_signer, Signed) = (signer, signed);

    /// <summary>The log's name.</summary>
    public string Origin => _signer.Key.Name;

    /// <summary>What verifies its signatures.</summary>
    public VerifierKey Verifier => _signer.Key;

    /// <summary>The highest tree that it has signed.</summary>
    public SignedState Signed { get; }

    /// <summary>Reads the key; in development it is made on the first run.</summary>
    /// <exception cref="LogKeyException">It cannot be read.</exception>
    public static LogKey Open(IConfiguration configuration, IHostEnvironment environment)
    {
        var files = LogKeyFiles.Of(configuration, environment);
        var state = new SignedState(files.StatePath);
        var origin = configuration[OriginSetting] ?? DefaultOrigin;
        try
        {
            if (files.Own)
                SecretFile.MakeOnce(files.KeyPath, NoteSigner.SeedSize);
            var seed = new byte[NoteSigner.SeedSize];
            if (!SecretFile.TryDecode(File.ReadAllBytes(files.KeyPath), seed))
                throw new LogKeyException($"The log's key file holds neither {seed.Length} bytes nor their base64.");
            // A log that was continued under another name goes by the name in its state.
            var signer = new NoteSigner(state.Read()?.Origin ?? origin, KeyKind.Note, seed);
            CryptographicOperations.ZeroMemory(seed);
            return new LogKey(signer, state);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LogKeyException($"The log's key file {files.KeyPath} cannot be read.", failure);
        }
    }

    /// <summary>Signs a text, whose last line ends.</summary>
    public string Sign(string text) => _signer.Note(text).ToString();

    public void Dispose() => _signer.Dispose();
}
