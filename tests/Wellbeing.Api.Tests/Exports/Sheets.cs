using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>A file as it was handed out.</summary>
internal sealed record Handed(HttpResponseMessage Response, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? Type => Response.Content.Headers.ContentType?.MediaType;
}

/// <summary>Reads files back without the libraries that wrote them: CSV, and a workbook's XML as ECMA-376 has it.</summary>
internal static partial class Sheets
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static async Task<Handed> FileAsync(
        this Client client,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        var response = await client.OpenAsync(path, headers);
        return new(response, await response.Content.ReadAsByteArrayAsync());
    }

    /// <summary>The records of RFC 4180, the heading first.</summary>
    public static List<string[]> Csv(string text)
    {
        var (records, record, field) = (new List<string[]>(), new List<string>(), new StringBuilder());
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"')
                        i++;
                    field.Append(text[i]);
                }
                continue;
            }
            if (text[i] is ',' or '\r')
            {
                record.Add(field.ToString());
                field.Clear();
            }
            if (text[i] == '\r')
            {
                text[++i].ShouldBe('\n');
                records.Add([.. record]);
                record.Clear();
            }
            else if (text[i] != ',')
                field.Append(text[i]);
        }
        field.Length.ShouldBe(0, "The last record has no end.");
        records.ShouldAllBe(x => x.Length == records[0].Length);
        return records;
    }

    /// <summary>The values of a workbook's sheet, by rows: a text, a number, a time, or null.</summary>
    public static List<object?[]> Rows(byte[] workbook, int sheet = 1)
    {
        var times = Times(workbook);
        return
        [
            .. Sheet(workbook, sheet)
                .Descendants(Main + "row")
                .Select(row => row.Elements(Main + "c").Select(x => ValueOf(x, times)).ToArray()),
        ];
    }

    private static object? ValueOf(XElement cell, HashSet<int> times)
    {
        if (TextOf(cell) is { } text)
            return Unescaped(text);
        if (cell.Element(Main + "v") is not { } value)
            return null;
        var number = double.Parse(value.Value, CultureInfo.InvariantCulture);
        return times.Contains((int?)cell.Attribute("s") ?? 0) ? DateTime.FromOADate(number) : number;
    }

    private static string? TextOf(XElement cell) =>
        (string?)cell.Attribute("t") == "inlineStr"
            ? string.Concat(cell.Descendants(Main + "t").Select(x => x.Value))
            : null;

    /// <summary>The styles that show a number as a time.</summary>
    private static HashSet<int> Times(byte[] workbook)
    {
        var styles = Part(workbook, "xl/styles.xml");
        var formats = styles
            .Descendants(Main + "numFmt")
            .Where(x => ((string)x.Attribute("formatCode")!).Contains("yyyy", StringComparison.Ordinal))
            .Select(x => (int)x.Attribute("numFmtId")!)
            .ToHashSet();
        return
        [
            .. styles
                .Element(Main + "cellXfs")!
                .Elements()
                .Select((x, i) => (Format: (int)x.Attribute("numFmtId")!, Style: i))
                .Where(x => formats.Contains(x.Format))
                .Select(x => x.Style),
        ];
    }

    // ECMA-376, 22.9.2.19.
    private static string Unescaped(string text) =>
        Escape()
            .Replace(
                text,
                x => $"{(char)int.Parse(x.Groups["unit"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)}"
            );

    [GeneratedRegex("_x(?<unit>[0-9A-Fa-f]{4})_", RegexOptions.NonBacktracking)]
    private static partial Regex Escape();

    /// <summary>The sheet's XML.</summary>
    public static XElement Sheet(byte[] workbook, int sheet = 1) => Part(workbook, $"xl/worksheets/sheet{sheet}.xml");

    /// <summary>The names of the sheets, in their order.</summary>
    public static string[] Names(byte[] workbook) =>
        [.. Part(workbook, "xl/workbook.xml").Descendants(Main + "sheet").Select(x => (string)x.Attribute("name")!)];

    private static XElement Part(byte[] workbook, string name)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read);
        zip.Entries.ShouldAllBe(x => !x.FullName.Contains("vba", StringComparison.OrdinalIgnoreCase));
        using var part = zip.GetEntry(name)!.Open();
        return XElement.Load(part, LoadOptions.PreserveWhitespace);
    }

    public static IEnumerable<XElement> Formulas(XElement sheet) => sheet.Descendants(Main + "f");

    /// <summary>The elements of the sheet in their order, which spreadsheets insist on.</summary>
    public static string[] Parts(XElement sheet) => [.. sheet.Elements().Select(x => x.Name.LocalName)];

    /// <summary>What stands in the data beside rows.</summary>
    public static IEnumerable<XElement> Strays(XElement sheet) =>
        sheet.Element(Main + "sheetData")!.Elements().Where(x => x.Name != Main + "row");

    /// <summary>The type and the text of each cell, by rows, as it is written.</summary>
    public static List<List<(string? Type, string Text)>> Cells(XElement sheet) =>
        [
            .. sheet
                .Descendants(Main + "row")
                .Select(row =>
                    row.Elements(Main + "c")
                        .Select(x => ((string?)x.Attribute("t"), TextOf(x) ?? x.Element(Main + "v")?.Value ?? ""))
                        .ToList()
                ),
        ];
}
