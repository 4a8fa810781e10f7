using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Journal;

/// <summary>What is stored beside an event: when it happened, where it came from, and the journal's code for all of it.</summary>
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

    /// <summary>The same with the authentication code.</summary>
    public static byte[] With(ReadOnlySpan<byte> headers, ReadOnlySpan<byte> code)
    {
        var written = new byte[headers.Length + Code.Length + Base64.GetMaxEncodedToUtf8Length(code.Length) + 2];
        headers[..^1].CopyTo(written);
        var at = written.AsSpan(headers.Length - 1);
        Code.CopyTo(at);
        Base64.EncodeToUtf8(code, at[Code.Length..], out _, out var length);
        "\"}"u8.CopyTo(at[(Code.Length + length)..]);
        return written[..^1];
    }

    private static ReadOnlySpan<byte> Code => ",\"mac\":\""u8;
}
