namespace Wellbeing.Api.Features.Imports;

/// <summary>
/// Holds an answer that a client may not read before it has sent all of its request: written without ever waiting for the
/// reader, in a file that is gone with its last handle, so that memory stays flat.
/// </summary>
internal sealed class Spool : IAsyncDisposable
{
    private readonly FileStream _writer;
    private readonly FileStream _reader;
    private readonly SemaphoreSlim _more = new(0);
    private volatile bool _ended;

    public Spool()
    {
        // Made for its owner alone (mode 0600).
        var path = Path.GetTempFileName();
        _writer = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        _reader = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        File.Delete(path);
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken stop)
    {
        await _writer.WriteAsync(bytes, stop);
        await _writer.FlushAsync(stop);
        _more.Release();
    }

    public void End()
    {
        _ended = true;
        _more.Release();
    }

    /// <summary>Copies what is written, as it is written, until the end.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken stop)
    {
        while (true)
        {
            var last = _ended;
            await _reader.CopyToAsync(target, stop);
            await target.FlushAsync(stop);
            if (last)
                return;
            await _more.WaitAsync(stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _reader.DisposeAsync();
        _more.Dispose();
    }
}
