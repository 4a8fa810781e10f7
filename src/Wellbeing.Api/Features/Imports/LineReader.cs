using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Cuts a stream into lines without ever holding more than one of them. A line longer than a body may be is read past, and
/// answered as too long.
/// </summary>
/// <param name="source">The text.</param>
/// <param name="sizes">How much there may be; null where the text is the caller's own.</param>
internal sealed class LineReader(Stream source, ImportSizes? sizes = null)
{
    public const int Longest = 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
    private long _passed;

    /// <summary>The lines in order; null stands for one that is too long. Empty lines are counted and left out.</summary>
    /// <exception cref="ImportBrokenOffException">There is more than there may be; all before it was given.</exception>
    public async IAsyncEnumerable<(int Number, ReadOnlyMemory<byte>? Utf8)> ReadAsync(
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        var number = 1;
        var tooLong = false;
        while (true)
        {
            var read = await _reader.ReadAsync(stop);
            var buffer = read.Buffer;
            while (buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = buffer.Slice(0, end);
                Pass(line.Length + 1, number);
                if (tooLong || line.Length > Longest)
                    yield return (number, null);
                else if (Text(line) is { Length: > 0 } text)
                    yield return (number, text);
                tooLong = false;
                number++;
                buffer = buffer.Slice(buffer.GetPosition(1, end));
            }
            if (read.IsCompleted)
            {
                if (!buffer.IsEmpty)
                    Pass(buffer.Length, number);
                if (tooLong || buffer.Length > Longest)
                    yield return (number, null);
                else if (Text(buffer) is { Length: > 0 } text)
                    yield return (number, text);
                break;
            }
            if (tooLong || buffer.Length > Longest)
            {
                // Thrown away as it comes: what is too long anyway need not be kept.
                Pass(buffer.Length, number);
                tooLong = true;
                buffer = buffer.Slice(buffer.End);
            }
            _reader.AdvanceTo(buffer.Start, read.Buffer.End);
        }
        await _reader.CompleteAsync();
    }

    private void Pass(long bytes, int line)
    {
        _passed += bytes;
        if (_passed > sizes?.Bytes)
            throw new ImportBrokenOffException(TimedBody.TooLarge, sizes.Bytes, line);
        if (line > sizes?.Lines)
            throw new ImportBrokenOffException("import-too-many-lines", sizes.Lines, line);
    }

    private static ReadOnlyMemory<byte> Text(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray().AsMemory();
        // The mark that some systems begin a file with, and that stays where such files are put together.
        if (bytes.Span.StartsWith("\uFEFF"u8))
            bytes = bytes["\uFEFF"u8.Length..];
        var trimmed = bytes.Span.TrimEnd(" \t\r"u8).TrimStart(" \t"u8);
        return trimmed.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes;
    }
}
