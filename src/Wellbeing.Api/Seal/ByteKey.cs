using System.Security.Cryptography;
using System.Text;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Seal;

/// <summary>A secret of 32 bytes that does not print itself.</summary>
internal sealed class ByteKey
{
    public const int Size = 32;

    private readonly byte[] _bytes;
    private KeyedHash? _hash;

    /// <summary>Takes a copy of the bytes.</summary>
    public ByteKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>HMAC-SHA256 under this key.</summary>
    public KeyedHash Hash => _hash ??= new KeyedHash(_bytes);

    /// <summary>HMAC-SHA256 of the data under this key.</summary>
    public byte[] Authenticate(ReadOnlySpan<byte> data)
    {
        var code = new byte[KeyedHash.Size];
        Hash.Compute(data, code);
        return code;
    }

    /// <summary>A key of its own for each label: HKDF-SHA256 (RFC 5869).</summary>
    public ByteKey Expand(string label)
    {
        Span<byte> derived = stackalloc byte[Size];
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

    /// <inheritdoc />
    public override string ToString() => "secret key";
}
