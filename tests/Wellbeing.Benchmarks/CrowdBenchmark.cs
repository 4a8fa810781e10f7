using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>
/// A crowd that holds what it can: uploads that send nothing, streams, and readers who read next to nothing, each of which
/// comes again as soon as it is let go. Meanwhile others post, and are not to notice.
/// </summary>
internal static class CrowdBenchmark
{
    private const int IdleUploads = 200;
    private const int Streams = 32;
    private const int SlowReaders = 100;
    private const int Callers = 20;
    private const int Posters = 4;
    private const double LongestPost = 1000;
    private const double MostMegabytes = 500;
    private const int ServerFaults = 500;

    // What is no status.
    private const int Waiting = 0;
    private const int Closed = 1;

    private static readonly TimeSpan Alone = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Together = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenPosts = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BetweenBytes = TimeSpan.FromMilliseconds(100);

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var integrators = await TokensAsync(installation, "integrator");
        var auditors = await TokensAsync(installation, "auditor");
        var administrator = await installation.TokenAsync("administrator");
        await using var server = await installation.StartAsync();
        if (settings.Files.All(File.Exists))
            await Force.ImportAsync(settings, server.Address, integrators[0]);
        else
            await Force.ImportOfficersAsync(2000, server.Address, integrators[0]);
        var officers = await installation.QueryAsync<Guid>(
            "SELECT officer_id FROM readmodels.mt_doc_commendation WHERE officer_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 10"
        );
        var crowd = new Crowd(server.Address);
        var alone = await PostAsync(server.Address, administrator, "A", Alone, crowd);
        report.Percentiles("others' POSTs without the crowd, ms", alone, LongestPost, (LongestPost, LongestPost));
        report.Note(FormattableString.Invariant($"the server held at most {server.PeakMegabytes:0} MB until then"));

        using var over = new CancellationTokenSource();
        var all = new List<Task>();
        for (var i = 0; i < IdleUploads; i++)
            all.Add(crowd.RepeatAsync("idle uploads", Upload(integrators[i % Callers]), over.Token));
        for (var i = 0; i < Streams; i++)
            all.Add(crowd.RepeatAsync("streams", Get("/api/v1/notices/stream", auditors[0]), over.Token));
        for (var i = 0; i < SlowReaders; i++)
            all.Add(crowd.RepeatAsync("slow readers", Get(Read(i, officers), auditors[i % Callers]), over.Token));
        var posts = await PostAsync(server.Address, administrator, "B", Together, crowd);
        await over.CancelAsync();
        await Task.WhenAll(all);

