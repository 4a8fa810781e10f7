using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace Wellbeing.Api.Features.Exports;

/// <summary>Writes a table as a workbook, row by row. Its cells are values: no text in it becomes a formula.</summary>
internal static class XlsxFile
{
    private const int LongestName = 31;

    // The library's asynchronous way puts an element out of place, for which spreadsheets call the file damaged: so each has a
    // thread of its own while it is written.
    public static Task WriteAsync(Stream to, Table table, Cells cells, CancellationToken stop) =>
        Task.Factory.StartNew(
            () =>
                MiniExcel.SaveAs(
                    new Waiting(to, stop),
                    Rows(table, cells, stop),
                    printHeader: false,
                    sheetName: SheetName(cells.Title(table)),
                    configuration: new OpenXmlConfiguration { AutoFilter = false }
                ),
            stop,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static string SheetName(string title) => title.Length <= LongestName ? title : title[..LongestName];

    // The headings are a row of their own, so that a table without rows has them too.
    private static IEnumerable<Dictionary<string, object?>> Rows(Table table, Cells cells, CancellationToken stop)
    {
        yield return Row(table.Columns, cells.Heading);
        foreach (var row in table.Rows.ToBlockingEnumerable(stop))
            yield return Row(row, cell => Value(cells.Worded(cell)));

        Dictionary<string, object?> Row<T>(IReadOnlyList<T> row, Func<T, object?> value) =>
            table.Columns.Zip(row).ToDictionary(x => x.First, x => value(x.Second), StringComparer.Ordinal);
    }

    // A workbook's times have no offset.
    private static object? Value(object? cell) => cell is DateTimeOffset time ? time.DateTime : cell;

    /// <summary>A response, to which nobody may write without waiting for it, as one to which the library can write.</summary>
    private sealed class Waiting(Stream to, CancellationToken stop) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Write(ReadOnlySpan<byte> buffer) => Wait(to.WriteAsync(buffer.ToArray(), stop).AsTask());

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private static void Wait(Task written) => written.GetAwaiter().GetResult();
    }
}
