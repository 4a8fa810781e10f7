using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.OpenApi;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>How a request is meant.</summary>
internal enum Manner
{
    /// <summary>As the schema says.</summary>
    Right,

    /// <summary>As the schema says, at its limits and one beyond.</summary>
    Edge,

    /// <summary>Fields that are missing, unknown, double, null or of another type; words that are none.</summary>
    Wrong,

    /// <summary>Texts that are hard to read.</summary>
    Strange,

    /// <summary>Nested beyond measure.</summary>
    Deep,

    /// <summary>Long beyond measure.</summary>
    Huge,
}

/// <summary>
/// Values that follow a schema, or do not, as JSON text: what a serialiser would refuse to write is written all the same.
/// </summary>
/// <param name="dice">The request's chance.</param>
/// <param name="known">What may be named.</param>
/// <param name="manner">How the values are meant.</param>
/// <param name="today">Nothing that is right lies after it.</param>
internal sealed class Values(Dice dice, Known known, Manner manner, DateOnly today)
{
    private const int Deepest = 6;
    private const int FirstYear = 2015;

    private static readonly string[] Dates = ["0001-01-01", "9999-12-31", "2024-02-29", "2023-02-29", "2024-13-01"];

    private static readonly string[] Times =
    [
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.9999999Z",
        "9999-12-31T23:59:59-14:00",
        "2016-12-31T23:59:60Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00Z",
        "2024-01-01 00:00:00Z",
        "2024-01-01T00:00:00.123456789012Z",
        "2024-01-01T00:00:00+08:60",
        "2024-01-01",
    ];

    private static readonly string[] Others =
    [
        "null",
        "true",
        "0",
        "-1",
        "1.5",
        "1e400",
        "-0.0",
        "99999999999999999999999999",
        "\"\"",
        "\"no such word\"",
        "[]",
        "[null]",
        "{}",
        "{\"a\":{\"b\":[1]}}",
    ];

    // A little more than a body may be long.
    private int _left = 1_200_000;

    /// <summary>A value as JSON.</summary>
    /// <param name="schema">What it should be.</param>
    /// <param name="name">Of the field.</param>
    /// <param name="subject">What it belongs to.</param>
    /// <param name="example">A value that the document gives, for one in three of those that are right.</param>
    public string Json(IOpenApiSchema schema, string name, string subject, JsonNode? example = null) =>
        Json(Form.Of(schema, dice), name, subject, manner == Manner.Right && dice.Below(3) == 0 ? example : null, 0);

    /// <summary>A value as it stands in a path or a query.</summary>
    public string Text(IOpenApiSchema schema, string name, string subject) =>
        Scalar(Form.Of(schema, dice), name, subject);

