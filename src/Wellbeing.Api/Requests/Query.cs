using System.Collections.Frozen;
using System.Globalization;

namespace Wellbeing.Api.Requests;

/// <summary>
/// Reads query parameters strictly. A route reads each that it knows, then asks <see cref="Refusal"/>: what was not read
/// is not known.
/// </summary>
internal sealed class Query(HttpContext context)
{
    private readonly HashSet<string> _known = [];

    public HttpContext Context { get; } = context;

    public FieldErrors Errors { get; } = new();

    public string? Text(string name, int max = Texts.DefaultLimit)
    {
        var values = Context.Request.Query[name];
        _known.Add(name);
        if (values.Count > 1)
            Errors.Add(name, "duplicate");
        if (values is not [{ } raw])
            return null;
        if (Texts.Normal(raw) is not { } text)
        {
            Errors.Add(name, "bad-text");
            return null;
        }
        if (Texts.Check(text, required: true, 0, max) is not { } wrong)
            return text;
        Errors.Add(name, wrong);
        return null;
    }

    public Guid? Id(string name) => Parsed<Guid>(name, "id", ValueFormats.TryId);

    public DateOnly? Date(string name) => Parsed<DateOnly>(name, "date", ValueFormats.TryDate);

    // A plus sign that was not escaped arrives as a space.
    public DateTimeOffset? Time(string name) =>
        Parsed(
            name,
            "time",
            (string text, out DateTimeOffset time) => ValueFormats.TryTime(text.Replace(' ', '+'), out time)
        );

    public bool? Boolean(string name) => Parsed<bool>(name, "boolean", TryBoolean);

    public int? Whole(string name, int min, int max) =>
        Parsed(
            name,
            "whole-number",
            (string text, out int whole) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out whole)
                && whole >= min
                && whole <= max,
            ("min", min),
            ("max", max)
        );

    /// <summary>A whole number from 0 to the largest.</summary>
    public long? Size(string name, long largest) =>
        Parsed(
            name,
            "whole-number",
            (string text, out long size) =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) && size <= largest,
            ("min", 0),
            ("max", largest)
        );

    public T? Choice<T>(string name)
        where T : struct, Enum =>
        Parsed<T>(name, "choice", Choices<T>.TryParse, ("allowed", Choices<T>.Words.Keys.Order()));

    /// <summary>What is wrong with the query of a route that knows no parameter.</summary>
    public static FieldErrors None(HttpContext context)
    {
        var query = new Query(context);
        query.ListUnknown();
        return query.Errors;
    }

    /// <summary>400 when a parameter is wrong or not known here, else null. Asked after all were read.</summary>
    public IResult? Refusal()
    {
        ListUnknown();
        return Errors.Any ? Problems.BadInput(Context, Errors) : null;
    }

    private void ListUnknown()
    {
        foreach (var name in Context.Request.Query.Keys.Where(name => !_known.Contains(name)))
            Errors.Add(Texts.Normal(name) ?? FieldErrors.Whole, "unknown-parameter");
    }

    private delegate bool TryParse<T>(string text, out T value);

    private T? Parsed<T>(string name, string kind, TryParse<T> parse, params (string Name, object? Value)[] args)
        where T : struct
    {
        if (Text(name) is not { } text)
            return null;
        if (parse(text, out var value))
            return value;
        Errors.Add(name, kind, args);
        return null;
    }

    private static bool TryBoolean(string text, out bool value)
    {
        value = text == "true";
        return value || text == "false";
    }

    private static class Choices<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<string, object> Words = Requests.ValueFormats.Of(typeof(T));

        public static bool TryParse(string text, out T value)
        {
            var known = Words.TryGetValue(text, out var choice);
            value = known ? (T)choice! : default;
            return known;
        }
    }
}
