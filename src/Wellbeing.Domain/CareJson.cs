using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Domain;

/// <summary>
/// The one form in which facts and states are stored and answered as JSON: camelCase, enums as words, times in UTC with
/// <c>Z</c>, nothing for null.
/// </summary>
public static class CareJson
{
    /// <summary>The options; shared and read-only.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    /// <summary>Sets the same form on options that somebody else owns, such as the event store's.</summary>
    public static void Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = JsonNamingPolicy.CamelCase;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        // Before the owner's own, which would write enums by the names of the code.
        options.Converters.Insert(0, new WordConverters());
        options.Converters.Insert(0, new InstantConverter());
    }

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        Configure(options);
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(
            ref Utf8JsonReader reader,
            Type typeToConvert,
            JsonSerializerOptions options
        ) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(Instants.Text(value));
    }
}
