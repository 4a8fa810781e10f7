using System.Globalization;
using System.Text.RegularExpressions;

namespace Wellbeing.Api.Features.Exports;

/// <summary>A text as a cell of a workbook holds it: within the length that a cell may have, and in XML's characters.</summary>
internal static partial class XlsxText
{
    /// <summary>The UTF-16 units that a cell holds; spreadsheets call a file with more in one damaged.</summary>
    public const int Longest = 32_767;

    /// <param name="text">The text.</param>
    /// <param name="cut">What stands at the end of a text that is too long, for its whole length.</param>
    public static string Of(string text, Func<int, string> cut) =>
        Escaped(text.Length <= Longest ? text : Cut(text, cut));

    // Between two characters as a reader sees them: neither a pair of surrogates nor a letter and its marks are separated.
    private static string Cut(string text, Func<int, string> cut)
    {
        var end = cut(text.Length);
        var length = 0;
        for (int next; ; length += next)
        {
            next = StringInfo.GetNextTextElementLength(text, length);
            if (length + next > Longest - end.Length)
                return text[..length] + end;
        }
    }

    // ECMA-376, 22.9.2.19: a character that XML 1.0 has not, or changes when it is read, stands as _xHHHH_; so does a low
    // line that could begin such a form.
    private static string Escaped(string text) =>
        Special().Replace(text, x => $"_x{(int)x.ValueSpan[0]:X4}_{x.ValueSpan[1..]}");

    [GeneratedRegex(@"[\x00-\x08\x0B-\x1F\uFFFE\uFFFF]|_x", RegexOptions.NonBacktracking)]
    private static partial Regex Special();
}
