using System.Buffers.Binary;
using NSec.Cryptography;

namespace Wellbeing.Domain.Ledger;

/// <summary>An Ed25519 private key that signs notes or cosigns checkpoints. Its secret cannot be read from it.</summary>
public sealed record NoteSigner : IDisposable
{
    /// <summary>Bytes of the secret.</summary>
    public const int SeedSize = 32;

    private readonly Key _key;

    /// <summary>Makes it of its secret.</summary>
    /// <param name="name">A log's origin, or a witness's name.</param>
    /// <param name="kind">What it is to sign.</param>
    /// <param name="seed">32 random bytes: the private key of RFC 8032.</param>
    public NoteSigner(string name, KeyKind kind, ReadOnlySpan<byte> seed)
    {
        _key = NSec.Cryptography.Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        Key = VerifierKey.Of(name, kind, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>The key that verifies what this one signs.</summary>
    public VerifierKey Key { get; }

    /// <summary>Signs a text; for a key of the kind <see cref="KeyKind.Note"/>.</summary>
    /// <param name="text">Ends with the end of a line.</param>
    public NoteSignature Sign(string text)
    {
        Require(KeyKind.Note);
        return Signed(SignatureAlgorithm.Ed25519.Sign(_key, StrictText.Utf8.GetBytes(text)));
    }

    /// <summary>Signs a text and makes a note of both.</summary>
    public SignedNote Note(string text) => new(text, [Sign(text)]);

    /// <summary>Signs a checkpoint with a time; for a key of the kind <see cref="KeyKind.Cosignature"/>.</summary>
    /// <param name="text">The checkpoint without its signatures.</param>
    /// <param name="at">Counts to the second.</param>
    public NoteSignature Cosign(string text, DateTimeOffset at)
    {
        Require(KeyKind.Cosignature);
        var seconds = at.ToUnixTimeSeconds();
        var bytes = new byte[8 + 64];
        BinaryPrimitives.WriteInt64BigEndian(bytes, seconds);
        SignatureAlgorithm.Ed25519.Sign(_key, SignedMessage.Cosigned(text, seconds), bytes.AsSpan(8));
        return Signed(bytes);
    }

    /// <summary>Forgets the secret.</summary>
    public void Dispose() => _key.Dispose();

    private NoteSignature Signed(byte[] bytes) => new(Key.Name, Key.Id, bytes);

    private void Require(KeyKind kind)
    {
        if (Key.Kind != kind)
            throw new InvalidOperationException($"The key is one for a {Key.Kind}, not for a {kind}.");
    }
}
