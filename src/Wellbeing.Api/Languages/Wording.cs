using System.Collections;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Wellbeing.Api.Languages;

/// <summary>What people read, in one language: texts with named placeholders, looked up by key.</summary>
internal sealed class Wording
{
    private readonly FrozenDictionary<string, string> _texts;

    private Wording(string language)
    {
        Language = language;
        using var stream = typeof(Wording).Assembly.GetManifestResourceStream(
            $"Wellbeing.Api.Languages.{language}.json"
        )!;
        using var document = JsonDocument.Parse(stream);
        _texts = Flatten("", document.RootElement).ToFrozenDictionary();
    }

    public static Wording English { get; } = new("en");

    public static Wording Chinese { get; } = new("zh-CN");

    /// <summary>The language tag, as in Content-Language.</summary>
    public string Language { get; }

    public IReadOnlyDictionary<string, string> Texts => _texts;

    /// <summary>The language that the request asks for, English when it names none that there is.</summary>
    public static Wording Of(HttpContext context) => AcceptLanguage.Choose(context.Request.Headers.AcceptLanguage);

    /// <summary>The text of a key with its placeholders filled; the key itself where there is no such text.</summary>
    public string Text(string key, params (string Name, object? Value)[] args) =>
        _texts.TryGetValue(key, out var text) ? Fill(text, args) : key;

    private static string Fill(string text, (string Name, object? Value)[] args)
    {
        if (!text.Contains('{', StringComparison.Ordinal))
            return text;
        var filled = new StringBuilder(text.Length + 32);
        for (var at = 0; at < text.Length; )
        {
            var open = text.IndexOf('{', at);
            var close = open < 0 ? -1 : text.IndexOf('}', open);
            if (close < 0)
            {
                filled.Append(text, at, text.Length - at);
                break;
            }
            filled.Append(text, at, open - at).Append(Value(text[(open + 1)..close], args));
            at = close + 1;
        }
        return filled.ToString();
    }

    private static string Value(string name, (string Name, object? Value)[] args) =>
        Array.Find(args, arg => arg.Name == name).Value switch
        {
            null => "–",
            string text => text,
            DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
            IEnumerable values => string.Join(", ", values.Cast<object>()),
            var value => value.ToString() ?? "",
        };

    private static IEnumerable<KeyValuePair<string, string>> Flatten(string prefix, JsonElement element) =>
        element.ValueKind == JsonValueKind.Object
            ? element
                .EnumerateObject()
                .SelectMany(p => Flatten(prefix.Length == 0 ? p.Name : $"{prefix}.{p.Name}", p.Value))
            : [new(prefix, element.GetString()!)];
}
