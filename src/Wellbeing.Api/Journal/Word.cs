using System.Collections.Frozen;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>An enum's words as they are stored, asked for and answered.</summary>
internal static class Word
{
    public static string Of<T>(T value)
        where T : struct, Enum => For<T>.ByValue[value];

    public static string? Of<T>(T? value)
        where T : struct, Enum => value is { } some ? Of(some) : null;

    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => For<T>.ByValue.Values;

    private static class For<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToFrozenDictionary(x => x, x => ChoiceWord.Of(x));
    }
}
