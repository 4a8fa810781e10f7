using Microsoft.Win32.SafeHandles;

namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Holds an answer that a client may not read before it has sent all of its request: written without ever waiting for the
/// reader, in a file that is gone with its last handle, so that memory stays flat. The file is a ring: what was read makes
/// room, and it never grows beyond its capacity.
/// </summary>
/// <param name="most">The most bytes that may wait for the reader.</param>
internal sealed class Spool(long most) : IAsyncDisposable
{
    // Room to say that the rest has none.
    private const int Reserve = 256 * 1024;
    private const int Portion = 64 * 1024;

    private readonly SafeFileHandle _file = Open();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Lock _places = new();
    private readonly long _capacity = most + Reserve;
    private long _written;
    private long _read;
    private long _start;
    private volatile bool _ended;

    /// <summary>Adds to the answer; false where its reader has left too much of it.</summary>
    /// <param name="bytes">What is added.</param>
    /// <param name="last">Whether it is what ends the answer, for which there is room always.</param>
    /// <param name="stop">Stops it.</param>
    public async ValueTask<bool> WriteAsync(ReadOnlyMemory<byte> bytes, bool last, CancellationToken stop)
    {
        lock (_places)
        {
            // Where all is read, it begins anew: a reader that keeps up costs no disk.
            if (_read == _written)
                _start = _written;
            if (_written - _read + bytes.Length > (last ? _capacity : most))
                return false;
        }
        while (!bytes.IsEmpty)
        {
            var (place, room) = At(_written);
            var part = bytes[..(int)Math.Min(bytes.Length, room)];
            await RandomAccess.WriteAsync(_file, part, place, stop);
            lock (_places)
                _written += part.Length;
            bytes = bytes[part.Length..];
        }
        _more.Release();
        return true;
    }

    public void End()
    {
        _ended = true;
        _more.Release();
    }

    /// <summary>Copies what is written, as it is written, until the end.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken stop)
    {
        var buffer = new byte[Portion];
        while (true)
        {
            var last = _ended;
            while (Unread() is > 0 and var unread)
            {
                var (place, room) = At(_read);
                var part = buffer.AsMemory(0, (int)Math.Min(Math.Min(unread, room), Portion));
                var read = await RandomAccess.ReadAsync(_file, part, place, stop);
                await target.WriteAsync(part[..read], stop);
                lock (_places)
                    _read += read;
            }
            await target.FlushAsync(stop);
            if (last)
                return;
            await _more.WaitAsync(stop);
        }
    }

    public ValueTask DisposeAsync()
    {
        _file.Dispose();
        _more.Dispose();
        return default;
    }

    private long Unread()
    {
        lock (_places)
            return _written - _read;
    }

    private (long Place, long Room) At(long position)
    {
        lock (_places)
        {
            var place = (position - _start) % _capacity;
            return (place, _capacity - place);
        }
    }

    // Made for its owner alone (mode 0600).
    private static SafeFileHandle Open()
    {
        var path = Path.GetTempFileName();
        var file = File.OpenHandle(
            path,
            FileMode.Open,
            FileAccess.ReadWrite,
            FileShare.Delete,
            FileOptions.Asynchronous
        );
        File.Delete(path);
        return file;
    }
}
