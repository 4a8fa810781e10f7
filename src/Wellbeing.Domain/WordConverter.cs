using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.Domain;

/// <summary>
/// Writes a choice as its word and reads exactly that word. The framework's converter also takes lists and
/// adds them up: it reads the ministry from "city, province".
/// </summary>
internal sealed class WordConverter<TChoice> : JsonConverter<TChoice>
    where TChoice : struct, Enum
{
    private static readonly (TChoice Choice, JsonEncodedText Word)[] Words =
    [
        .. Enum.GetValues<TChoice>().Select(choice => (choice, JsonEncodedText.Encode(EnumNames.Of(choice)))),
    ];

    public override TChoice Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            foreach (var (choice, word) in Words)
                if (reader.ValueTextEquals(word.EncodedUtf8Bytes))
                    return choice;
        throw new JsonException();
    }

    public override void Write(Utf8JsonWriter writer, TChoice value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WordOf(value));

    public override TChoice ReadAsPropertyName(
        ref Utf8JsonReader reader,
        Type typeToConvert,
        JsonSerializerOptions options
    ) => Read(ref reader, typeToConvert, options);

    public override void WriteAsPropertyName(Utf8JsonWriter writer, TChoice value, JsonSerializerOptions options) =>
        writer.WritePropertyName(WordOf(value));

    private static JsonEncodedText WordOf(TChoice value)
    {
        foreach (var (choice, word) in Words)
            if (EqualityComparer<TChoice>.Default.Equals(choice, value))
                return word;
        throw new JsonException($"{value} is no {typeof(TChoice).Name}.");
    }
}

/// <summary>Makes the converter of each enum.</summary>
internal sealed class WordConverters : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(WordConverter<>).MakeGenericType(typeToConvert))!;
}
