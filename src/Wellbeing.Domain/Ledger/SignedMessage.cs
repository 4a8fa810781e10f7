using System.Buffers.Binary;
using System.Globalization;

namespace Wellbeing.Domain.Ledger;

/// <summary>The bytes that an Ed25519 signature is over, and the signature itself.</summary>
internal sealed record SignedMessage(byte[] Message, byte[] Signature)
{
    // The last second that a time can be written for: the end of the year 9999.
    private static readonly ulong _lastSecond = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Null where the bytes are no signature of this kind.</summary>
    public static SignedMessage? Of(KeyKind kind, string text, ReadOnlySpan<byte> signature)
    {
        if (kind == KeyKind.Note)
            return signature.Length == 64 ? new(StrictText.Utf8.GetBytes(text), signature.ToArray()) : null;
        return SecondsOf(signature) is { } seconds ? new(Cosigned(text, seconds), signature[8..].ToArray()) : null;
    }

    /// <summary>What a witness signs: C2SP tlog-cosignature, version 1.</summary>
    public static byte[] Cosigned(string text, long seconds) =>
        StrictText.Utf8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"cosignature/v1\ntime {seconds}\n{text}")
        );

    /// <summary>When a cosignature says it was made, in seconds since 1970; null where it is none.</summary>
    public static long? SecondsOf(ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 8 + 64)
            return null;
        var seconds = BinaryPrimitives.ReadUInt64BigEndian(signature);
        return seconds > 0 && seconds <= _lastSecond ? (long)seconds : null;
    }
}
