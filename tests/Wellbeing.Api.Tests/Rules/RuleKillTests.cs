using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Api.Tests.Oidc;
using Xunit;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>Two servers on one database let the rules act; one of them is killed again and again.</summary>
public sealed class RuleKillTests
{
    private static readonly int Kills = Repeated.Times(10, 50);
    private const int Officers = 6;

    // A process that starts beside others of the test may take its time.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private const string Twice = """
        SELECT count(*) FROM (SELECT FROM events.mt_events WHERE type = 'warning_escalated'
            GROUP BY stream_id, data ->> 'missed' HAVING count(*) > 1) AS x
        """;

    private const string Escalated = "SELECT count(*) FROM events.mt_events WHERE type = 'warning_escalated'";

    private const string Posted = """
        SELECT data ->> 'officerId' FROM events.mt_events WHERE type = 'warning_raised' AND data ->> 'source' = 'peer'
        """;

    private const string Raised = """
        SELECT data -> 'rule' ->> 'events' FROM events.mt_events WHERE type = 'warning_raised' AND data ->> 'source' = 'rule'
        """;

    [Fact]
    public async Task after_each_of_many_kills_every_missed_deadline_and_every_threshold_is_on_record_once()
    {
        if (!Database.Available)
            throw Database.Skip();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-rules-").FullName;
        Uri[] addresses = [.. Enumerable.Range(0, 2).Select(_ => new Uri($"http://127.0.0.1:{Programs.FreePort()}"))];
        Process[] nodes = [Run(database, folder, addresses[0]), Run(database, folder, addresses[1])];
        var unknown = new ConcurrentQueue<(Guid Officer, string Key)>();
        try
        {
            using var http = Client(addresses[0], folder, Role.Integrator);
            await Until.TrueAsync(() => Programs.IsReadyAsync(http), Patience);
            var officers = await PrepareAsync(addresses[0], folder);
            for (var kill = 0; kill < Kills; kill++)
            {
                // The other one serves meanwhile.
                var node = random.Next(2);
                var at = addresses[1 - node];
                using (var other = Client(at, folder, Role.Integrator))
                    await Until.TrueAsync(() => Programs.IsReadyAsync(other), Patience);
                await PostAsync(at, folder, officers, unknown, random);
                await Task.Delay(random.Next(400));
                nodes[node].Kill();
                await nodes[node].WaitForExitAsync();
                nodes[node].Dispose();
                nodes[node] = Run(database, folder, addresses[node]);
            }
            foreach (var address in addresses)
            {
                using var client = Client(address, folder, Role.Integrator);
                await Until.TrueAsync(() => Programs.IsReadyAsync(client), Patience);
            }
            while (!unknown.IsEmpty)
                await PostAsync(addresses[0], folder, officers, unknown, random);

            var posted = await database.ListAsync<string>(Posted);
            // Each has missed both of its deadlines.
            await Until.TrueAsync(async () => await database.AskAsync<long>(Escalated) >= 2 * posted.Count, Patience);
            await database.QuietAsync(TimeProvider.System);
            (await database.AskAsync<long>(Escalated)).ShouldBe(2 * posted.Count);
            (await database.AskAsync<long>(Twice)).ShouldBe(0);
            var seen = (await database.ListAsync<string>(Raised)).ConvertAll(x =>
                JsonSerializer.Deserialize<Guid[]>(x)!
            );
            seen.Count.ShouldBe(posted.GroupBy(x => x).Sum(x => x.Count() / 3));
            seen.SelectMany(x => x).ShouldBeUnique();
            seen.Count.ShouldBeGreaterThan(5);
            await Until.TrueAsync(() => database.AskAsync<bool>(SequencerTests.Whole));
            Console.WriteLine(
                $"Kills: {Kills}, seed {seed}; {posted.Count} warnings, {2 * posted.Count} missed deadlines and "
                    + $"{seen.Count} thresholds, each on record once."
            );
        }
        finally
        {
            foreach (var node in nodes)
            {
                node.Kill();
                await node.WaitForExitAsync();
                node.Dispose();
            }
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Run(Database database, string folder, Uri address)
    {
        var process = OwnProcess.Run(
            database,
            folder,
            address,
            ("Logging__LogLevel__Default", "None"),
            ("RateLimit__PerSecond", "1000000"),
            ("Quota__Factor", "1000000")
        );
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static HttpClient Client(Uri address, string folder, Role role)
    {
        var token = DevelopmentIssuer.Token(DevelopmentIssuer.Home(folder), role, null, null, $"{role}-1");
        return new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    /// <summary>Officers, and rules that give nobody time to tell of what was recorded late.</summary>
    private static async Task<List<Guid>> PrepareAsync(Uri address, string folder)
    {
        using var http = Client(address, folder, Role.Administrator);
        var today = DateOnly.FromDateTime(DateTime.UtcNow.AddHours(8));
        var threshold = RuleBodies.Threshold("three", 1, "warnings", 3, 90, "blue");
        await MadeAsync(
            "policies/rules",
            new { validFrom = today, content = RuleBodies.Content([threshold], lateHours: 0) }
        );
        await MadeAsync(
            "units",
            new
            {
                unitCode = "R",
                name = "R",
                kind = "frontline",
            }
        );
        var officers = new List<Guid>();
        for (var i = 0; i < Officers; i++)
            officers.Add(
                await MadeAsync(
                    "officers",
                    new
                    {
                        badgeNumber = $"R{i}",
                        name = $"R{i}",
                        unitCode = "R",
                        appointedOn = "2020-07-01",
                    }
                )
            );
        return officers;

        async Task<Guid> MadeAsync(string path, object body)
        {
            using var answer = await http.PostAsync($"/api/v1/{path}", JsonContent.Create(body));
            answer.EnsureSuccessStatusCode();
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
        }
    }

    // Who does not know what became of a post repeats it.
    private static async Task PostAsync(
        Uri address,
        string folder,
        List<Guid> officers,
        ConcurrentQueue<(Guid Officer, string Key)> unknown,
        Random random
    )
    {
        using var http = Client(address, folder, Role.Integrator);
        for (var i = 0; i < 4; i++)
        {
            if (!unknown.TryDequeue(out var next))
                next = (officers[random.Next(officers.Count)], Bureau.Name("K"));
            var body = new
            {
                officerId = next.Officer,
                category = "health",
                level = "orange",
                source = "peer",
                occurredAt = $"{DateTimeOffset.UtcNow.AddDays(-10):yyyy-MM-dd}T00:00:00Z",
            };
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/warnings")
            {
                Content = JsonContent.Create(body),
            };
            request.Headers.Add("Idempotency-Key", next.Key);
            try
            {
                using var answer = await http.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.Created)
                    unknown.Enqueue(next);
            }
            catch (HttpRequestException)
            {
                unknown.Enqueue(next);
            }
        }
    }
}
