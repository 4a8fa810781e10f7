using System.Security.Cryptography;

namespace Wellbeing.Api.Seal;

/// <summary>The secrets of the host beside the seal: one for each label, all from the master key.</summary>
internal sealed class Secrets(MasterKey master)
{
    /// <summary>The same label gives the same key on every node and after every start.</summary>
    public ByteKey Derive(string label)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        return master.Expand("secret/" + label);
    }
}

/// <summary>A secret of 32 bytes that does not print itself.</summary>
internal sealed class ByteKey
{
    public const int Size = 32;

    private readonly byte[] _bytes;

    /// <summary>Takes a copy of the bytes.</summary>
    public ByteKey(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size)
            throw new ArgumentException($"A key has {Size} bytes.", nameof(bytes));
        _bytes = bytes.ToArray();
    }

    public ReadOnlySpan<byte> Span => _bytes;

    /// <summary>HMAC-SHA256 of the data under this key.</summary>
    public byte[] Authenticate(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_bytes, data);

    /// <inheritdoc />
    public override string ToString() => "secret key";
}
