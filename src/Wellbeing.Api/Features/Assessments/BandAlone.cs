using System.Buffers;
using System.Collections.Frozen;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>
/// What supervisors see of a test: the band, and nothing of how it came about. Who counsels or audits sees the facts, in
/// whatever other role besides, and so do the officer and the system that put the test on record.
/// </summary>
internal static class BandAlone
{
    // Every entry of a history begins with two ids of a fixed length, and then says of what kind its record is.
    private static readonly int KindAt =
        """{"id":"00000000-0000-0000-0000-000000000000","streamId":"00000000-0000-0000-0000-000000000000",""".Length;

    private static readonly FrozenSet<Role> Confided = [Role.Counsellor, Role.Auditor, Role.Integrator];

    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Whether somebody sees no more than the band.</summary>
    /// <param name="caller">Who reads, in the roles that count.</param>
    /// <param name="own">Whether the reader is the officer.</param>
    public static bool Sees(Caller caller, bool own) => !own && !caller.Roles.Overlaps(Confided);

    /// <summary>Whether an entry of a history is of a test.</summary>
    public static bool Concerns(ReadOnlySpan<byte> entry) => entry[KindAt..].StartsWith("\"stream\":\"assessment\""u8);

    /// <summary>A test's state as a supervisor reads it; that of any other record as it is.</summary>
    public static byte[] Of(StreamKind kind, byte[] state) =>
        kind == StreamKind.Assessment ? Without(state, part: null) : state;

    /// <summary>An entry of a history as a supervisor reads it.</summary>
    public static byte[] OfEntry(ReadOnlySpan<byte> entry) => Without(entry, part: "facts");

    private static byte[] Without(ReadOnlySpan<byte> json, string? part)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        var reader = new Utf8JsonReader(json);
        reader.Read();
        Copy(json, ref reader, writer, part);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Copy(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, Utf8JsonWriter writer, string? part)
    {
        writer.WriteStartObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (name == part)
            {
                writer.WritePropertyName(name);
                Copy(json, ref reader, writer, part: null);
                continue;
            }
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (part is null && Assessment.Confidential.Contains(name, StringComparer.Ordinal))
                continue;
            writer.WritePropertyName(name);
            writer.WriteRawValue(json[start..(int)reader.BytesConsumed], skipInputValidation: true);
        }
        writer.WriteEndObject();
    }
}
