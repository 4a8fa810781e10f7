using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>A connection of somebody who keeps to no client's manners: what is sent, and when anything is read, is the test's.</summary>
internal sealed class Wire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];
    private readonly StringBuilder _answer = new();

    /// <summary>Connects, and sends the headers of a request and no more.</summary>
    public static async Task<Wire> SendAsync(
        Uri server,
        string request,
        string? token,
        params (string Name, string Value)[] headers
    )
    {
        var wire = new Wire();
        await wire._socket.ConnectAsync("127.0.0.1", server.Port);
        var text = new StringBuilder($"{request} HTTP/1.1\r\nHost: localhost\r\n");
        if (token is not null)
            text.Append(CultureInfo.InvariantCulture, $"Authorization: Bearer {token}\r\n");
        foreach (var (name, value) in headers)
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        await wire.SendAsync(Encoding.ASCII.GetBytes(text.Append("\r\n").ToString()));
        return wire;
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await _socket.SendAsync(bytes)..];
    }

    /// <summary>A part of a chunked body.</summary>
    public async Task SendChunkAsync(ReadOnlyMemory<byte> bytes)
    {
        await SendAsync(Encoding.ASCII.GetBytes($"{bytes.Length:x}\r\n"));
        await SendAsync(bytes);
        await SendAsync("\r\n"u8.ToArray());
    }

    /// <summary>How much has come that nobody has read.</summary>
    public int Available => _socket.Available;

    /// <summary>Whether anything has come yet.</summary>
    public bool HasAnswer => _answer.Length > 0 || _socket.Available > 0;

    /// <summary>The status of the answer, once it comes.</summary>
    public async Task<int> StatusAsync()
    {
        while (_answer.Length < "HTTP/1.1 200".Length)
        {
            if (!await ReceiveAsync())
                throw new IOException("The connection was closed without an answer.");
        }
        return int.Parse(_answer.ToString(9, 3), CultureInfo.InvariantCulture);
    }

    /// <summary>All that comes until the server closes, or until the last chunk.</summary>
    public async Task<string> AnswerAsync()
    {
        while (!Ends("\r\n0\r\n\r\n") && await ReceiveAsync()) { }
        return _answer.ToString();
    }

    public void Dispose() => _socket.Dispose();

    private bool Ends(string end) =>
        _answer.Length >= end.Length && _answer.ToString(_answer.Length - end.Length, end.Length) == end;

    private async Task<bool> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(Patience);
        var received = await _socket.ReceiveAsync(_buffer, late.Token);
        _answer.Append(Encoding.UTF8.GetString(_buffer, 0, received));
        return received > 0;
    }
}
