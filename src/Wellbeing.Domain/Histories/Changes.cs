using System.Text.Json;

namespace Wellbeing.Domain.Histories;

/// <summary>What an event changed in its stream's state, by top-level field.</summary>
/// <param name="Before">The changed fields that had a value, as they were.</param>
/// <param name="After">The changed fields that have a value, as they are.</param>
/// <param name="Sealed">Names of changed fields that hold sealed text: that they changed may be seen, what they say not.</param>
public sealed record Changes(JsonElement Before, JsonElement After, IReadOnlyList<string>? Sealed)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}"u8);

    /// <summary>Compares a stream's states before and after an event; before the first one there is none.</summary>
    public static Changes Between(object? before, object after)
    {
        var (old, now) = (Fields(before), Fields(after));
        var changed = now.EnumerateObject()
            .Where(x => !old.TryGetProperty(x.Name, out var was) || !JsonElement.DeepEquals(was, x.Value))
            .Select(x => x.Name)
            .Concat(old.EnumerateObject().Select(x => x.Name).Where(x => !now.TryGetProperty(x, out _)))
            .ToList();
        var withheld = changed.Where(x => IsSealed(old, x) || IsSealed(now, x)).ToList();
        return new Changes(
            Only(old, changed.Except(withheld)),
            Only(now, changed.Except(withheld)),
            withheld.Count == 0 ? null : withheld
        );
    }

    private static JsonElement Fields(object? state) =>
        state is null ? Empty : JsonSerializer.SerializeToElement(state, state.GetType(), CareJson.Options);

    private static JsonElement Only(JsonElement state, IEnumerable<string> fields) =>
        JsonSerializer.SerializeToElement(
            fields
                .Where(x => state.TryGetProperty(x, out _))
                .ToDictionary(x => x, x => state.GetProperty(x), StringComparer.Ordinal)
        );

    private static bool IsSealed(JsonElement state, string field) =>
        state.TryGetProperty(field, out var value)
        && value.ValueKind == JsonValueKind.Object
        && value.TryGetProperty("sealed"u8, out _);
}