    /// <summary>A JSON string; half a surrogate pair is escaped, since no encoding holds it.</summary>
    public static string Quote(string text, bool ascii = false)
    {
        var json = new StringBuilder("\"");
        for (var at = 0; at < text.Length; at++)
        {
            var isPair = at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]);
            if (text[at] is '"' or '\\')
                json.Append('\\').Append(text[at]);
            else if (isPair && !ascii)
                json.Append(text, at++, 2);
            else if (text[at] < ' ' || char.IsSurrogate(text[at]) || (ascii && text[at] > '~'))
                json.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
            else
                json.Append(text[at]);
        }
        return json.Append('"').ToString();
    }

    private string Json(Form form, string name, string subject, JsonNode? example, int depth)
    {
        if (form.IsNull || (form.Nullable && dice.Below(10) == 0))
            return "null";
        switch (manner)
        {
            case Manner.Wrong when dice.Below(depth == 0 ? 40 : 8) == 0:
                return dice.Of(Others);
            case Manner.Deep when dice.Below(depth == 0 ? 4 : 2) == 0:
                return Nested(dice.Of([30, 31, 32, 33, 64, 1_000, 50_000]));
            case Manner.Huge when depth > 0 && _left > 0 && dice.Below(3) == 0:
                return Long(dice.Of([600, 20_001, 65_536, 1_000_000, 1_048_500, 1_100_000]));
        }
        return form.Type switch
        {
            JsonSchemaType.Object => Object(form, subject, example as JsonObject, depth),
            JsonSchemaType.Array => Array(form, name, subject, depth),
            JsonSchemaType.Integer or JsonSchemaType.Number => Scalar(form, name, subject),
            JsonSchemaType.Boolean => dice.Percent(50) ? "true" : "false",
            JsonSchemaType.String => Quote(Scalar(form, name, subject), ascii: dice.Below(4) == 0),
            _ => dice.Of(Others),
        };
    }

    private string Object(Form form, string subject, JsonObject? example, int depth)
    {
        var fields = new List<string>();
        foreach (var (name, schema) in form.Fields)
        {
            if (!Has(form, name, example, depth))
                continue;
            var field = Form.Of(schema, dice);
            // What an example names by name is not here; what it says in words will do.
            var value =
                example?[name] is { } said
                && !(IsName(field) && dice.Percent(90) && Pick(field, name, subject) is not null)
                    ? said.ToJsonString()
                    : Json(field, name, subject, null, depth + 1);
            fields.Add($"{Quote(name)}:{value}");
        }
        if (form.Others is { } others)
        {
            for (var more = dice.Below(3); more > 0; more--)
                fields.Add(
                    $"{Quote(dice.Draw(Strange.Usual(1, 8)))}:{Json(Form.Of(others, dice), "", subject, null, depth + 1)}"
                );
        }
        if (manner == Manner.Wrong && dice.Below(6) == 0)
            fields.Add($"{Quote(dice.Percent(50) ? "unknown" : dice.Of(Strange.Texts))}:{dice.Of(Others)}");
        if (manner == Manner.Wrong && fields.Count > 0 && dice.Below(6) == 0)
            fields.Insert(dice.Below(fields.Count), dice.Of(fields));
        if (manner == Manner.Deep && dice.Below(3) == 0)
            fields.Add($"\"deep\":{Nested(40)}");
        return $"{{{string.Join(',', fields)}}}";
    }

    private bool Has(Form form, string name, JsonObject? example, int depth) =>
        form.Required.Contains(name) ? manner != Manner.Wrong || dice.Below(8) > 0
        : example is not null ? example.ContainsKey(name)
        : depth < Deepest && dice.Percent(manner == Manner.Right ? 30 : 60);

    private string Array(Form form, string name, string subject, int depth)
    {
        var (least, most) = (form.LeastItems ?? 0, form.MostItems ?? 3);
        var count = manner switch
        {
            Manner.Edge => dice.Of([least, most, most + 1, Math.Max(least - 1, 0)]),
            Manner.Huge when dice.Percent(50) => 20_000,
            _ => dice.Between(least, Math.Max(least, Math.Min(most, least + 3))),
        };
        var item = form.Items;
        var items = new List<string>();
        for (var at = 0; at < count && item is not null && (depth < Deepest || at < least) && _left > 0; at++)
        {
            items.Add(at < 50 ? Json(Form.Of(item, dice), name, subject, null, depth + 1) : items[at % 50]);
            _left -= items[^1].Length;
        }
        return $"[{string.Join(',', items)}]";
    }

    private string Scalar(Form form, string name, string subject)
    {
        if (manner == Manner.Wrong && dice.Below(6) == 0)
            return dice.Of(Strange.Texts);
        if (form.Words is { Count: > 0 } words)
            return manner == Manner.Strange && dice.Below(3) == 0
                ? dice.Of([words[0].ToUpperInvariant(), $" {words[0]}", "0", words[0] + "\0"])
                : dice.Of(words);
        return form.Type switch
        {
            JsonSchemaType.Integer or JsonSchemaType.Number => Number(form),
            JsonSchemaType.Boolean => dice.Percent(50) ? "true" : "false",
            _ => form.Format switch
            {
                "uuid" => Pick(form, name, subject) is { } id && dice.Percent(90) ? id : $"{dice.Draw(Gen.Guid)}",
                "date" => manner == Manner.Edge && dice.Percent(50) ? dice.Of(Dates) : Day(),
                "date-time" => manner == Manner.Edge && dice.Percent(50) ? dice.Of(Times) : Time(),
                _ => Words(form, name, subject),
            },
        };
    }

    private string Words(Form form, string name, string subject)
    {
        var (least, most) = (form.LeastLength ?? 0, form.MostLength ?? 500);
        if (manner == Manner.Strange && dice.Percent(60))
            return dice.Of(Strange.Texts);
        if (manner == Manner.Edge && dice.Percent(50))
            return dice.Draw(Strange.OfLength(dice.Of([least, most, most + 1, Math.Max(least - 1, 0)])));
        return dice.Percent(60) && Pick(form, name, subject) is { } named && named.Length <= most
            ? named
            : dice.Draw(Strange.Usual(least, most));
    }

    private string Number(Form form)
    {
        var (least, most) = (form.Least ?? (form.Type == JsonSchemaType.Integer ? 0 : -1000), form.Most ?? 1000);
        if (manner == Manner.Edge && dice.Percent(60))
            return dice.Of([Word(least), Word(most), Word(least - 1), Word(most + 1), Word(least + 0.5m), "1e3"]);
        return Word(
            dice.Percent(50)
                ? least + dice.Below((int)Math.Min(4, most - least + 1))
                : least + Math.Truncate((most - least) * dice.Below(1001) / 1000)
        );
    }

    // What was last put on record is often of today, and nothing may come before it.
    private string Day() =>
        Word(
            dice.Below(4) switch
            {
                0 => new DateOnly(FirstYear, 1, 1).AddDays(
                    dice.Below(today.DayNumber - new DateOnly(FirstYear, 1, 1).DayNumber)
                ),
                1 => today.AddDays(-dice.Between(1, 400)),
                _ => today,
            }
        );

    private string Time() =>
        $"{(Day() is var day && day == Word(today) ? Word(today.AddDays(-1)) : day)}T{dice.Below(24):00}:{dice.Below(60):00}:{dice.Below(60):00}{dice.Of(["Z", "+08:00", ".123456Z", "-05:30"])}";

    private static bool IsName(Form form) =>
        form is { Type: JsonSchemaType.String, Words: null, Format: null or "uuid" };

    private string? Pick(Form form, string name, string subject) =>
        known.Pick(dice, name, subject, isId: form.Format == "uuid");

    private string Nested(int depth)
    {
        var (open, close) = dice.Percent(50) ? ("[", "]") : ("{\"a\":", "}");
        var json = new StringBuilder().Insert(0, open, depth).Append(1);
        return dice.Percent(90) ? json.Append(new StringBuilder().Insert(0, close, depth)).ToString() : json.ToString();
    }

    private string Long(int length)
    {
        _left -= length;
        return dice.Below(4) switch
        {
            0 => $"[{new StringBuilder().Insert(0, "0,", length / 2)}0]",
            1 => new string('9', length),
            2 => Quote(dice.Draw(Strange.OfLength(length / 3))),
            _ => Quote(new string('x', length)),
        };
    }

    private static string Word(IFormattable value) =>
        value.ToString(value is DateOnly ? "yyyy-MM-dd" : null, CultureInfo.InvariantCulture);
}
