using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// HMAC-SHA256 (RFC 2104, FIPS 180-4) under one key, for several threads at once. To take in the key costs more than to
/// hash an event: what has done so is kept, one for each thread that was at it at the same time, as long as the key is.
/// </summary>
/// <param name="key">The secret, 32 bytes.</param>
public sealed class KeyedHash(ReadOnlySpan<byte> key)
{
    /// <summary>Bytes of a code.</summary>
    public const int Size = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = key.ToArray();
    private readonly ConcurrentBag<IncrementalHash> _ready = [];

    /// <summary>Writes the code of <paramref name="data"/>, 32 bytes, into <paramref name="code"/>.</summary>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> code)
    {
        if (!_ready.TryTake(out var hash))
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(data);
        hash.GetHashAndReset(code);
        _ready.Add(hash);
    }
}
