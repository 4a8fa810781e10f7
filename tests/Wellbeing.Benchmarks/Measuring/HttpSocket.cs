using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wellbeing.Benchmarks.Measuring;

/// <summary>
/// One connection that sends ready-made requests and reads past the answers: the load must cost little, since it shares
/// the cores with what it measures.
/// </summary>
internal sealed class HttpSocket : IDisposable
{
    private static readonly byte[] LastChunk = "\r\n0\r\n\r\n"u8.ToArray();

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
    {
        NoDelay = true,
    };
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _end;

    /// <summary>The last answer, or the end of it where it is a long one.</summary>
    public string Answer => Encoding.UTF8.GetString(_buffer, 0, _end);

    public ValueTask ConnectAsync(Uri server, CancellationToken stop) =>
        _socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), stop);

    /// <summary>Sends a request, reads the whole answer, and answers its status.</summary>
    public async ValueTask<int> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        while (!request.IsEmpty)
            request = request[await _socket.SendAsync(request, stop)..];
        _end = 0;
        int head;
        do await ReceiveAsync(stop);
        while ((head = _buffer.AsSpan(0, _end).IndexOf("\r\n\r\n"u8)) < 0);
        var status = int.Parse(_buffer.AsSpan(9, 3), CultureInfo.InvariantCulture);
        var length = status == (int)HttpStatusCode.NotModified ? 0 : LengthIn(_buffer.AsSpan(0, head));
        for (var body = _end - head - 4; length is { } whole ? body < whole : !EndsChunked(); )
            body += await ReceiveAsync(stop);
        return status;
    }

    public void Dispose() => _socket.Dispose();

    private bool EndsChunked() => _buffer.AsSpan(0, _end).EndsWith(LastChunk);

    private async ValueTask<int> ReceiveAsync(CancellationToken stop)
    {
        if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_end - LastChunk.Length).CopyTo(_buffer);
            _end = LastChunk.Length;
        }
        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), stop);
        _end += received;
        return received > 0 ? received : throw new IOException("The server closed the connection.");
    }

    private static int? LengthIn(ReadOnlySpan<byte> head)
    {
        var name = "\r\nContent-Length: "u8;
        var at = head.IndexOf(name);
        if (at < 0)
            return null;
        var value = head[(at + name.Length)..];
        var end = value.IndexOf((byte)'\r');
        return int.Parse(end < 0 ? value : value[..end], CultureInfo.InvariantCulture);
    }
}
