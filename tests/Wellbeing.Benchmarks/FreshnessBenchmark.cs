using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Threading.Channels;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>From a POST on an idle server to the event of the bureau's dashboard that counts it.</summary>
internal static class FreshnessBenchmark
{
    private const int Posts = 200;
    private const int WarmingUp = 10;
    private const int Created = 201;

    // A quarter of the force's record.
    private const string Dashboard = "/api/v1/dashboards/stream?quarter=2018-Q4";

    // A watch rests for a quarter of a second after it has read: what comes then is not on an idle server.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(10);

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var (token, auditor) = (await installation.TokenAsync("integrator"), await installation.TokenAsync("auditor"));
        await using var server = await installation.StartAsync();
        if (settings.Files.All(File.Exists))
            await Force.ImportAsync(settings, server.Address, token);
        else
            await Force.ImportOfficersAsync(2000, server.Address, token);
        await installation.ExecuteAsync("VACUUM ANALYZE", "CHECKPOINT");
        var officers = await installation.QueryAsync<Guid>(
            "SELECT officer_id FROM readmodels.postings WHERE from_on < '2018-10-01' AND until_on IS NULL "
                + $"ORDER BY 1 LIMIT {Posts + WarmingUp}"
        );
        using var following = await FollowAsync(server.Address, auditor);
        await MeasureAsync("commendations-nominated", officers, Nomination);
        await MeasureAsync("talks-held", officers, Talk);

        async Task MeasureAsync(string figure, List<Guid> about, Func<Guid, (string Path, string Json)> post)
        {
            using var socket = new HttpSocket();
            await socket.ConnectAsync(server.Address, CancellationToken.None);
            var (sinceSent, sinceAnswered) = (new List<double>(), new List<double>());
            for (var i = 0; i < about.Count; i++)
            {
                await Task.Delay(Apart);
                var (path, json) = post(about[i]);
                var (request, before) = (Load.Post(path, token, json), following.Figures[figure]);
                var sent = Stopwatch.GetTimestamp();
                if (await socket.SendAsync(request, CancellationToken.None) != Created)
                    throw new InvalidOperationException("A post was refused: " + socket.Answer);
                var answered = Stopwatch.GetTimestamp();
                var counted = await following.UntilAsync(figure, before + 1);
                if (i < WarmingUp)
                    continue;
                sinceSent.Add(Stopwatch.GetElapsedTime(sent, counted).TotalMilliseconds);
                // The event may be there before the answer is.
                sinceAnswered.Add(Math.Max(0, Stopwatch.GetElapsedTime(answered, counted).TotalMilliseconds));
            }
            report.Percentiles($"{figure}: from the POST to the event that counts it, ms", sinceSent, 1000, (50, 200));
            report.Percentiles($"{figure}: from the POST's answer to that event, ms", sinceAnswered, 1000, (50, 200));
        }
    }

    private static (string Path, string Json) Nomination(Guid officer) =>
        (
            "/api/v1/commendations",
            $$"""{"recipientKind":"individual","officerId":"{{officer}}","title":"嘉奖","deed":"majorCase","citation":"Found the hidden ledger.","nominatedOn":"2018-11-05"}"""
        );

    private static (string Path, string Json) Talk(Guid officer) =>
        (
            "/api/v1/talks",
            $$"""{"officerId":"{{officer}}","kind":"heartToHeart","heldAt":"2018-11-05T09:30:00+08:00","topics":[],"concerns":[]}"""
        );

    private static async Task<Following> FollowAsync(Uri server, string token)
    {
        var client = new HttpClient { BaseAddress = server, Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var following = new Following(client, await client.GetStreamAsync(new Uri(Dashboard, UriKind.Relative)));
        await following.UntilAsync("talks-held", 0);
        return following;
    }

    /// <summary>A reader of the stream, which notes when each event has come.</summary>
    private sealed class Following : IDisposable
    {
        private readonly HttpClient _client;
        private readonly Channel<(string Data, long At)> _events = Channel.CreateUnbounded<(string, long)>();

        public Following(HttpClient client, Stream events)
        {
            _client = client;
            _ = ReadAsync(events);
        }

        /// <summary>The quarter's figures, as far as they were told.</summary>
        public Dictionary<string, decimal> Figures { get; } = new(StringComparer.Ordinal);

        /// <summary>Waits until a figure has come to a value; answers when the event came that said so.</summary>
        public async Task<long> UntilAsync(string figure, decimal value)
        {
            using var late = new CancellationTokenSource(AtMost);
            try
            {
                while (true)
                {
                    var (data, at) = await _events.Reader.ReadAsync(late.Token);
                    foreach (var told in JsonElement.Parse(data).GetProperty("figures").EnumerateArray())
                        Figures[told.GetProperty("name").GetString()!] = told.GetProperty("quarter").GetDecimal();
                    if (Figures.TryGetValue(figure, out var now) && now >= value)
                        return at;
                }
            }
            catch (OperationCanceledException ended)
            {
                throw new InvalidOperationException($"{figure} did not come to {value}.", ended);
            }
        }

        public void Dispose() => _client.Dispose();

        private async Task ReadAsync(Stream events)
        {
            try
            {
                using var lines = new StreamReader(events);
                while (await lines.ReadLineAsync() is { } line)
                {
                    if (line.StartsWith("data: ", StringComparison.Ordinal))
                        _events.Writer.TryWrite((line["data: ".Length..], Stopwatch.GetTimestamp()));
                }
                _events.Writer.Complete();
            }
            catch (Exception failure)
            {
                _events.Writer.Complete(failure);
            }
        }
    }
}
