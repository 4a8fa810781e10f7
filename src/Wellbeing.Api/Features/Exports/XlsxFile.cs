using SpreadCheetah;
using SpreadCheetah.Styling;

namespace Wellbeing.Api.Features.Exports;

/// <summary>Writes a table as a workbook, row by row. Its cells are values: no text in it becomes a formula.</summary>
internal static class XlsxFile
{
    // Limits of a sheet (Microsoft's "Excel specifications and limits").
    private const int MostRows = 1_048_576;
    private const int LongestName = 31;

    // Before this day Excel's calendar has one day too many, and before 1900 it has none.
    private static readonly DateTime FirstDay = new(1900, 3, 1);

    private static readonly SpreadCheetahOptions Options = new() { PreserveStringWhitespace = true };

    public static Task WriteAsync(Stream to, Table table, Cells cells, CancellationToken stop) =>
        WriteAsync(to, table, cells, MostRows, stop);

    /// <param name="to">Where.</param>
    /// <param name="table">What.</param>
    /// <param name="cells">Words headings and cells.</param>
    /// <param name="mostRows">The rows of a sheet, headings included: a longer table continues on a further sheet.</param>
    /// <param name="stop">The request.</param>
    public static async Task WriteAsync(Stream to, Table table, Cells cells, int mostRows, CancellationToken stop)
    {
        var deferring = new Deferring(to);
        await using (var workbook = await Spreadsheet.CreateNewAsync(deferring, Options, stop))
        {
            var sheet = new Sheet(workbook, cells, Style("yyyy-mm-dd"), Style("yyyy-mm-dd hh:mm:ss"));
            var headings = table.Columns.Select(object? (column) => cells.Heading(column)).ToArray();
            var sheets = 0;
            await StartAsync();
            try
            {
                await foreach (var row in table.Rows.WithCancellation(stop))
                {
                    if (workbook.NextRowNumber > mostRows)
                        await StartAsync();
                    await sheet.AddAsync(row, stop);
                }
            }
            catch
            {
                // The library ends the file when it is disposed of: what broke off is not to look like a whole one.
                deferring.BreakOff();
                throw;
            }
            await workbook.FinishAsync(stop);

            StyleId Style(string format) => workbook.AddStyle(new Style { Format = NumberFormat.Custom(format) });

            async Task StartAsync()
            {
                await workbook.StartWorksheetAsync(SheetName(cells.Title(table), ++sheets), token: stop);
                await sheet.AddAsync(headings, stop);
            }
        }
        await deferring.FlushAsync(stop);
    }

    private static string SheetName(string title, int number)
    {
        var suffix = number == 1 ? "" : $" {number}";
        return title[..Math.Min(title.Length, LongestName - suffix.Length)] + suffix;
    }

    private sealed class Sheet(Spreadsheet workbook, Cells cells, StyleId day, StyleId time)
    {
        public ValueTask AddAsync(object?[] row, CancellationToken stop) =>
            workbook.AddRowAsync(Array.ConvertAll(row, CellOf), stop);

        private StyledCell CellOf(object? cell) =>
            cells.Worded(cell) switch
            {
                null => default,
                int number => new(number, null),
                long number => new(number, null),
                decimal number => new(number, null),
                DateOnly date when date.ToDateTime(default) >= FirstDay => new(date.ToDateTime(default), day),
                // A workbook's times have no offset.
                DateTimeOffset instant when instant.DateTime >= FirstDay => new(instant.DateTime, time),
                _ => new(XlsxText.Of(cells.Text(cell), cells.Cut), null),
            };
    }

    /// <summary>
    /// A response, which takes no synchronous writes. The zip makes a few, of the bytes that stand after each part and at the
    /// end: they are sent with the next asynchronous one.
    /// </summary>
    private sealed class Deferring(Stream to) : Stream
    {
        private readonly MemoryStream _pending = new();
        private bool _brokenOff;

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        /// <summary>Nothing more is sent.</summary>
        public void BreakOff() => _brokenOff = true;

        public override void Write(ReadOnlySpan<byte> buffer) => _pending.Write(buffer);

        public override void Write(byte[] buffer, int offset, int count) => _pending.Write(buffer, offset, count);

        public override async ValueTask WriteAsync(
            ReadOnlyMemory<byte> buffer,
            CancellationToken cancellationToken = default
        )
        {
            if (_brokenOff)
                return;
            await SendPendingAsync(cancellationToken);
            await to.WriteAsync(buffer, cancellationToken);
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Flush() { }

        public override async Task FlushAsync(CancellationToken cancellationToken)
        {
            await SendPendingAsync(cancellationToken);
            await to.FlushAsync(cancellationToken);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        private async ValueTask SendPendingAsync(CancellationToken stop)
        {
            if (_pending.Length == 0)
                return;
            await to.WriteAsync(_pending.GetBuffer().AsMemory(0, (int)_pending.Length), stop);
            _pending.SetLength(0);
        }
    }
}
