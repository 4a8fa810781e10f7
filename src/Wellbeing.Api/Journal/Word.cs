using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>An enum's words as they are stored, asked for and answered.</summary>
internal static class Word
{
    public static string Of<T>(T value)
        where T : struct, Enum => ChoiceWord.Of(value);

    public static string? Of<T>(T? value)
        where T : struct, Enum => ChoiceWord.Of(value);

    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => ChoiceWord.All<T>();
}
