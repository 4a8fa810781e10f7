using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;

namespace Wellbeing.Domain.Ledger;

/// <summary>
/// The leaf of an event, which the tree's hash covers, and the message that its authentication code covers. Both are a
/// version byte and a canonical JSON object of the columns; a column that is NULL has no member. Not for several threads at
/// once: buffers are used again.
/// </summary>
public sealed class EventLeaf
{
    /// <summary>The form of the leaf; another form would have another number.</summary>
    public const byte Version = 1;

    /// <summary>Name of the header that holds the authentication code.</summary>
    public const string Mac = "mac";

    private static ReadOnlySpan<byte> Opening => "\"mac\":\""u8;

    private readonly CanonicalBuffer _buffer = new();
    private readonly CanonicalBuffer _message = new();
    private Range _code;
    private Range _number;

    /// <summary>The leaf. Valid until the next call.</summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public ReadOnlySpan<byte> Leaf(LedgerEvent stored)
    {
        _buffer.Truncate();
        _buffer.Write(Version);
        Member("\"causation_id\":"u8, stored.CausationId);
        Member("\"correlation_id\":"u8, stored.CorrelationId);
        Name("\"data\":"u8);
        CanonicalJson.Write(stored.Data.Span, _buffer);
        _code = default;
        if (stored.Headers is { } headers)
        {
            Name("\"headers\":"u8);
            var start = _buffer.Count;
            CanonicalJson.Write(headers.Span, _buffer);
            _code = CodeIn(start);
        }
        Member("\"id\":"u8, stored.Id);
        Member("\"mt_dotnet_type\":"u8, stored.DotNetType);
        var number = _buffer.Count;
        Member("\"seq_id\":"u8, stored.SeqId);
        _number = number.._buffer.Count;
        if (stored.StreamId is { } stream)
            Member("\"stream_id\":"u8, stream);
        Member("\"tenant_id\":"u8, stored.TenantId);
        Member("\"timestamp\":"u8, stored.Timestamp);
        Member("\"type\":"u8, stored.Type);
        Member("\"user_name\":"u8, stored.UserName);
        Member("\"version\":"u8, stored.Version);
        _buffer.Write("}"u8);
        return _buffer.Written;
    }

    /// <summary>Puts the hash of the event's leaf (RFC 6962: SHA-256 of 0x00 and the leaf) into 32 bytes.</summary>
    /// <returns>Whether the event carries the code that the journal gave it under this key.</returns>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public bool Hash(LedgerEvent stored, Span<byte> into, KeyedHash key)
    {
        MerkleTree.HashLeaf(Leaf(stored), into);
        Span<byte> carried = stackalloc byte[KeyedHash.Size];
        if (!TryReadCode(_buffer.Written[_code], carried))
            return false;
        Span<byte> expected = stackalloc byte[KeyedHash.Size];
        Authenticate(key, expected);
        return CryptographicOperations.FixedTimeEquals(carried, expected);
    }

    /// <summary>
    /// HMAC-SHA256 over all that a leaf covers but its sequence number, which the database gives, and the code itself.
    /// </summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public void Authenticate(LedgerEvent stored, KeyedHash key, Span<byte> code)
    {
        Leaf(stored);
        Authenticate(key, code);
    }

    // What the code covers is the leaf with two members cut out: one canonical form serves for both.
    private void Authenticate(KeyedHash key, Span<byte> code)
    {
        var leaf = _buffer.Written;
        _message.Truncate();
        _message.Write(leaf[.._code.Start]);
        _message.Write(leaf[_code.End.._number.Start]);
        _message.Write(leaf[_number.End..]);
        key.Compute(_message.Written, code);
    }

    /// <summary>Where the code's member stands in the headers just written, with the comma that goes with it.</summary>
    private Range CodeIn(int start)
    {
        var headers = _buffer.Written[start..];
        var reader = new Utf8JsonReader(headers);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            return start..start;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (found, from) = (reader.ValueTextEquals(Mac), (int)reader.TokenStartIndex);
            reader.Read();
            reader.Skip();
            if (!found)
                continue;
            var to = (int)reader.BytesConsumed;
            if (headers[from - 1] == ',')
                from--;
            else if (headers[to] == ',')
                to++;
            return (start + from)..(start + to);
        }
        return start..start;
    }

    // The member is the code's text and nothing else: within an object or a list there could be another code.
    private static bool TryReadCode(ReadOnlySpan<byte> member, Span<byte> code)
    {
        var trimmed = member.Trim((byte)',');
        return trimmed.StartsWith(Opening)
            && Base64.DecodeFromUtf8(trimmed[Opening.Length..^1], code, out _, out var written) == OperationStatus.Done
            && written == code.Length;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        // The first member follows the version byte; the others a member.
        _buffer.Write(_buffer.Count == 1 ? "{"u8 : ","u8);
        _buffer.Write(name);
    }

    private void Member(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        Utf8Formatter.TryFormat(value, _buffer.Span(20), out var written);
        _buffer.Advance(written);
    }

    private void Member(ReadOnlySpan<byte> name, Guid value)
    {
        Name(name);
        _buffer.Write("\""u8);
        Utf8Formatter.TryFormat(value, _buffer.Span(36), out var written);
        _buffer.Advance(written);
        _buffer.Write("\""u8);
    }

    private void Member(ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
            return;
        Name(name);
        CanonicalJson.WriteText(value, _buffer);
    }
}
