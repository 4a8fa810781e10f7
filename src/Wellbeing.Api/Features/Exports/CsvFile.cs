using CsvHelper;

namespace Wellbeing.Api.Features.Exports;

/// <summary>Writes a table as CSV (RFC 4180, UTF-8), row by row. No text in it is a formula to a spreadsheet.</summary>
internal static class CsvFile
{
    // Spreadsheets in Chinese take the full-width signs as well; the writer knows only ASCII ones.
    private const string WideSigns = "＝＋－＠";

    // Numbers and days are no text to the writer: they stay as they are.
    private static readonly CsvWriterOptions Options = CsvWriterOptions.Default with
    {
        NewLine = "\r\n",
        Injection = CsvInjection.Escape,
        InjectionCharacters = "=+-@\t\r\n",
    };

    public static async Task WriteAsync(Stream to, Table table, Cells cells, bool bom, CancellationToken stop)
    {
        var csv = CsvWriter.Create(to, Options with { WriteByteOrderMark = bom }, leaveOpen: true);
        foreach (var column in table.Columns)
            csv.WriteField(cells.Heading(column));
        await csv.EndRecordAsync(stop);
        await foreach (var row in table.Rows.WithCancellation(stop))
        {
            foreach (var cell in row)
                Write(csv, cells.Worded(cell));
            await csv.EndRecordAsync(stop);
        }
        // Only now: what broke off is not to look like a whole file.
        await csv.DisposeAsync();
    }

    private static void Write(CsvWriter csv, object? cell)
    {
        if (cell is DateTimeOffset time)
            csv.WriteField(time, "yyyy-MM-ddTHH:mm:sszzz");
        else if (cell is string { Length: > 0 } text && WideSigns.Contains(text[0], StringComparison.Ordinal))
            csv.WriteField($"'{text}");
        else if (cell is string or null)
            csv.WriteField((string?)cell);
        else
            csv.WriteField(cell);
    }
}
