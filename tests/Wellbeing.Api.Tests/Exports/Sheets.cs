using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using MiniExcelLibs;
using Shouldly;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>A file as it was handed out.</summary>
internal sealed record Handed(HttpResponseMessage Response, byte[] Bytes)
{
    public string Text => Encoding.UTF8.GetString(Bytes);

    public string? Type => Response.Content.Headers.ContentType?.MediaType;
}

/// <summary>Reads files back, CSV and the workbook's XML without the libraries that wrote them.</summary>
internal static class Sheets
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

    /// <summary>The rows of a workbook's sheet as the library reads them.</summary>
    public static List<object?[]> Rows(byte[] workbook)
    {
        using var stream = new MemoryStream(workbook);
        return
        [
            .. MiniExcel
                .Query(stream, useHeaderRow: false)
                .Cast<IDictionary<string, object?>>()
                .Select(x => x.Values.ToArray()),
        ];
    }

    /// <summary>The sheet's XML.</summary>
    public static XElement Sheet(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook), ZipArchiveMode.Read);
        zip.Entries.ShouldAllBe(x => !x.FullName.Contains("vba", StringComparison.OrdinalIgnoreCase));
        using var sheet = zip.GetEntry("xl/worksheets/sheet1.xml")!.Open();
        return XElement.Load(sheet);
    }

    public static IEnumerable<XElement> Formulas(XElement sheet) => sheet.Descendants(Main + "f");

    /// <summary>The elements of the sheet in their order, which spreadsheets insist on.</summary>
    public static string[] Parts(XElement sheet) => [.. sheet.Elements().Select(x => x.Name.LocalName)];

    /// <summary>What stands in the data beside rows.</summary>
    public static IEnumerable<XElement> Strays(XElement sheet) =>
        sheet.Element(Main + "sheetData")!.Elements().Where(x => x.Name != Main + "row");

    /// <summary>The type and the text of each cell, by rows.</summary>
    public static List<List<(string? Type, string Text)>> Cells(XElement sheet) =>
        [
            .. sheet
                .Descendants(Main + "row")
                .Select(row =>
                    row.Elements(Main + "c")
                        .Select(x => ((string?)x.Attribute("t"), x.Element(Main + "v")?.Value ?? ""))
                        .ToList()
                ),
        ];
}
