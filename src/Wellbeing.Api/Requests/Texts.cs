using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Wellbeing.Api.Requests;

/// <summary>Text as it may enter: valid Unicode without U+0000, in NFC, within limits counted in code points.</summary>
internal static class Texts
{
    public const int DefaultLimit = 500;

    // Longer runs of marks mean nothing and make normalisation quadratic (UAX #15, stream-safe text).
    private const int LongestRunOfMarks = 30;

    /// <summary>The text of a JSON string, or null where it holds what is not a character.</summary>
    public static string? Of(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        if (!raw.Contains((byte)'\\') && Ascii.IsValid(raw))
            return Encoding.ASCII.GetString(raw);
        try
        {
            return Normal(value.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>The name of a JSON property, or null where it holds what is not a character.</summary>
    public static string? Of(JsonProperty property)
    {
        try
        {
            return Normal(property.Name);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether that is a property's name. Escapes that stand for no character are no fault here.</summary>
    public static bool Names(JsonProperty property, string name) =>
        JsonMarshal.GetRawUtf8PropertyName(property).Contains((byte)'\\')
            ? Of(property) == name
            : property.NameEquals(name);

    /// <summary>An object's field of that name, or null; the platform's own look-up fails on other fields' bad escapes.</summary>
    public static JsonElement? Field(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var property in element.EnumerateObject())
        {
            if (Names(property, name))
                return property.Value;
        }
        return null;
    }

    /// <summary>The text in NFC, or null where it holds what is not a character.</summary>
    public static string? Normal(string text)
    {
        var marks = 0;
        for (var rest = text.AsSpan(); rest.Length > 0; )
        {
            // U+FFFE is no character either, and the normaliser throws at it.
            if (
                Rune.DecodeFromUtf16(rest, out var rune, out var used) != OperationStatus.Done
                || rune.Value is 0 or 0xFFFE
            )
                return null;
            marks =
                rune.Value >= 0x300 && Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark ? marks + 1 : 0;
            if (marks > LongestRunOfMarks)
                return null;
            rest = rest[used..];
        }
        // Nearly all text is in NFC as it comes, and to see that costs less than to write it anew.
        return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
    }

    /// <summary>What is wrong with a text, or null.</summary>
    public static FieldError? Check(string text, bool required, int min, int max)
    {
        if (required && string.IsNullOrWhiteSpace(text))
            return new("blank");
        if (text.Length <= max && text.Length >= 2 * min)
            return null;
        var length = text.EnumerateRunes().Count();
        return length > max ? new("too-long", ("actual", length), ("max", max))
            : length < min ? new("too-short", ("actual", length), ("min", min))
            : null;
    }
}
