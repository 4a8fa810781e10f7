using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wellbeing.Domain.Histories;

/// <summary>
/// One event as the history of an officer tells it: facts and a message key, which is the event's type, never a sentence.
/// Its wording is made when it is read, in the reader's language.
/// </summary>
public static class HistoryEntry
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the entry as it is stored and answered, UTF-8 JSON.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="data">The event's data as <see cref="CareJson" /> writes it.</param>
    public static byte[] Write(RecordedEvent recorded, ReadOnlySpan<byte> data)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("id"u8, recorded.Id);
        json.WriteString("streamId"u8, recorded.StreamId);
        json.WriteString("stream"u8, recorded.Stream.Word());
        json.WriteNumber("version"u8, recorded.Version);
        json.WriteString("type"u8, Catalogue.Of(recorded.Data).Name);
        json.WriteString("occurredAt"u8, Instants.Text(recorded.OccurredAt));
        json.WriteString("recordedAt"u8, Instants.Text(recorded.RecordedAt));
        json.WriteString("actor"u8, recorded.Actor);
        if (recorded.Data.UnitCode is { } unit)
            json.WriteString("unitCode"u8, unit);
        json.WriteStartObject("facts"u8);
        WriteFacts(json, data);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    // Left out: whom the entry is about (its reader knows), who else (their own affair; only how many), and sealed text.
    private static void WriteFacts(Utf8JsonWriter json, ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (
                reader.ValueTextEquals("officerId"u8)
                || reader.ValueTextEquals("unitId"u8)
                || reader.ValueTextEquals("unitCode"u8)
                || reader.ValueTextEquals("identityCommitment"u8)
            )
            {
                reader.Read();
                continue;
            }
            if (reader.ValueTextEquals("officerIds"u8))
            {
                reader.Read();
                if (reader.TokenType == JsonTokenType.StartArray)
                    json.WriteNumber("officers"u8, CountItems(ref reader));
                continue;
            }
            var name = reader.ValueSpan;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var isSealed = IsSealed(reader);
            reader.Skip();
            if (isSealed)
                continue;
            json.WritePropertyName(name);
            json.WriteRawValue(data[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
    }

    private static bool IsSealed(Utf8JsonReader ahead) =>
        ahead.TokenType == JsonTokenType.StartObject && ahead.Read() && ahead.ValueTextEquals("sealed"u8);

    private static int CountItems(ref Utf8JsonReader reader)
    {
        var items = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            items++;
        return items;
    }
}

/// <summary>Times as they are stored and answered: UTC, whole microseconds.</summary>
public static class Instants
{
    /// <summary>ISO 8601 with <c>Z</c>; a fraction of a second only where there is one.</summary>
    public static string Text(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="Text" /> wrote. Throws <see cref="FormatException" /> for anything else.</summary>
    public static DateTimeOffset Parse(string text) =>
        DateTimeOffset.ParseExact(
            text,
            "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal
        );

    /// <summary>The same time without what is below a microsecond, which the database does not keep; UTC.</summary>
    public static DateTimeOffset Truncate(DateTimeOffset at) =>
        new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
