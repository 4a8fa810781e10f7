using Shouldly;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Languages;
using Xunit;

namespace Wellbeing.Api.Tests.Exports;

/// <summary>A file is sent while its rows are read: however many there are, few are kept.</summary>
public sealed class StreamingTests
{
    private const int Rows = 100_000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task most_of_a_long_table_is_sent_before_its_last_row_is_read(bool workbook)
    {
        var (sent, half) = (new Counting(), 0L);
        var table = new Table("transfers", [], ["officer", "effectiveOn", "version"], ReadAsync());
        var cells = new Cells(Wording.Chinese, Database.Calendar);

        if (workbook)
            await XlsxFile.WriteAsync(sent, table, cells, CancellationToken.None);
        else
            await CsvFile.WriteAsync(sent, table, cells, bom: false, CancellationToken.None);

        half.ShouldBeGreaterThan(sent.Bytes / 3);

        async IAsyncEnumerable<object?[]> ReadAsync()
        {
            for (var i = 0; i < Rows; i++)
            {
                if (i == Rows / 2)
                    half = sent.Bytes;
                if (i % 1000 == 0)
                    await Task.Yield();
                yield return [Guid.NewGuid(), new DateOnly(2024, 1, 1), i];
            }
        }
    }

    [Fact]
    public async Task when_the_rows_break_off_nothing_pretends_to_be_whole()
    {
        const int Few = 3_000;
        var cells = new Cells(Wording.English, Database.Calendar);
        var (csv, broken) = (new Counting(), new Counting());
        await WriteAsync(csv, workbook: false, breaks: false);
        await Should.ThrowAsync<TimeoutException>(() => WriteAsync(broken, workbook: false, breaks: true));
        // What was sent is a beginning, and not all of what was read.
        broken.Kept.Length.ShouldBeLessThan(csv.Kept.Length);
        csv.Kept.AsSpan().StartsWith(broken.Kept).ShouldBeTrue();

        var (whole, cut) = (new Counting(), new Counting());
        await WriteAsync(whole, workbook: true, breaks: false);
        Sheets.Rows(whole.Kept).Count.ShouldBe(Few + 1);
        await Should.ThrowAsync<TimeoutException>(() => WriteAsync(cut, workbook: true, breaks: true));
        Should.Throw<InvalidDataException>(() => Sheets.Rows(cut.Kept));

        Task WriteAsync(Counting to, bool workbook, bool breaks)
        {
            var table = new Table("transfers", [], ["officer"], ReadAsync(breaks));
            return workbook
                ? XlsxFile.WriteAsync(to, table, cells, CancellationToken.None)
                : CsvFile.WriteAsync(to, table, cells, bom: false, CancellationToken.None);
        }

        static async IAsyncEnumerable<object?[]> ReadAsync(bool breaks)
        {
            for (var i = 0; i < Few; i++)
                yield return [$"officer {i}"];
            await Task.Yield();
            if (breaks)
                throw new TimeoutException();
        }
    }

    private sealed class Counting : Stream
    {
        private readonly MemoryStream _kept = new();

        public byte[] Kept => _kept.ToArray();

        public long Bytes => _kept.Length;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _kept.Write(buffer.Span);
            return default;
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        // A response does not let itself be written to without waiting.
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
