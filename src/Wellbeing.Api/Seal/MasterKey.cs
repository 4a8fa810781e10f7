using System.Security.Cryptography;
using System.Text;

namespace Wellbeing.Api.Seal;

/// <summary>
/// The one secret that the host is given. Nothing is sealed under it: each use has a key of its own, derived by
/// HKDF-SHA256 (RFC 5869) under a distinct label.
/// </summary>
internal sealed class MasterKey
{
    public const int Size = 32;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy of the bytes.</summary>
    public MasterKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes.", nameof(bytes));
        _bytes = bytes.ToArray();
        Id = Convert.ToHexStringLower(Expand("master-key-id").Span[..8]);
        Check = Expand("master-key-check");
        Wrapping = Expand("key-wrapping");
    }

    /// <summary>A short public name, derived one way, so that an operator can tell two master keys apart.</summary>
    public string Id { get; }

    /// <summary>Stored beside the keys: a master key with another check is the wrong one.</summary>
    public ByteKey Check { get; }

    /// <summary>Wraps the subjects' keys.</summary>
    public ByteKey Wrapping { get; }

    /// <inheritdoc />
    public override string ToString() => $"master key {Id}";

    internal ByteKey Expand(string label)
    {
        Span<byte> derived = stackalloc byte[ByteKey.Size];
        HKDF.DeriveKey(
            HashAlgorithmName.SHA256,
            _bytes,
            derived,
            salt: [],
            Encoding.UTF8.GetBytes("wellbeing/v1/" + label)
        );
        var key = new ByteKey(derived);
        CryptographicOperations.ZeroMemory(derived);
        return key;
    }
}
