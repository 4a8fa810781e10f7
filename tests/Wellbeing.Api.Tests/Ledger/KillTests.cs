using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Oidc;
using Wellbeing.Domain.Ledger;
using Xunit;

namespace Wellbeing.Api.Tests.Ledger;

/// <summary>The server is killed again and again while it takes posts and gives them leaves.</summary>
public sealed class KillTests
{
    private const int Clients = 8;
    private static readonly int Kills = Repeated.Times(6, 20);

    [Fact]
    public async Task after_each_of_many_kills_every_acknowledged_post_is_in_its_stream_and_in_the_ledger_once()
    {
        if (!Database.Available)
            throw Database.Skip();
        var seed = Environment.TickCount;
        var random = new Random(seed);
        await using var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-kills-").FullName;
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var (acknowledged, unknown) = (new ConcurrentBag<string>(), new ConcurrentQueue<string>());
        for (var kill = 0; kill <= Kills; kill++)
        {
            using var process = Start(database, folder, address);
            using var http = Client(address, folder);
            try
            {
                await Until.TrueAsync(() => Programs.IsReadyAsync(http));
                using var stop = new CancellationTokenSource();
                // Who does not know what became of a post repeats it; the last server is left in peace to answer all.
                var clients = Enumerable
                    .Range(0, Clients)
                    .Select(_ => Task.Run(() => PostAsync(http, acknowledged, unknown, stop.Token)))
                    .ToList();
                // However slow the machine is, each server has taken something before it is killed.
                var before = acknowledged.Count;
                await Until.TrueAsync(() => Task.FromResult(acknowledged.Count > before));
                await Task.Delay(random.Next(0, 400));
                if (kill < Kills)
                    process.Kill();
                else
                    await Until.TrueAsync(() => Task.FromResult(unknown.IsEmpty));
                await stop.CancelAsync();
                await Task.WhenAll(clients);
                if (kill == Kills)
                    await Until.TrueAsync(async () => await database.AskAsync<bool>(SequencerTests.Whole));
            }
            finally
            {
                process.Kill();
                await process.WaitForExitAsync();
            }
        }

        var events = await database.ListAsync<string>(
            "SELECT data ->> 'unitCode' FROM events.mt_events WHERE type = 'unit_formed'"
        );
        events.ShouldBe(acknowledged.Distinct(), ignoreOrder: true);
        events.Count.ShouldBeGreaterThan(Kills);
        (await database.AskAsync<bool>(SequencerTests.Whole)).ShouldBeTrue();
        var hashes = await database.ListAsync<byte[]>("SELECT hash FROM ledger.leaves ORDER BY leaf");
        var root = MerkleTree.RootOf([.. hashes.SelectMany(x => x)]);
        (await database.AskAsync<byte[]>("SELECT root FROM ledger.head")).ShouldBe(root);
        Console.WriteLine(
            $"Kills: {Kills}, seed {seed}; {events.Count} posts acknowledged, each in its stream and in the ledger once."
        );
        Directory.Delete(folder, recursive: true);
    }

    private static Process Start(Database database, string folder, Uri address)
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Logging__LogLevel__Default"] = "None",
            ["RateLimit__PerSecond"] = "1000000",
            ["Quota__Factor"] = "1000000",
            ["WELLBEING_HOME"] = Path.Combine(folder, ".wellbeing"),
        };
        foreach (var (name, value) in database.Settings)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Programs.Start(folder, settings, "dotnet", Programs.Product);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static HttpClient Client(Uri address, string folder)
    {
        var token = DevelopmentIssuer.Token(DevelopmentIssuer.Home(folder), Role.Administrator, null, null, "killer");
        return new HttpClient
        {
            BaseAddress = address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };
    }

    private static async Task PostAsync(
        HttpClient http,
        ConcurrentBag<string> acknowledged,
        ConcurrentQueue<string> unknown,
        CancellationToken stop
    )
    {
        while (!stop.IsCancellationRequested)
        {
            if (!unknown.TryDequeue(out var code))
                code = Bureau.Name("K");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/units")
            {
                Content = JsonContent.Create(
                    new
                    {
                        unitCode = code,
                        name = code,
                        kind = "support",
                    }
                ),
            };
            request.Headers.Add("Idempotency-Key", code);
            try
            {
                using var answer = await http.SendAsync(request, CancellationToken.None);
                if (answer.StatusCode == HttpStatusCode.Created)
                    acknowledged.Add(code);
                else
                    unknown.Enqueue(code);
            }
            catch (HttpRequestException)
            {
                unknown.Enqueue(code);
                return;
            }
        }
    }
}
