using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Unpacks gzip, and tells a stream that was cut off, which the framework takes for one that is complete: behind the
/// source comes a member of our own with a last line that nobody can foresee. Only a complete source lets it through.
/// </summary>
internal static class WholeGzip
{
    /// <summary>The lines of a gzip stream; throws <see cref="InvalidDataException"/> at the end where it is damaged.</summary>
    public static async IAsyncEnumerable<(int Number, ReadOnlyMemory<byte>? Utf8)> ReadAsync(
        Stream packed,
        ImportSizes? sizes = null,
        [EnumeratorCancellation] CancellationToken stop = default
    )
    {
        var end = Encoding.ASCII.GetBytes($"{Guid.NewGuid():N}{Guid.NewGuid():N}");
        await using var body = new GZipStream(new Followed(packed, Member(end)), CompressionMode.Decompress);
        await foreach (var line in new LineReader(body, sizes).ReadAsync(stop))
        {
            if (line.Utf8 is { } text && text.Span.SequenceEqual(end))
                yield break;
            yield return line;
        }
        throw new InvalidDataException("The gzip stream is cut off.");
    }

    private static byte[] Member(ReadOnlySpan<byte> line)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        {
            gzip.Write("\n"u8);
            gzip.Write(line);
        }
        return packed.ToArray();
    }

    /// <summary>A stream, and some bytes behind it.</summary>
    private sealed class Followed(Stream first, byte[] then) : ForwardStream
    {
        private readonly MemoryStream _then = new(then);

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer,
            CancellationToken cancellationToken = default
        ) =>
            await first.ReadAsync(buffer, cancellationToken) is > 0 and var read
                ? read
                : await _then.ReadAsync(buffer, cancellationToken);

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                first.Dispose();
            base.Dispose(disposing);
        }
    }
}
