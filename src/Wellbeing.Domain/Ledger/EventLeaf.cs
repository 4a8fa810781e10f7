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

    private readonly CanonicalBuffer _buffer = new();

    /// <summary>The leaf. Valid until the next call.</summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public ReadOnlySpan<byte> Leaf(LedgerEvent stored) => Write(stored, authenticating: false);

    /// <summary>Puts the hash of the event's leaf (RFC 6962: SHA-256 of 0x00 and the leaf) into 32 bytes.</summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public void Hash(LedgerEvent stored, Span<byte> into) => MerkleTree.HashLeaf(Leaf(stored), into);

    /// <summary>
    /// HMAC-SHA256 over all that a leaf covers but its sequence number, which the database gives, and the code itself.
    /// </summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public void Authenticate(LedgerEvent stored, ReadOnlySpan<byte> key, Span<byte> code) =>
        HMACSHA256.HashData(key, Write(stored, authenticating: true), code);

    /// <summary>Whether an event carries the code that the journal gave it.</summary>
    /// <exception cref="CanonicalJsonException">A column has no canonical form.</exception>
    public bool IsAuthentic(LedgerEvent stored, ReadOnlySpan<byte> key)
    {
        Span<byte> carried = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (stored.Headers is not { } headers || !TryReadCode(headers.Span, carried))
            return false;
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Authenticate(stored, key, expected);
        return CryptographicOperations.FixedTimeEquals(carried, expected);
    }

    private static bool TryReadCode(ReadOnlySpan<byte> headers, Span<byte> code)
    {
        var reader = new Utf8JsonReader(headers);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(Mac);
            reader.Read();
            if (found)
                return reader.TokenType == JsonTokenType.String
                    && Base64.DecodeFromUtf8(reader.ValueSpan, code, out _, out var written) == OperationStatus.Done
                    && written == code.Length;
            reader.Skip();
        }
        return false;
    }

    private ReadOnlySpan<byte> Write(LedgerEvent stored, bool authenticating)
    {
        _buffer.Truncate();
        _buffer.Write(Version);
        Member("\"causation_id\":"u8, stored.CausationId);
        Member("\"correlation_id\":"u8, stored.CorrelationId);
        Name("\"data\":"u8);
        CanonicalJson.Write(stored.Data.Span, _buffer);
        if (stored.Headers is { } headers)
        {
            Name("\"headers\":"u8);
            CanonicalJson.Write(headers.Span, _buffer, authenticating ? "mac"u8 : default);
        }
        Member("\"id\":"u8, stored.Id);
        Member("\"mt_dotnet_type\":"u8, stored.DotNetType);
        if (!authenticating)
            Member("\"seq_id\":"u8, stored.SeqId);
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
