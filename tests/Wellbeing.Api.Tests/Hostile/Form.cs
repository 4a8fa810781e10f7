using System.Globalization;
using Microsoft.OpenApi;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>
/// What a schema asks for, all its parts taken together: <c>allOf</c> as it stands, one form of each <c>oneOf</c> and
/// <c>anyOf</c>.
/// </summary>
internal sealed class Form
{
    private readonly List<IOpenApiSchema> _parts = [];

    private Form(IOpenApiSchema schema, Dice dice) => Add(schema, dice);

    public bool Nullable =>
        _parts.TrueForAll(x => x.Type is null || x.Type.Value.HasFlag(JsonSchemaType.Null)) && Type is not null;

    /// <summary>Whether it is to be null and nothing else.</summary>
    public bool IsNull => _parts.Exists(x => x.Type == JsonSchemaType.Null);

    /// <summary>Null where anything may be.</summary>
    public JsonSchemaType? Type =>
        _parts
            .Where(x => x.Type != JsonSchemaType.Null)
            .Select(x => x.Type & ~JsonSchemaType.Null)
            .FirstOrDefault(x => x is not null)
        ?? (_parts.Exists(x => x.Properties is { Count: > 0 }) ? JsonSchemaType.Object : null);

    public string? Format => _parts.Select(x => x.Format).FirstOrDefault(x => x is not null);

    public IReadOnlyList<string>? Words =>
        _parts.Select(x => x.Const is { } only ? [only] : Listed(x)).FirstOrDefault(x => x is not null);

    public IOpenApiSchema? Items => _parts.Select(x => x.Items).FirstOrDefault(x => x is not null);

    public IOpenApiSchema? Others => _parts.Select(x => x.AdditionalProperties).FirstOrDefault(x => x is not null);

    public IEnumerable<KeyValuePair<string, IOpenApiSchema>> Fields =>
        _parts.SelectMany(x => x.Properties ?? new Dictionary<string, IOpenApiSchema>()).DistinctBy(x => x.Key);

    public IReadOnlySet<string> Required => _parts.SelectMany(x => x.Required ?? new HashSet<string>()).ToHashSet();

    public int? LeastLength => _parts.Max(x => x.MinLength);

    public int? MostLength => _parts.Min(x => x.MaxLength);

    public int? LeastItems => _parts.Max(x => x.MinItems);

    public int? MostItems => _parts.Min(x => x.MaxItems);

    public decimal? Least => _parts.Max(x => Bound(x.Minimum) ?? Bound(x.ExclusiveMinimum) + 1);

    public decimal? Most => _parts.Min(x => Bound(x.Maximum) ?? Bound(x.ExclusiveMaximum) - 1);

    public static Form Of(IOpenApiSchema schema, Dice dice) => new(schema, dice);

    private void Add(IOpenApiSchema schema, Dice dice)
    {
        _parts.Add(schema);
        foreach (var part in schema.AllOf ?? [])
            Add(part, dice);
        foreach (var forms in new[] { schema.OneOf, schema.AnyOf })
        {
            if (forms is { Count: > 0 })
                Add(dice.Of([.. forms]), dice);
        }
    }

    private static List<string>? Listed(IOpenApiSchema schema) =>
        schema.Enum is { Count: > 0 } words ? [.. words.Where(x => x is not null).Select(x => $"{x}")] : null;

    private static decimal? Bound(string? limit) =>
        limit is null ? null : decimal.Parse(limit, NumberStyles.Float, CultureInfo.InvariantCulture);
}
