using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Journal;

/// <summary>What is stored beside an event: when it happened, and where it came from.</summary>
internal static class EventHeaders
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Draft draft, Author author)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("occurredAt"u8, Instants.Text(draft.OccurredAt));
        if (author.RecordedBy is { } recordedBy)
        {
            json.WriteBoolean("historical"u8, true);
            json.WriteString("recordedBy"u8, recordedBy);
        }
        if (author.Role is { } role)
            json.WriteString("role"u8, role);
        if (draft.Fingerprint is { } fingerprint)
            json.WriteString("fingerprint"u8, fingerprint);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
