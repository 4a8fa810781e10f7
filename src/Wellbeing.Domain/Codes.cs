using System.Globalization;
using System.Text;

namespace Wellbeing.Domain;

/// <summary>Codes as people copy them from plates, tables and forms.</summary>
public static class Codes
{
    /// <summary>
    /// A code in the one form in which codes are compared: NFKC, upper case, without white space, and with <c>-</c> for
    /// dashes of all kinds.
    /// </summary>
    public static string Folded(string code)
    {
        var folded = new StringBuilder(code.Length);
        foreach (var c in code.Normalize(NormalizationForm.FormKC))
        {
            // The minus sign is a sign of mathematics, and no dash by its category.
            if (char.GetUnicodeCategory(c) == UnicodeCategory.DashPunctuation || c == '\u2212')
                folded.Append('-');
            else if (!char.IsWhiteSpace(c))
                folded.Append(c);
        }
        return folded.ToString().ToUpperInvariant();
    }
}
