using System.Text;

namespace Wellbeing.Domain.Tests.Catalogues;

/// <summary>Writes docs/event-catalogue.md from the catalogue, the types and their documentation comments.</summary>
internal sealed class EventCatalogue
{
    private readonly Documentation documentation = new();
    private readonly StringBuilder page = new();
    private readonly SortedSet<Type> choices = new(
        Comparer<Type>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name))
    );
    private readonly List<Type> parts = [];

    /// <summary>The whole page.</summary>
    public static string Write() => new EventCatalogue().WritePage();

    private string WritePage()
    {
        Paragraph("# Event catalogue");
        Paragraph(
            "Every type of event that is stored, with the fields of its data. Names of events, fields and words are a "
                + "contract: none is ever renamed, and what was stored stays readable."
        );
        Paragraph(
            "Generated from the domain. After a change of the domain, run its tests with `UPDATE_DOCS=1` in the "
                + "environment; without it they fail where this page and the domain differ."
        );
        Paragraph(
            "An *optional* field is absent where it has no value (null). *Sealed* texts are encrypted under a key of "
                + "their own and stored as `{\"sealed\": \"base64\"}`. Days are those of the bureau's time zone."
        );
        foreach (var stream in Catalogue.All.GroupBy(type => type.Stream))
        {
            Line($"- [{Title(stream.Key)}](#{stream.Key.Word()}): {Links(stream)}");
        }
        Paragraph("- [Parts](#parts) and [words](#words) that several of them share");
        foreach (var stream in Catalogue.All.GroupBy(type => type.Stream))
        {
            Paragraph($"## {Title(stream.Key)}");
            Paragraph(documentation.Summary(typeof(StreamKind), stream.Key.ToString()));
            foreach (var type in stream)
                WriteEvent(type);
        }
        WriteParts();
        WriteChoices();
        return page.ToString().TrimEnd() + "\n";
    }

    private void WriteEvent(EventType type)
    {
        Paragraph($"### `{type.Name}`");
        Paragraph(documentation.Summary(type.Type) + Beginning(type));
        WriteFields(type.Type, EventField.Of(type));
    }

    private void WriteFields(Type type, IEnumerable<EventField> fields)
    {
        Line("| field | type | | meaning |\n|---|---|---|---|");
        foreach (var field in fields)
        {
            var optional = field.Optional ? "optional" : "";
            var meaning = documentation.Parameter(type, field.Property.Name);
            Line($"| `{field.Name}` | {InWords(field.Type)} | {optional} | {meaning} |");
        }
        page.Append('\n');
    }

    private void WriteParts()
    {
        Paragraph("## Parts");
        // A part may hold further parts, which are added on the way.
        for (var next = 0; next < parts.Count; next++)
        {
            Paragraph($"### {Title(parts[next])}");
            Paragraph(documentation.Summary(parts[next]));
            WriteFields(parts[next], EventField.Of(parts[next]));
        }
    }

    private void WriteChoices()
    {
        Paragraph("## Words");
        foreach (var choice in choices)
        {
            Paragraph($"### {Title(choice)}");
            Paragraph(documentation.Summary(choice));
            Line("| word | meaning |\n|---|---|");
            foreach (var value in Enum.GetValues(choice))
                Line($"| `{Values.Json(value).Trim('"')}` | {documentation.Summary(choice, value.ToString()!)} |");
            page.Append('\n');
        }
    }

    private string InWords(Type type)
    {
        if (type == typeof(Guid))
            return "id (UUID)";
        if (type == typeof(string))
            return "text";
        if (type == typeof(bool))
            return "yes or no";
        if (type == typeof(int) || type == typeof(long))
            return "whole number";
        if (type == typeof(decimal))
            return "number";
        if (type == typeof(DateOnly))
            return "day (`yyyy-MM-dd`)";
        if (type == typeof(DateTimeOffset))
            return "time (ISO 8601)";
        if (type == typeof(SealedText))
            return "**sealed** text";
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return "list of " + InWords(type.GetGenericArguments()[0]);
        if (type.Assembly != typeof(ICareEvent).Assembly)
            throw new InvalidOperationException($"The catalogue has no words for {type}: add them.");
        if (type.IsEnum)
            choices.Add(type);
        else if (!parts.Contains(type))
            parts.Add(type);
        return $"[{Title(type).ToLowerInvariant()}](#{Title(type).ToLowerInvariant().Replace(' ', '-')})";
    }

    private static string Links(IEnumerable<EventType> types) =>
        string.Join(", ", types.Select(type => $"[`{type.Name}`](#{type.Name})"));

    private static string Beginning(EventType type) =>
        (type.Starts, type.Continues) switch
        {
            (true, true) => " **Starts a stream, or continues one.**",
            (true, false) => " **Starts a stream.**",
            _ => "",
        };

    private static string Title(StreamKind kind) => kind.ToString();

    // "CommendationLevel" as "Commendation level".
    private static string Title(Type type) =>
        string.Concat(type.Name.Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{c}"));

    private void Paragraph(string text) => page.Append(text).Append("\n\n");

    private void Line(string text) => page.Append(text).Append('\n');
}
