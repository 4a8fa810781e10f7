using System.Buffers.Binary;
using System.Text;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Writes values one after another so that no two different sequences give the same bytes: ids have a fixed width, texts
/// carry their length in front.
/// </summary>
internal ref struct Framing(Span<byte> buffer)
{
    /// <summary>UTF-8 that refuses an unpaired surrogate instead of replacing it: what is sealed comes back as it was.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public const int IdSize = 16;
    private const int LengthSize = sizeof(int);
    private const int Absent = -1;

    private readonly Span<byte> _buffer = buffer;
    private int _position;

    public readonly ReadOnlySpan<byte> Written => _buffer[.._position];

    /// <summary>An upper bound of the bytes that a text takes.</summary>
    public static int MaxSize(string? text) => LengthSize + Utf8.GetMaxByteCount(text?.Length ?? 0);

    public void Byte(byte value) => _buffer[_position++] = value;

    public void Id(Guid id)
    {
        id.TryWriteBytes(_buffer[_position..], bigEndian: true, out var written);
        _position += written;
    }

    /// <summary>An absent text differs from an empty one.</summary>
    public void Text(string? text)
    {
        var size = text is null ? 0 : Utf8.GetBytes(text, _buffer[(_position + LengthSize)..]);
        BinaryPrimitives.WriteInt32BigEndian(_buffer[_position..], text is null ? Absent : size);
        _position += LengthSize + size;
    }
}
