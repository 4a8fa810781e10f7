using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Wellbeing.Domain.Ledger;

/// <summary>Why a JSON text has no canonical form.</summary>
public enum CanonicalFault
{
    /// <summary>It is not JSON.</summary>
    Malformed,

    /// <summary>A number that is not an integer between −(2^53 − 1) and 2^53 − 1, written without fraction and exponent.</summary>
    Number,

    /// <summary>An object with the same key twice.</summary>
    DuplicateKey,

    /// <summary>A string with a lone surrogate or U+0000.</summary>
    InvalidString,
}

/// <summary>A JSON text has no canonical form. The message names the rule, never the text.</summary>
public sealed class CanonicalJsonException(CanonicalFault fault)
    : FormatException($"The JSON has no canonical form: {fault}.")
{
    /// <summary>The rule that it breaks.</summary>
    public CanonicalFault Fault { get; } = fault;
}

/// <summary>
/// JSON in the canonical form of RFC 8785, for the part of JSON that has one form only: integers below 2^53 in magnitude,
/// no key twice, strings of Unicode scalar values without U+0000. Text is not normalised here.
/// </summary>
public static class CanonicalJson
{
    private const long LargestInteger = (1L << 53) - 1;

    private static readonly SearchValues<byte> Special = SearchValues.Create([
        (byte)'"',
        (byte)'\\',
        .. Enumerable.Range(0, 0x20).Select(x => (byte)x),
    ]);

    private static readonly JsonReaderOptions Strict = new()
    {
        CommentHandling = JsonCommentHandling.Disallow,
        AllowTrailingCommas = false,
        MaxDepth = 128,
    };

    /// <summary>The canonical form of a JSON text in UTF-8.</summary>
    /// <exception cref="CanonicalJsonException">It has none.</exception>
    public static byte[] Of(ReadOnlySpan<byte> json)
    {
        var into = new CanonicalBuffer(json.Length + 16);
        Write(json, into);
        return into.Written.ToArray();
    }

    /// <summary>Appends the canonical form of a JSON text.</summary>
    /// <param name="json">The text, UTF-8.</param>
    /// <param name="into">Where to.</param>
    /// <exception cref="CanonicalJsonException">It has none; what was written by then is to be thrown away.</exception>
    public static void Write(ReadOnlySpan<byte> json, CanonicalBuffer into)
    {
        var reader = new Utf8JsonReader(json, Strict);
        try
        {
            reader.Read();
            WriteValue(ref reader, into);
            // Whatever follows the value is refused by the reader itself.
            reader.Read();
        }
        catch (JsonException)
        {
            throw new CanonicalJsonException(CanonicalFault.Malformed);
        }
    }

    /// <summary>Appends a text as a canonical JSON string.</summary>
    /// <exception cref="CanonicalJsonException">It has a lone surrogate or U+0000.</exception>
    public static void WriteText(string text, CanonicalBuffer into)
    {
        into.Write((byte)'"');
        var room = into.Span(Encoding.UTF8.GetMaxByteCount(text.Length));
        if (
            Utf8.FromUtf16(text, room, out _, out var written, replaceInvalidSequences: false)
            is not OperationStatus.Done
        )
            throw new CanonicalJsonException(CanonicalFault.InvalidString);
        // Most text stands as it is; what has escapes is written over.
        var plain = room[..written];
        if (plain.ContainsAny(Special))
            WriteEscaped(plain.ToArray(), into);
        else
            into.Advance(written);
        into.Write((byte)'"');
    }

