using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.Domain;

/// <summary>The name of each enum value, wherever it is stored, asked for or answered.</summary>
public static class EnumNames
{
    /// <summary>The field's own name where it has one, such as <c>PHQ-9</c>; else the value's name in camelCase.</summary>
    /// <param name="value">A value of an enum.</param>
    public static string Of(object value)
    {
        var name = value.ToString()!;
        return value.GetType().GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    /// <summary>The same of a value whose type is known, without a search.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => For<T>.ByValue[value];

    /// <summary>The same; null of null.</summary>
    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } some ? Of(some) : null;

    /// <summary>The names of all values.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => For<T>.ByValue.Values;

    private static class For<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(x => x, x => Of((object)x));
    }
}
