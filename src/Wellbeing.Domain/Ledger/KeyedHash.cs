using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// HMAC-SHA256 (RFC 2104, FIPS 180-4) under one key, for several threads at once. To take in the key costs more than to
/// hash an event: each instance that has done so is kept, as many as threads were at work at once.
/// </summary>
/// <param name="key">The secret.</param>
public sealed class KeyedHash(ReadOnlySpan<byte> key)
{
    /// <summary>Bytes of a code.</summary>
    public const int Size = HMACSHA256.HashSizeInBytes;

    private readonly byte[] _key = key.ToArray();
    private readonly ConcurrentBag<IncrementalHash> _ready = [];

    /// <summary>Writes the code of <paramref name="data"/>, 32 bytes, into <paramref name="code"/>.</summary>
    /// <exception cref="ArgumentException">There is no room for it.</exception>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> code)
    {
        if (!_ready.TryTake(out var hash))
            hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hash.AppendData(data);
        hash.GetHashAndReset(code);
        // Not after an exception: it would still hold data.
        _ready.Add(hash);
    }
}