    private static void WriteValue(ref Utf8JsonReader reader, CanonicalBuffer into)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                WriteObject(ref reader, into);
                break;
            case JsonTokenType.StartArray:
                WriteArray(ref reader, into);
                break;
            case JsonTokenType.String:
                WriteString(ref reader, into);
                break;
            case JsonTokenType.Number:
                WriteNumber(reader.ValueSpan, into);
                break;
            default:
                into.Write(reader.ValueSpan);
                break;
        }
    }

    private static void WriteArray(ref Utf8JsonReader reader, CanonicalBuffer into)
    {
        into.Write((byte)'[');
        var first = true;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!first)
                into.Write((byte)',');
            first = false;
            WriteValue(ref reader, into);
        }
        into.Write((byte)']');
    }

    private static void WriteObject(ref Utf8JsonReader reader, CanonicalBuffer into)
    {
        // The members are written as they come, and put in order afterwards.
        var start = into.Count;
        var members = ArrayPool<Member>.Shared.Rent(16);
        var count = 0;
        try
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
            {
                var from = into.Count;
                WriteString(ref reader, into);
                var key = into.Count - from;
                into.Write((byte)':');
                reader.Read();
                WriteValue(ref reader, into);
                if (count == members.Length)
                    Grow(ref members);
                members[count++] = new Member(from - start, key, into.Count - from);
            }
            Order(into, start, members.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<Member>.Shared.Return(members);
        }
    }

    private static void Grow(ref Member[] members)
    {
        var larger = ArrayPool<Member>.Shared.Rent(members.Length * 2);
        members.CopyTo(larger, 0);
        ArrayPool<Member>.Shared.Return(members);
        members = larger;
    }

    private static void Order(CanonicalBuffer into, int start, Span<Member> members)
    {
        var length = into.Count - start;
        var copied = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            var written = copied.AsSpan(0, length);
            into.Written[start..].CopyTo(written);
            Sort(written, members);
            // What was written is written over: the same bytes in their order, with commas and braces.
            into.Truncate(start);
            into.Write((byte)'{');
            for (var i = 0; i < members.Length; i++)
            {
                if (i > 0)
                    into.Write((byte)',');
                into.Write(written.Slice(members[i].Start, members[i].Length));
            }
            into.Write((byte)'}');
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(copied);
        }
    }

    // By insertion: objects are small, and most come nearly in order.
    private static void Sort(ReadOnlySpan<byte> written, Span<Member> members)
    {
        for (var i = 1; i < members.Length; i++)
        {
            var member = members[i];
            var key = member.KeyIn(written);
            var at = i;
            while (at > 0)
            {
                var order = CompareUtf16(members[at - 1].KeyIn(written), key);
                if (order == 0)
                    throw new CanonicalJsonException(CanonicalFault.DuplicateKey);
                if (order < 0)
                    break;
                members[at] = members[at - 1];
                at--;
            }
            members[at] = member;
        }
    }

    /// <summary>Orders two strings in canonical form by their UTF-16 code units (RFC 8785, 3.2.3).</summary>
    private static int CompareUtf16(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var same = one.CommonPrefixLength(other);
        if (same == one.Length || same == other.Length)
            return one.Length - other.Length;
        // Escapes are written backslash first, so that strings with control characters, quotes and backslashes would sort
        // by the escape: those are compared as text.
        if (one.Contains((byte)'\\') || other.Contains((byte)'\\'))
            return string.CompareOrdinal(Text(one), Text(other));
        return Rank(one[same]) - Rank(other[same]);
    }

    // UTF-8 sorts by code point. In UTF-16 what lies beyond U+FFFF is written with surrogates, which come before U+E000.
    private static int Rank(byte lead) =>
        lead switch
        {
            0xEE or 0xEF => lead + 0x10,
            _ => lead,
        };

    private static string Text(ReadOnlySpan<byte> canonical)
    {
        var reader = new Utf8JsonReader([(byte)'"', .. canonical, (byte)'"']);
        reader.Read();
        return reader.GetString()!;
    }

    private static void WriteString(ref Utf8JsonReader reader, CanonicalBuffer into)
    {
        into.Write((byte)'"');
        if (reader.ValueIsEscaped)
        {
            WriteUnescaped(ref reader, into);
        }
        else
        {
            if (!Utf8.IsValid(reader.ValueSpan))
                throw new CanonicalJsonException(CanonicalFault.InvalidString);
            into.Write(reader.ValueSpan);
        }
        into.Write((byte)'"');
    }

    private static void WriteUnescaped(ref Utf8JsonReader reader, CanonicalBuffer into)
    {
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            var length = reader.CopyString(text);
            WriteEscaped(text.AsSpan(0, length), into);
        }
        catch (InvalidOperationException)
        {
            // The reader's word for a surrogate without its other half, and for bytes that are not UTF-8.
            throw new CanonicalJsonException(CanonicalFault.InvalidString);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text, clearArray: true);
        }
    }

    private static void WriteEscaped(ReadOnlySpan<byte> text, CanonicalBuffer into)
    {
        while (text.IndexOfAny(Special) is >= 0 and var plain)
        {
            into.Write(text[..plain]);
            WriteByte(text[plain], into);
            text = text[(plain + 1)..];
        }
        into.Write(text);
    }

    // RFC 8785, 3.2.2.2: two-letter escapes where there are any, \u00xx for other controls.
    private static void WriteByte(byte unit, CanonicalBuffer into)
    {
        switch (unit)
        {
            case 0:
                throw new CanonicalJsonException(CanonicalFault.InvalidString);
            case (byte)'"':
                into.Write("\\\""u8);
                break;
            case (byte)'\\':
                into.Write("\\\\"u8);
                break;
            case (byte)'\b':
                into.Write("\\b"u8);
                break;
            case (byte)'\t':
                into.Write("\\t"u8);
                break;
            case (byte)'\n':
                into.Write("\\n"u8);
                break;
            case (byte)'\f':
                into.Write("\\f"u8);
                break;
            case (byte)'\r':
                into.Write("\\r"u8);
                break;
            default:
                into.Write("\\u00"u8);
                into.Write(Hex(unit >> 4));
                into.Write(Hex(unit & 0xF));
                break;
        }
    }

    private static byte Hex(int digit) => "0123456789abcdef"u8[digit];

    private static void WriteNumber(ReadOnlySpan<byte> number, CanonicalBuffer into)
    {
        if (
            !Utf8Parser.TryParse(number, out long value, out var read)
            || read != number.Length
            || value is < -LargestInteger or > LargestInteger
            || number.SequenceEqual("-0"u8)
        )
            throw new CanonicalJsonException(CanonicalFault.Number);
        into.Write(number);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Member(int Start, int Key, int Length)
    {
        // Without the quotes.
        public ReadOnlySpan<byte> KeyIn(ReadOnlySpan<byte> written) => written.Slice(Start + 1, Key - 2);
    }
}
