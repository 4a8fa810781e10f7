using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wellbeing.Domain;

/// <summary>The one word of each choice, wherever it is stored, asked for or answered.</summary>
public static class ChoiceWord
{
    /// <summary>A name of its own where the field has one, such as <c>PHQ-9</c>; else the choice's name in camelCase.</summary>
    /// <param name="choice">A value of an enum.</param>
    public static string Of(object choice)
    {
        var name = choice.ToString()!;
        return choice.GetType().GetField(name)?.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name
            ?? JsonNamingPolicy.CamelCase.ConvertName(name);
    }

    /// <summary>The same of a choice whose type is known, without a search.</summary>
    public static string Of<T>(T choice)
        where T : struct, Enum => For<T>.ByChoice[choice];

    /// <summary>The same; nothing of nothing.</summary>
    public static string? Of<T>(T? choice)
        where T : struct, Enum => choice is { } some ? Of(some) : null;

    /// <summary>The words of all choices.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => For<T>.ByChoice.Values;

    private static class For<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByChoice = Enum.GetValues<T>()
            .ToFrozenDictionary(x => x, x => Of((object)x));
    }
}
