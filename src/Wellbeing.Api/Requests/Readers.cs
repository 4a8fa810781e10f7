using System.Reflection;
using System.Text.Json;

namespace Wellbeing.Api.Requests;

/// <summary>Reads one value that is there; null when it is not valid, and then the errors say why.</summary>
internal delegate object? ReadValue(JsonElement value, string path, FieldErrors errors);

/// <summary>A reader for each type that a request may hold.</summary>
internal static class Readers
{
    /// <summary>The greatest number that every reader of JSON reads as it is written: 2^53 − 1 (RFC 8785, I-JSON).</summary>
    public const long Greatest = (1L << 53) - 1;

    public static ReadValue For(Type type, Limits limits, bool required)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Text(limits, required);
        if (type == typeof(int))
            return Whole(limits, int.MinValue, int.MaxValue, value => (int)value);
        if (type == typeof(long))
            return Whole(limits, -Greatest, Greatest, value => value);
        if (type == typeof(bool))
            return Boolean;
        if (type == typeof(Guid))
            return Word<Guid>("id", ValueFormats.TryId);
        if (type == typeof(DateOnly))
            return Word<DateOnly>("date", ValueFormats.TryDate);
        if (type == typeof(DateTimeOffset))
            return Word<DateTimeOffset>("time", ValueFormats.TryTime);
        if (type == typeof(JsonElement))
            return static (value, _, _) => value;
        if (type.IsEnum)
            return Choice(type);
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return ListOf(type.GetGenericArguments()[0], limits);
        // A fraction has no form that is the same everywhere, so a request that asks for one is a mistake of its author.
        if (type == typeof(decimal) || type == typeof(double) || type == typeof(float))
            throw new NotSupportedException($"A request holds no {type.Name}.");
        return (value, path, errors) => RequestBinder.Of(type).Read(value, path, errors);
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static ReadValue Text(Limits limits, bool required) =>
        (value, path, errors) =>
        {
            var text = TextOf(value, "text", path, errors);
            if (text is null)
                return null;
            var wrong = Texts.Check(text, required, limits.MinLength ?? 0, limits.MaxLength ?? Texts.DefaultLimit);
            if (wrong is null)
                return text;
            errors.Add(path, wrong);
            return null;
        };

    private static ReadValue Whole(Limits limits, long least, long most, Func<long, object> box)
    {
        var min = (long)Math.Max(limits.Least ?? least, least);
        var max = (long)Math.Min(limits.Most ?? most, most);
        return (value, path, errors) =>
        {
            if (
                value.ValueKind == JsonValueKind.Number
                && value.TryGetInt64(out var whole)
                && whole >= min
                && whole <= max
            )
                return box(whole);
            errors.Add(path, "whole-number", ("min", min), ("max", max));
            return null;
        };
    }

    private static object? Boolean(JsonElement value, string path, FieldErrors errors)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.ValueKind == JsonValueKind.True;
        errors.Add(path, "boolean");
        return null;
    }

    private static ReadValue Word<T>(string kind, TryParse<T> parse)
        where T : struct =>
        (value, path, errors) =>
        {
            var text = TextOf(value, kind, path, errors);
            if (text is null)
                return null;
            if (parse(text, out var parsed))
                return parsed;
            errors.Add(path, kind);
            return null;
        };

    private static ReadValue Choice(Type type)
    {
        var words = ValueFormats.Of(type);
        (string, object?) allowed = ("allowed", words.Keys.Order());
        return (value, path, errors) =>
        {
            if (
                value.ValueKind == JsonValueKind.String
                && Texts.Of(value) is { } word
                && words.TryGetValue(word, out var choice)
            )
                return choice;
            errors.Add(path, "choice", allowed);
            return null;
        };
    }

    private static ReadValue ListOf(Type item, Limits limits) =>
        (ReadValue)
            typeof(Readers)
                .GetMethod(nameof(List), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(item)
                .Invoke(null, [limits])!;

    private static ReadValue List<T>(Limits limits)
    {
        var read = For(typeof(T), Limits.Of([], typeof(T)), required: true);
        return (value, path, errors) =>
        {
            if (value.ValueKind != JsonValueKind.Array)
            {
                errors.Add(path, "list");
                return null;
            }
            var length = value.GetArrayLength();
            if (length > limits.MaxLength)
                errors.Add(path, "too-many", ("actual", length), ("max", limits.MaxLength));
            else if (length < limits.MinLength)
                errors.Add(path, "too-few", ("actual", length), ("min", limits.MinLength));
            else
                return Items(value, length, path, errors);
            return null;
        };

        object? Items(JsonElement list, int length, string path, FieldErrors errors)
        {
            var before = errors.Count;
            var items = new T[length];
            var at = 0;
            foreach (var element in list.EnumerateArray())
            {
                var place = $"{path}[{at}]";
                if (element.ValueKind == JsonValueKind.Null)
                    errors.Add(place, "missing");
                else if (read(element, place, errors) is T item)
                    items[at] = item;
                at++;
            }
            return errors.Count == before ? items : null;
        }
    }

    private static string? TextOf(JsonElement value, string kind, string path, FieldErrors errors)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            errors.Add(path, kind);
            return null;
        }
        var text = Texts.Of(value);
        if (text is null)
            errors.Add(path, "bad-text");
        return text;
    }
}
