using System.Globalization;
using System.Text;

namespace Wellbeing.Domain.Ledger;

/// <summary>Reads what has one spelling only: a text that says the same in another spelling is not signed text.</summary>
internal static class StrictText
{
    /// <summary>UTF-8 that refuses what is none, instead of replacing it.</summary>
    public static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Standard base64 with its padding and without spaces; null for anything else.</summary>
    public static byte[]? Base64(string text)
    {
        var bytes = new byte[text.Length / 4 * 3];
        return
            Convert.TryFromBase64String(text, bytes, out var length) && Convert.ToBase64String(bytes, 0, length) == text
            ? bytes[..length]
            : null;
    }

    /// <summary>A decimal number without sign and leading zeroes; null for anything else.</summary>
    public static long? Decimal(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number.ToString(CultureInfo.InvariantCulture) == text
            ? number
            : null;

    /// <summary>The lines of a text whose last line is ended, without their ends; null for any other text.</summary>
    public static string[]? Lines(string text) => text.EndsWith('\n') ? text[..^1].Split('\n') : null;
}
