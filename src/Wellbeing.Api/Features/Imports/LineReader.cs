using System.Buffers;
using System.IO.Pipelines;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Cuts a stream into lines without ever holding more than one of them. A line longer than a body may be is read past, and
/// answered as too long.
/// </summary>
internal sealed class LineReader(Stream source)
{
    public const int Longest = 1024 * 1024;

    private readonly PipeReader _reader = PipeReader.Create(source, new StreamPipeReaderOptions(bufferSize: 64 * 1024));

    /// <summary>The lines in order; null stands for one that is too long. Empty lines are counted and left out.</summary>
    public async IAsyncEnumerable<(int Number, ReadOnlyMemory<byte>? Utf8)> ReadAsync(
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop
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
                if (tooLong || buffer.Length > Longest)
                    yield return (number, null);
                else if (Text(buffer) is { Length: > 0 } text)
                    yield return (number, text);
                break;
            }
            if (tooLong || buffer.Length > Longest)
            {
                // Thrown away as it comes: what is too long anyway need not be kept.
                tooLong = true;
                buffer = buffer.Slice(buffer.End);
            }
            _reader.AdvanceTo(buffer.Start, read.Buffer.End);
        }
        await _reader.CompleteAsync();
    }

    private static ReadOnlyMemory<byte> Text(ReadOnlySequence<byte> line)
    {
        var bytes = line.ToArray().AsMemory();
        var trimmed = bytes.Span.TrimEnd(" \t\r"u8).TrimStart(" \t"u8);
        return trimmed.IsEmpty ? ReadOnlyMemory<byte>.Empty : bytes;
    }
}
