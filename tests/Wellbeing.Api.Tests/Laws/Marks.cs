using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Wellbeing.Domain;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>A text that may stand in the database as it was sent.</summary>
/// <param name="Field">Use case and field.</param>
/// <param name="Why">Why it may.</param>
/// <param name="Only">The one table that may hold it; null for any.</param>
internal sealed record Label(string Field, string Why, string? Only = null)
{
    /// <summary>What it is sent as, with <c>*</c> for the mark, where not every text is taken.</summary>
    public string Form { get; init; } = "*";
}

/// <summary>
/// Words that nobody would write, with a number that tells in which field they were sent, and all the forms in which they
/// could turn up again.
/// </summary>
internal sealed partial class Marks(IReadOnlyList<Label> labels)
{
    private const string Stem = "zq7unheard";

    /// <summary>What stands beside the mark of every text that is no label, and in nothing else.</summary>
    private const string Words = "紫电青霜";

    /// <summary>Fields that name what has to be there, or one of a few words: a mark in them is no more than a bad request.</summary>
    private static readonly string[] Naming =
    [
        "badgeNumber",
        "badgeNumbers",
        "month",
        "quarter",
        "unitCode",
        "parentCode",
        "toUnit",
        "fromUnit",
        "unit",
        "types",
        "field",
    ];

    /// <summary>A request may hold records of the domain's, as a policy's content is.</summary>
    private static readonly Assembly[] Own = [typeof(Features.UseCase).Assembly, typeof(ICareEvent).Assembly];

    private static readonly Encoding[] Encodings = [Encoding.UTF8, Encoding.Unicode, Encoding.BigEndianUnicode];
    private static readonly List<(string Text, string As)> Forms = [.. FormsOf(Stem), .. FormsOf(Words)];

    private readonly List<string> _fields = [];

    /// <summary>The bare mark, which goes wherever a text does.</summary>
    public string Of(string field)
    {
        lock (_fields)
        {
            if (!_fields.Contains(field))
                _fields.Add(field);
            return $"{Stem}{_fields.IndexOf(field):0000}";
        }
    }

    /// <summary>A sentence with the mark.</summary>
    public string Text(string field) => $"他说：“{Words}” & {Of(field)}.";

    /// <summary>All fields of a request that hold text, those of what it holds included, but for those that name something.</summary>
    public IEnumerable<string> FieldsOf(Type request, string? under = null) =>
        Parts(request, under ?? request.DeclaringType!.Name)
            .SelectMany(x =>
                x.Of == typeof(string)
                    ? IsName(x.Field)
                        ? []
                        : [x.Field]
                    : FieldsOf(x.Of, x.Field)
            );

    /// <summary>Puts marks into every text of a body.</summary>
    /// <param name="request">The record that it is bound to.</param>
    /// <param name="body">The body; the lists and objects in it are filled, those that are absent stay so.</param>
    /// <param name="twice">What tells marks of this field from those that were sent by another way.</param>
    /// <param name="under">Where in the request the record stands.</param>
    /// <returns>The fields that now hold a mark.</returns>
    public IEnumerable<string> PutInto(Type request, JsonObject body, string twice = "", string? under = null)
    {
        var marked = new List<string>();
        foreach (var (field, name, type, many) in Parts(request, under ?? request.DeclaringType!.Name))
        {
            if (type == typeof(string) && !IsName(field))
            {
                var text = labels.SingleOrDefault(x => x.Field == field) is { } label
                    ? label.Form.Replace("*", Of(twice + field), StringComparison.Ordinal)
                    : Text(twice + field);
                body[name] = many ? new JsonArray(text, text) : text;
                marked.Add(field);
            }
            else if (type != typeof(string))
            {
                foreach (var part in body[name] as JsonArray ?? Enumerable.Repeat(body[name], 1))
                    if (part is JsonObject record)
                        marked.AddRange(PutInto(type, record, twice, field));
            }
        }
        return marked;
    }

    /// <summary>The fields whose marks stand in a text as they are, and what stands in it in any other form.</summary>
    public IEnumerable<string> FoundIn(string text) =>
        Mark()
            .Matches(text)
            .Select(x => _fields[int.Parse(x.Groups["number"].Value, CultureInfo.InvariantCulture)])
            .Concat(Forms.Where(x => text.Contains(x.Text, StringComparison.OrdinalIgnoreCase)).Select(x => x.As))
            .Distinct();

    private bool IsName(string field) => Naming.Contains(field.Split('.')[^1]) && labels.All(x => x.Field != field);

    /// <summary>What of a record is text or a record of the product itself, alone or in a list.</summary>
    private static IEnumerable<(string Field, string Name, Type Of, bool Many)> Parts(Type record, string under) =>
        from property in record.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        let name = JsonNamingPolicy.CamelCase.ConvertName(property.Name)
        let many = property.PropertyType.IsGenericType && property.PropertyType.GetGenericArguments()[0].IsClass
        let type = many ? property.PropertyType.GetGenericArguments()[0] : property.PropertyType
        where type == typeof(string) || (type.IsClass && Own.Contains(type.Assembly))
        select ($"{under}.{name}", name, type, many);

    private static IEnumerable<(string Text, string As)> FormsOf(string text)
    {
        if (text != Stem)
            yield return (text, "words beside a mark");
        yield return (string.Concat(text.Select(c => $"\\u{(int)c:x4}")), $"{text} as escaped characters");
        if (text != Stem)
            yield return (Uri.EscapeDataString(text), $"{text} as in an address");
        foreach (var encoding in Encodings)
        {
            var bytes = encoding.GetBytes(text);
            yield return (Convert.ToHexString(bytes), $"{text} as {encoding.WebName} in hexadecimal");
            for (var shift = 0; shift < 3; shift++)
            {
                // What base64 makes of it wherever in a longer text it stands, without the ends that depend on its neighbours.
                var base64 = Convert.ToBase64String([.. new byte[shift], .. bytes]);
                var inner = base64[((shift * 8 + 5) / 6)..((shift + bytes.Length) * 8 / 6)];
                yield return (inner, $"{text} as {encoding.WebName} in base64");
                yield return (inner.Replace('+', '-').Replace('/', '_'), $"{text} as {encoding.WebName} in base64url");
            }
        }
    }

    [GeneratedRegex(Stem + @"(?<number>\d{4})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Mark();
}