        foreach (var (what, statuses) in crowd.Statuses.OrderBy(x => x.Key, StringComparer.Ordinal))
            report.Note(
                $"{what}: {string.Join(", ", statuses.OrderBy(x => x.Key).Select(x => $"{x.Value} × {Name(x.Key)}"))}"
            );
        report.Percentiles(
            "others' POSTs beside 200 idle uploads, 32 streams and 100 slow readers, ms",
            posts,
            LongestPost,
            (LongestPost, LongestPost)
        );
        var peak = new Series("the server", "MB");
        peak.Add(server.PeakMegabytes);
        report.AtMost("memory at its peak", peak, MostMegabytes);
        var faults = new Series("answers", "5xx");
        faults.Add(crowd.Statuses.Values.Sum(x => x.Where(y => y.Key >= ServerFaults).Sum(y => y.Value)));
        report.AtMost("faults of the server", faults, 0);
    }

    private static async Task<List<string>> TokensAsync(Installation installation, string role)
    {
        var tokens = new List<string>();
        for (var i = 0; i < Callers; i++)
            tokens.Add((await installation.RunAsync("token", role, "--sub", $"{role}-{i}")).Trim());
        return tokens;
    }

    private static string Read(int reader, List<Guid> officers) =>
        (reader % 4) switch
        {
            0 => "/api/v1/transfers.csv",
            1 when officers.Count > 0 => $"/api/v1/officers/{officers[reader % officers.Count]}/replay",
            2 => "/api/v1/commendations?limit=500",
            _ => "/api/v1/officers?limit=500",
        };

    private static byte[] Get(string path, string token) => Load.Get(path, token);

    private static byte[] Upload(string token) =>
        Encoding.ASCII.GetBytes(
            "POST /api/v1/imports HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                + $"Transfer-Encoding: chunked\r\nAuthorization: Bearer {token}\r\n\r\n"
        );

    private static string Name(int status) =>
        status switch
        {
            Waiting => "waiting for an answer",
            Closed => "closed unanswered",
            < 0 => ((SocketError)(-status)).ToString(),
            _ => status.ToString(CultureInfo.InvariantCulture),
        };

    /// <summary>How long each of a few people's posts took, in milliseconds.</summary>
    private static async Task<List<double>> PostAsync(
        Uri server,
        string token,
        string prefix,
        TimeSpan duration,
        Crowd crowd
    )
    {
        var times = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, Posters).Select(RunAsync));
        return [.. times];

        async Task RunAsync(int poster)
        {
            using var socket = new HttpSocket();
            await socket.ConnectAsync(server, CancellationToken.None);
            var started = Stopwatch.GetTimestamp();
            for (var turn = 0; Stopwatch.GetElapsedTime(started) < duration; turn++)
            {
                var code = $"{prefix}{poster}-{turn}";
                var request = Load.Post(
                    "/api/v1/units",
                    token,
                    $$"""{"unitCode":"{{code}}","name":"Unit {{code}}","kind":"frontline"}"""
                );
                var sent = Stopwatch.GetTimestamp();
                crowd.Count($"others' POSTs ({prefix})", await socket.SendAsync(request, CancellationToken.None));
                times.Add(Stopwatch.GetElapsedTime(sent).TotalMilliseconds);
                await Task.Delay(BetweenPosts);
            }
        }
    }

    /// <summary>Those who hold on to what they get.</summary>
    private sealed class Crowd(Uri server)
    {
        public ConcurrentDictionary<string, ConcurrentDictionary<int, long>> Statuses { get; } =
            new(StringComparer.Ordinal);

        public void Count(string what, int status) =>
            Statuses.GetOrAdd(what, _ => new()).AddOrUpdate(status, 1, (_, count) => count + 1);

        /// <summary>Asks, reads a byte now and then, and asks again when it is let go.</summary>
        public async Task RepeatAsync(string what, byte[] request, CancellationToken stop)
        {
            while (!stop.IsCancellationRequested)
            {
                var status = Waiting;
                try
                {
                    status = await HoldAsync(request, stop);
                }
                catch (SocketException cut)
                {
                    status = -(int)cut.SocketErrorCode;
                }
                catch (OperationCanceledException)
                {
                    Count($"{what}, at the end", status);
                    return;
                }
                Count(what, status);
                await Task.WhenAny(Task.Delay(BetweenTries, stop));
            }
        }

        private async Task<int> HoldAsync(byte[] request, CancellationToken stop)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            // What it does not read, the server has to hold.
            socket.ReceiveBufferSize = 4096;
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, server.Port), stop);
            await socket.SendAsync(request, stop);
            var head = new byte[12];
            for (var got = 0; got < head.Length; )
            {
                var received = await socket.ReceiveAsync(head.AsMemory(got), stop);
                if (received == 0)
                    return Closed;
                got += received;
            }
            var status = int.Parse(head.AsSpan(9, 3), CultureInfo.InvariantCulture);
            var one = new byte[1];
            try
            {
                if (status != (int)HttpStatusCode.OK)
                    return status;
                while (await socket.ReceiveAsync(one, stop) > 0)
                    await Task.Delay(BetweenBytes, stop);
            }
            catch (Exception gone) when (gone is SocketException or OperationCanceledException)
            {
                // The server has let it go, or the time is over.
            }
            return status;
        }
    }
}
