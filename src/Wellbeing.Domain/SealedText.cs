using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.Domain;

/// <summary>
/// A text about a person in the only form in which it is ever stored: encrypted under a key of its own. It holds no plain
/// text and knows no key; the seal outside the domain opens it.
/// </summary>
/// <param name="Envelope">
/// Version byte 1, 12 bytes nonce, 32 bytes key commitment, then the AES-256-GCM cipher text with its 16-byte tag.
/// </param>
[JsonConverter(typeof(SealedTextConverter))]
public sealed record SealedText(ReadOnlyMemory<byte> Envelope)
{
    /// <summary>Compares the envelopes byte by byte.</summary>
    public bool Equals(SealedText? other) => other is not null && Envelope.Span.SequenceEqual(other.Envelope.Span);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Envelope.Span);
        return hash.ToHashCode();
    }
}

/// <summary>Stores a sealed text as <c>{"sealed":"base64"}</c>, so that nobody takes it for a plain one.</summary>
public sealed class SealedTextConverter : JsonConverter<SealedText>
{
    /// <inheritdoc />
    public override SealedText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject || !reader.Read() || !reader.ValueTextEquals("sealed"u8))
            throw new JsonException("A sealed text is an object with the one field 'sealed'.");
        reader.Read();
        var envelope = reader.GetBytesFromBase64();
        reader.Read();
        return new SealedText(envelope);
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, SealedText value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteBase64String("sealed"u8, value.Envelope.Span);
        writer.WriteEndObject();
    }
}
