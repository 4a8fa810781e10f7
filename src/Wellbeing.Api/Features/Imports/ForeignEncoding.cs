using System.Text;
using System.Text.Unicode;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Tells a file that is in another encoding than UTF-8 from one with a damaged line: by its first bytes, and by the first line
/// that is not ASCII. Spreadsheets of a Chinese system save GBK unless they are told otherwise.
/// </summary>
internal sealed class ForeignEncoding
{
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030",
        EncoderFallback.ExceptionFallback,
        DecoderFallback.ExceptionFallback
    )!;

    private bool _begun;
    private bool _isUtf8;

    /// <summary>The encoding that the file seems to be in; null as long as it can be UTF-8.</summary>
    /// <param name="line">Its next line.</param>
    public string? Of(ReadOnlySpan<byte> line)
    {
        if (!_begun && Wide(line) is { } wide)
            return wide;
        _begun = true;
        if (_isUtf8 || Ascii.IsValid(line))
            return null;
        _isUtf8 = Utf8.IsValid(line);
        return !_isUtf8 && IsChinese(line) ? "GBK" : null;
    }

    // JSON begins with an ASCII character, whose other byte is zero.
    private static string? Wide(ReadOnlySpan<byte> first) =>
        first switch
        {
            [0xFF, 0xFE, 0, 0, ..] or [0, 0, 0xFE, 0xFF, ..] => "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [not 0, 0, ..] or [0, not 0, ..] => "UTF-16",
            _ => null,
        };

    // Almost any two bytes are a character of GBK; those in use are nearly all of GB 2312, which is not so of what is left of
    // damaged UTF-8.
    private static bool IsChinese(ReadOnlySpan<byte> line)
    {
        try
        {
            Chinese.GetCharCount(line);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        var (common, rare) = (0, 0);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] < 0x80)
                continue;
            if (i + 1 < line.Length && line[i] is >= 0xA1 and <= 0xF7 && line[i + 1] >= 0xA1)
                common++;
            else
                rare++;
            i++;
        }
        return common > rare;
    }
}
