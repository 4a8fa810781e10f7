using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Holds JSON against a schema of the document. Formats count; a field that is there twice is a fault.</summary>
internal static class SchemaCheck
{
    private static readonly TimeSpan PatternLimit = TimeSpan.FromSeconds(1);

    /// <summary>What is not as the schema says; nothing when all is.</summary>
    public static IEnumerable<string> Faults(IOpenApiSchema schema, JsonElement value, string at = "$") =>
        TypeFault(schema, value) is { } wrong
            ? [$"{at} {wrong}"]
            :
            [
                .. Own(schema, value).Select(x => $"{at} {x}"),
                .. Inner(schema, value, at),
                .. Parts(schema, value, at),
            ];

    public static bool Fits(IOpenApiSchema schema, JsonElement value) => !Faults(schema, value).Any();

    private static string? TypeFault(IOpenApiSchema schema, JsonElement value)
    {
        var kind = value.ValueKind switch
        {
            JsonValueKind.Null => JsonSchemaType.Null,
            JsonValueKind.True or JsonValueKind.False => JsonSchemaType.Boolean,
            JsonValueKind.String => JsonSchemaType.String,
            JsonValueKind.Array => JsonSchemaType.Array,
            JsonValueKind.Object => JsonSchemaType.Object,
            _ when value.TryGetDecimal(out var number) && number == decimal.Truncate(number) => JsonSchemaType.Integer
                | JsonSchemaType.Number,
            _ => JsonSchemaType.Number,
        };
        return schema.Type is { } type && type == (type & ~kind) ? $"is {kind} where {type} is declared" : null;
    }

    private static IEnumerable<string> Own(IOpenApiSchema schema, JsonElement value)
    {
        if (
            value.ValueKind != JsonValueKind.Null
            && schema.Enum is { Count: > 0 } words
            && !words.Any(x => x is not null && JsonElement.DeepEquals(JsonElement.Parse(x.ToJsonString()), value))
        )
            yield return "is none of the declared words";
        if (schema.Const is { } only && (value.ValueKind != JsonValueKind.String || value.GetString() != only))
            yield return "is not the declared constant";
        var more = value.ValueKind switch
        {
            JsonValueKind.String => OfText(schema, value.GetString()!),
            JsonValueKind.Number => OfNumber(schema, value),
            JsonValueKind.Array => OfCount(value.GetArrayLength(), schema.MinItems, schema.MaxItems, "items"),
            JsonValueKind.Object => OfNames(schema, value),
            _ => [],
        };
        foreach (var fault in more)
            yield return fault;
        if (schema.UniqueItems == true && value.ValueKind == JsonValueKind.Array)
        {
            var items = value.EnumerateArray().Select(x => x.GetRawText()).ToList();
            if (items.Distinct().Count() != items.Count)
                yield return "has an item twice";
        }
    }

    private static IEnumerable<string> OfText(IOpenApiSchema schema, string text)
    {
        foreach (var fault in OfCount(text.EnumerateRunes().Count(), schema.MinLength, schema.MaxLength, "characters"))
            yield return fault;
        if (schema.Pattern is { } pattern && !Regex.IsMatch(text, pattern, RegexOptions.None, PatternLimit))
            yield return $"does not match {pattern}";
        var formed = schema.Format switch
        {
            "uuid" => ValueFormats.TryId(text, out _),
            "date" => ValueFormats.TryDate(text, out _),
            "date-time" => ValueFormats.TryTime(text, out _),
            _ => true,
        };
        if (!formed)
            yield return $"is no {schema.Format}";
    }

    private static IEnumerable<string> OfNumber(IOpenApiSchema schema, JsonElement value)
    {
        var formed = schema.Format switch
        {
            "int32" => value.TryGetInt32(out _),
            "int64" => value.TryGetInt64(out _),
            _ => true,
        };
        if (!formed)
            yield return $"is no {schema.Format}";
        var number = value.GetDouble();
        if (number < Bound(schema.Minimum) || number > Bound(schema.Maximum))
            yield return "is out of range";
        if (number <= Bound(schema.ExclusiveMinimum) || number >= Bound(schema.ExclusiveMaximum))
            yield return "is out of range";
        if (schema.MultipleOf is { } step && value.TryGetDecimal(out var exact) && exact % step != 0)
            yield return $"is no multiple of {step}";
    }

    private static IEnumerable<string> OfNames(IOpenApiSchema schema, JsonElement value)
    {
        var names = value.EnumerateObject().Select(x => x.Name).ToList();
        foreach (var missing in (schema.Required ?? new HashSet<string>()).Except(names))
            yield return $"lacks {missing}";
        foreach (var twice in names.GroupBy(x => x).Where(x => x.Count() > 1))
            yield return $"has {twice.Key} twice";
        if (!schema.AdditionalPropertiesAllowed && schema.AdditionalProperties is null)
        {
            foreach (var unknown in names.Where(x => schema.Properties?.ContainsKey(x) != true))
                yield return $"has the undeclared {unknown}";
        }
        foreach (var fault in OfCount(names.Count, schema.MinProperties, schema.MaxProperties, "fields"))
            yield return fault;
    }

    private static IEnumerable<string> OfCount(int count, int? least, int? most, string what)
    {
        if (count < least)
            yield return $"has {count} {what}, fewer than {least}";
        if (count > most)
            yield return $"has {count} {what}, more than {most}";
    }

    private static IEnumerable<string> Inner(IOpenApiSchema schema, JsonElement value, string at) =>
        value.ValueKind switch
        {
            JsonValueKind.Array when schema.Items is { } item => value
                .EnumerateArray()
                .SelectMany((x, place) => Faults(item, x, $"{at}[{place}]")),
            JsonValueKind.Object => value
                .EnumerateObject()
                .SelectMany(x => FieldOf(schema, x.Name) is { } field ? Faults(field, x.Value, $"{at}.{x.Name}") : []),
            _ => [],
        };

    private static IOpenApiSchema? FieldOf(IOpenApiSchema schema, string name) =>
        schema.Properties is { } fields && fields.TryGetValue(name, out var field)
            ? field
            : schema.AdditionalProperties;

    private static IEnumerable<string> Parts(IOpenApiSchema schema, JsonElement value, string at)
    {
        foreach (var fault in (schema.AllOf ?? []).SelectMany(part => Faults(part, value, at)))
            yield return fault;
        if (schema.AnyOf is { Count: > 0 } any && !any.Any(part => Fits(part, value)))
            yield return $"{at} is none of the declared forms: {Why(any, value, at)}";
        if (schema.OneOf is { Count: > 0 } one && one.Count(part => Fits(part, value)) is var fit and not 1)
            yield return fit > 1
                ? $"{at} is {fit} of the declared forms, not one"
                : $"{at} is none of the declared forms: {Why(one, value, at)}";
        if (schema.Not is { } not && Fits(not, value))
            yield return $"{at} is what it is declared not to be";
    }

    private static string Why(IList<IOpenApiSchema> forms, JsonElement value, string at) =>
        string.Join(" | ", forms.Select(x => string.Join(", ", Faults(x, value, at))));

    private static double? Bound(string? limit) =>
        limit is null ? null : double.Parse(limit, CultureInfo.InvariantCulture);
}
