using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Histories;

/// <summary>
/// Words history entries in one language when they are read: a template for each event type, its placeholders named as the
/// facts are. A fact with a text of its own beside the template is put in by it, and leaves nothing where it is absent; an
/// empty list and an empty text count as absent.
/// </summary>
internal sealed class HistoryWording
{
    private static readonly HistoryWording English = new(Wording.English);
    private static readonly HistoryWording Chinese = new(Wording.Chinese);

    private readonly FrozenDictionary<string, Template> _templates;
    private readonly string _list;
    private readonly (string Before, string After) _brackets;

    private HistoryWording(Wording wording)
    {
        _templates = Catalogue.All.ToFrozenDictionary(x => x.Name, x => new Template(x, wording));
        // The comma of a Chinese list (顿号) is a character of its own.
        _list = ReferenceEquals(wording, Wording.Chinese) ? "、" : ", ";
        _brackets = ReferenceEquals(wording, Wording.Chinese) ? ("（", "）") : (" (", ")");
        Language = wording.Language;
    }

    public string Language { get; }

    public static HistoryWording In(Wording wording) => ReferenceEquals(wording, Wording.Chinese) ? Chinese : English;

    /// <summary>The text of an entry as it is stored.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="calendar">The bureau's days, in whose time zone times are told.</param>
    public string Text(ReadOnlySpan<byte> entry, BureauCalendar calendar)
    {
        var json = new Utf8JsonReader(entry);
        Template? template = null;
        string?[] values = [];
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("type"u8))
            {
                json.Read();
                template = _templates[json.GetString()!];
                values = new string?[template.Slots.Length];
            }
            else if (template is not null && json.ValueTextEquals("facts"u8))
                ReadFacts(ref json, template, values, calendar);
            else if (template is not null)
                ReadFact(ref json, template, values, calendar);
            else
                json.Skip();
        }
        return template!.Fill(values);
    }

    private void ReadFacts(ref Utf8JsonReader json, Template template, string?[] values, BureauCalendar calendar)
    {
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            ReadFact(ref json, template, values, calendar);
    }

    private void ReadFact(ref Utf8JsonReader json, Template template, string?[] values, BureauCalendar calendar)
    {
        var slots = template.Slots;
        for (var i = 0; i < slots.Length; i++)
        {
            if (!json.ValueTextEquals(slots[i].Fact))
                continue;
            json.Read();
            values[i] = Value(ref json, slots[i], calendar);
            return;
        }
        json.Skip();
    }

    private string? Value(ref Utf8JsonReader json, Slot slot, BureauCalendar calendar)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.String when slot.IsTime:
                return Told(json.GetDateTimeOffset(), calendar);
            case JsonTokenType.String:
                return slot.Label(json.GetString()!);
            case JsonTokenType.StartArray:
                var items = new List<string?>();
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    items.Add(Value(ref json, slot, calendar));
                return string.Join(_list, items);
            case JsonTokenType.StartObject:
                return Code(ref json, slot);
            default:
                return Encoding.UTF8.GetString(json.ValueSpan);
        }
    }

    private static string Told(DateTimeOffset at, BureauCalendar calendar) =>
        TimeZoneInfo.ConvertTime(at, calendar.Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // A finding is told by its code, a concern by its category and severity.
    private string Code(ref Utf8JsonReader json, Slot slot)
    {
        var (code, severity) = ("", "");
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("code"u8) || json.ValueTextEquals("category"u8))
            {
                json.Read();
                code = slot.Label(json.GetString()!);
            }
            else if (json.ValueTextEquals("severity"u8))
            {
                json.Read();
                severity = $"{_brackets.Before}{json.GetInt32()}{_brackets.After}";
            }
            else
                json.Skip();
        }
        return code + severity;
    }

    /// <summary>A placeholder: the fact it stands for, the words of its enum, and what goes around it where it is there.</summary>
    private sealed record Slot(
        string Fact,
        FrozenDictionary<string, string> Labels,
        bool IsTime,
        string Before,
        string After
    )
    {
        private const string Value = "{value}";

        public string Label(string word) => Labels.GetValueOrDefault(word, word);

        public void Fill(StringBuilder text, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                text.Append(Before).Append(value).Append(After);
        }

        public static Slot Of(EventType type, string fact, Wording wording)
        {
            var labels = $"enum.{EnumOf(type.Type, fact)}.";
            var around = wording.Texts.GetValueOrDefault($"history.{type.Name}.{fact}", Value).Split(Value);
            return new Slot(
                fact,
                wording
                    .Texts.Where(x => x.Key.StartsWith(labels, StringComparison.Ordinal))
                    .ToFrozenDictionary(x => x.Key[labels.Length..], x => x.Value),
                TypeOf(type.Type, fact) == typeof(DateTimeOffset),
                around[0],
                around[1]
            );
        }

        // A fact's enum is its property's, that of the property's items, or the one that these hold; a finding goes by its
        // code, and a fact that is a text by its own name, such as a role.
        private static string EnumOf(Type type, string fact)
        {
            var property = TypeOf(type, fact);
            if (property == typeof(string))
                return fact;
            var choice =
                property?.GetProperties().Select(x => x.PropertyType).FirstOrDefault(x => x.IsEnum) ?? property;
            return choice is null ? "" : JsonNamingPolicy.CamelCase.ConvertName(choice.Name);
        }

        private static Type? TypeOf(Type type, string fact)
        {
            var property = type.GetProperty(PropertyOf(fact))?.PropertyType;
            return property is { IsGenericType: true } ? property.GetGenericArguments()[0] : property;
        }

        private static string PropertyOf(string fact) => $"{char.ToUpperInvariant(fact[0])}{fact[1..]}";
    }

    private sealed class Template
    {
        // Literals and slots take turns, beginning and ending with a literal.
        private readonly string[] _literals;

        public Template(EventType type, Wording wording)
        {
            var parts = wording.Texts[$"history.{type.Name}.text"].Split('{', '}');
            _literals = [.. parts.Where((_, i) => i % 2 == 0)];
            Slots = [.. parts.Where((_, i) => i % 2 == 1).Select(fact => Slot.Of(type, fact, wording))];
        }

        public Slot[] Slots { get; }

        public string Fill(string?[] values)
        {
            var text = new StringBuilder(_literals[0], 128);
            for (var i = 0; i < Slots.Length; i++)
            {
                Slots[i].Fill(text, values[i]);
                var next = _literals[i + 1].AsSpan();
                // A text that ends its own sentence ends this one too.
                if (next is ['.' or '。', ..] && text[^1] is '.' or '。' or '!' or '！' or '?' or '？' or '…')
                    next = next[1..];
                text.Append(next);
            }
            return text.ToString();
        }
    }
}
