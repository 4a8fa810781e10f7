using System.Buffers.Binary;
using System.Security.Cryptography;
using NSec.Cryptography;

namespace Wellbeing.Domain.Ledger;

/// <summary>What a key signs.</summary>
public enum KeyKind
{
    /// <summary>The text of a note: what a log signs with.</summary>
    Note,

    /// <summary>A checkpoint and the time at which it was seen: what a witness signs with.</summary>
    Cosignature,
}

/// <summary>An Ed25519 public key with its name, written <c>name+id+base64</c> as C2SP signed-note says.</summary>
public sealed record VerifierKey
{
    private VerifierKey(string name, KeyKind kind, byte[] publicKey)
    {
        byte[] typed = [kind == KeyKind.Note ? (byte)0x01 : (byte)0x04, .. publicKey];
        Name = name;
        Kind = kind;
        PublicKey = publicKey;
        Id = BinaryPrimitives.ReadUInt32BigEndian(
            SHA256.HashData([.. StrictText.Utf8.GetBytes(name), (byte)'\n', .. typed])
        );
        Text = $"{name}+{Id:x8}+{Convert.ToBase64String(typed)}";
    }

    /// <summary>Whose key it is: a log's origin, or a witness's name.</summary>
    public string Name { get; }

    /// <summary>What it signs.</summary>
    public KeyKind Kind { get; }

    /// <summary>32 bytes, as RFC 8032 encodes them.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Tells it from other keys of the name. It is short: an identifier, and no proof of anything.</summary>
    public uint Id { get; }

    /// <summary>The key as it is pinned and told.</summary>
    public string Text { get; }

    /// <summary>Makes a key of its parts.</summary>
    public static VerifierKey Of(string name, KeyKind kind, ReadOnlySpan<byte> publicKey)
    {
        if (!IsName(name))
            throw new ArgumentException("A key's name is not empty and holds neither spaces nor '+'.", nameof(name));
        ArgumentOutOfRangeException.ThrowIfNotEqual(publicKey.Length, 32, nameof(publicKey));
        return new(name, kind, publicKey.ToArray());
    }

    /// <summary>Reads a key as <see cref="Text"/> writes it; null for anything else, also where the id is not the key's own.</summary>
    public static VerifierKey? TryParse(string text)
    {
        if (text.Split('+', 3) is not [var name, _, var typed] || !IsName(name))
            return null;
        if (StrictText.Base64(typed) is not [var type and (0x01 or 0x04), .. { Length: 32 } publicKey])
            return null;
        var key = new VerifierKey(name, type == 0x01 ? KeyKind.Note : KeyKind.Cosignature, publicKey);
        return key.Text == text ? key : null;
    }

    /// <summary>Whether the key made this signature over this text.</summary>
    public bool Verifies(string text, NoteSignature signature) =>
        signature.Name == Name
        && signature.KeyId == Id
        && SignedMessage.Of(Kind, text, signature.Bytes.Span) is { } signed
        && NSec.Cryptography.PublicKey.TryImport(
            SignatureAlgorithm.Ed25519,
            PublicKey.Span,
            KeyBlobFormat.RawPublicKey,
            out var key
        )
        && SignatureAlgorithm.Ed25519.Verify(key!, signed.Message, signed.Signature);

    /// <summary>Compares the keys as they are written.</summary>
    public bool Equals(VerifierKey? other) => other is not null && Text == other.Text;

    /// <inheritdoc />
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Text;

    /// <summary>Whether a key may be called so.</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !name.Any(x => x == '+' || char.IsWhiteSpace(x) || x < ' ' || char.IsSurrogate(x));
}
