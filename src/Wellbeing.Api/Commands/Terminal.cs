using System.Globalization;
using System.Text;

namespace Wellbeing.Api.Commands;

/// <summary>
/// What the commands print. Names and texts of others are in it (files, servers, manifests, the database), and a terminal
/// obeys what it is sent: so each line is one line, without characters that control a terminal or turn a text round.
/// </summary>
internal static class Terminal
{
    public static void WriteLine(string line) => Console.Out.WriteLine(Plain(line));

    public static void WriteErrorLine(string line) => Console.Error.WriteLine(Plain(line));

    /// <summary>
    /// The text in one line: ends of lines are blanks, and every other control, format or separating character and every
    /// single surrogate stands as <c>\uXXXX</c>, as JSON has it, so that a line of JSON stays one.
    /// </summary>
    public static string Plain(string text)
    {
        // A single surrogate is enumerated as the replacement character.
        if (!text.EnumerateRunes().Any(x => x == Rune.ReplacementChar || IsUnsafe(x)))
            return text;
        var plain = new StringBuilder(text.Length + 32);
        for (var i = 0; i < text.Length; )
        {
            var known = Rune.TryGetRuneAt(text, i, out var rune);
            var length = known ? rune.Utf16SequenceLength : 1;
            if (text[i] is '\r' or '\n')
                plain.Append(' ');
            else if (known && !IsUnsafe(rune))
                plain.Append(text, i, length);
            else
                foreach (var unit in text.AsSpan(i, length))
                    plain.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:X4}");
            i += length;
        }
        return plain.ToString();
    }

    /// <summary>The beginning of a text that may be of any length.</summary>
    public static string Short(string? text, int most = 500) =>
        text is null ? ""
        : text.Length <= most ? text
        : $"{text[..most]}…";

    private static bool IsUnsafe(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;
}
