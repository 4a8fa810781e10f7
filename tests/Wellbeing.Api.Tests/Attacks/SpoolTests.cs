using System.Diagnostics;
using Shouldly;
using Wellbeing.Api.Features.Imports;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>The spool of an answer: a ring that gives back what was put in, and no more of it than it may.</summary>
public sealed class SpoolTests
{
    [Fact]
    public async Task what_a_reader_leaves_is_refused_beyond_the_limit_and_the_end_has_room_still()
    {
        await using var spool = new Spool(1000);
        (await spool.WriteAsync(new byte[600], last: false, default)).ShouldBeTrue();
        (await spool.WriteAsync(new byte[600], last: false, default)).ShouldBeFalse();
        (await spool.WriteAsync(new byte[600], last: true, default)).ShouldBeTrue();
        using var all = new MemoryStream();
        spool.End();
        await spool.CopyToAsync(all, default);
        all.Length.ShouldBe(1200);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task however_reader_and_writer_take_turns_every_byte_comes_once_and_in_order(int seed)
    {
        var chance = new Random(seed);
        const int most = 300_000;
        await using var spool = new Spool(most);
        using var read = new MemoryStream();
        var reading = spool.CopyToAsync(new Slow(read, new Random(seed + 100)), default);
        using var written = new MemoryStream();
        for (var i = 0; i < 2_000; i++)
        {
            var bytes = new byte[chance.Next(1, 20_000)];
            chance.NextBytes(bytes);
            var started = Stopwatch.GetTimestamp();
            while (!await spool.WriteAsync(bytes, last: false, default))
            {
                Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20));
                await Task.Yield();
            }
            written.Write(bytes);
        }
        spool.End();
        await reading;
        read.ToArray().AsSpan().SequenceEqual(written.ToArray()).ShouldBeTrue();
    }

    /// <summary>A reader that lets others go first every now and then.</summary>
    private sealed class Slow(MemoryStream inner, Random chance) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => inner.Length;
        public override long Position { get; set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken stop = default)
        {
            if (chance.Next(10) == 0)
                await Task.Yield();
            inner.Write(buffer.Span);
        }

        public override void Flush() { }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
