using System.Diagnostics;
using System.Text;

namespace Wellbeing.Benchmarks.Measuring;

/// <summary>Requests that a number of connections send for a time, each the next when the last is answered.</summary>
internal static class Load
{
    /// <summary>Answers per second; any answer but the expected one fails the run.</summary>
    public static async Task<double> PerSecondAsync(
        Uri server,
        int connections,
        TimeSpan duration,
        IReadOnlyList<byte[]> requests,
        int expected
    )
    {
        using var stop = new CancellationTokenSource(duration + TimeSpan.FromSeconds(60));
        var sockets = new HttpSocket[connections];
        try
        {
            for (var i = 0; i < connections; i++)
                await (sockets[i] = new HttpSocket()).ConnectAsync(server, stop.Token);
            return await RepeatAsync(connections, duration, (client, turn) => AskAsync(sockets[client], client + turn));
        }
        finally
        {
            foreach (var socket in sockets)
                socket?.Dispose();
        }

        async ValueTask AskAsync(HttpSocket socket, int turn)
        {
            var status = await socket.SendAsync(requests[turn % requests.Count], stop.Token);
            if (status != expected)
                throw new InvalidOperationException($"Expected {expected}, not: {socket.Answer}");
        }
    }

    /// <summary>How often per second a number of clients get something done, all at once.</summary>
    public static async Task<double> RepeatAsync(int clients, TimeSpan duration, Func<int, int, ValueTask> actAsync)
    {
        var started = Stopwatch.GetTimestamp();
        var done = await Task.WhenAll(Enumerable.Range(0, clients).Select(client => Task.Run(() => RunAsync(client))));
        return done.Sum() / duration.TotalSeconds;

        async Task<long> RunAsync(int client)
        {
            // Clients start at different places, so that they ask for different things.
            const int apart = 7919;
            for (var turn = 0; ; turn++)
            {
                await actAsync(client, client * apart + turn);
                if (Stopwatch.GetElapsedTime(started) >= duration)
                    return turn;
            }
        }
    }

    /// <param name="path">What to get.</param>
    /// <param name="token">Bearer token.</param>
    /// <param name="tag">The entity tag that the caller has; null for none.</param>
    public static byte[] Get(string path, string token, string? tag = null)
    {
        var condition = tag is null ? "" : $"\r\nIf-None-Match: {tag}";
        return Request($"GET {path} HTTP/1.1\r\nHost: localhost{Bearer(token)}{condition}\r\n\r\n");
    }

    public static byte[] Post(string path, string token, string json) =>
        Request(
            $"POST {path} HTTP/1.1\r\nHost: localhost{Bearer(token)}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}"
        );

    private static string Bearer(string token) => $"\r\nAuthorization: Bearer {token}";

    private static byte[] Request(string text) => Encoding.UTF8.GetBytes(text);
}
