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
}
