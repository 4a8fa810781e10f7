using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Ledger;
using Wellbeing.Api.Tests.Oidc;
using Wellbeing.Api.Tests.Rules;
using Wellbeing.Api.Tests.Webhooks;
using Xunit;

namespace Wellbeing.Api.Tests.Background;

/// <summary>What a node did goes on elsewhere when it stands still, and a duty that fails stops no other.</summary>
public sealed class TakeoverTests
{
    // It is to happen within 15 s, which is measured; beside other tests that share two processors it may take twice as long.
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("STOP")]
    [InlineData("KILL")]
    public async Task when_the_node_that_leads_the_subscriptions_stands_still_another_takes_them_over(string signal)
    {
        if (!Database.Available)
            throw Database.Skip();
        await using var receiver = await Receiver.StartAsync();
        await using var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-takeover-").FullName;
        var first = await StartAsync(database, folder);
        try
        {
            // Alone, it leads.
            await database.QuietAsync(TimeProvider.System);
            var second = await StartAsync(database, folder);
            await using var server = second.Server;
            var officer = await server.OfficerAsync();
            var hook = await server.HookAsync(receiver, officer.Unit);
            await server.LookedAfterAsync(hook);
            await Programs.RunAsync(
                folder,
                new Dictionary<string, string?>(),
                "kill",
                $"-{signal}",
                $"{first.Process.Id}"
            );

            await server.WarningAsync(officer);
            var began = Stopwatch.GetTimestamp();
            var (degraded, judged, told, sequenced) = (false, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
            await Until.TrueAsync(async () =>
            {
                var ready = await server.Anonymous.GetAsync("/readyz");
                degraded |= ready.Json.GetProperty("checks").GetProperty("rules").Text("status") == "degraded";
                if (judged == TimeSpan.Zero && await database.AskAsync<bool>(Waiting.Quiet, DateTimeOffset.UtcNow))
                    judged = Stopwatch.GetElapsedTime(began);
                if (told == TimeSpan.Zero && receiver.Messages.Count > 0)
                    told = Stopwatch.GetElapsedTime(began);
                if (sequenced == TimeSpan.Zero && await database.AskAsync<bool>(SequencerTests.Whole))
                    sequenced = Stopwatch.GetElapsedTime(began);
                return judged > TimeSpan.Zero && told > TimeSpan.Zero && sequenced > TimeSpan.Zero;
            });
            Console.WriteLine(
                $"After SIG{signal}: judged after {judged.TotalSeconds:F1} s, told after {told.TotalSeconds:F1} s, "
                    + $"sequenced after {sequenced.TotalSeconds:F1} s; degraded meanwhile: {degraded}."
            );
            new[] { judged, told, sequenced }.Max().ShouldBeLessThan(Within);
            if (signal == "STOP")
                degraded.ShouldBeTrue();
        }
        finally
        {
            await Programs.EndAsync(first.Process);
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task a_session_that_stands_still_half_way_through_an_append_is_ended_and_holds_no_audit_up()
    {
        await using var server = await Host.StartAsync();
        await using var session = await server.Database.Application.OpenConnectionAsync(
            TestContext.Current.CancellationToken
        );
        await using var append = new NpgsqlCommand(
            $"BEGIN; SELECT pg_advisory_xact_lock_shared({Locks.Rebuild}), nextval('events.mt_events_sequence')",
            session
        );
        await append.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        var began = Stopwatch.GetTimestamp();
        var highWater = server.Services.GetRequiredService<HighWater>();

        await Until.TrueAsync(async () => await highWater.ReachAsync(CancellationToken.None) is not null);

        Console.WriteLine(
            $"An append that stood still was ended after {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s."
        );
        Stopwatch.GetElapsedTime(began).ShouldBeLessThan(Within);
        await Should.ThrowAsync<NpgsqlException>(() => append.ExecuteNonQueryAsync(CancellationToken.None));
    }

    [Fact]
    public async Task a_subscription_that_fails_is_named_and_stops_no_other_and_goes_on_when_it_can()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var server = await Host.StartAsync(null, [.. Telling.Settings, RuleTests.Active]);
        var officer = await server.OfficerAsync();
        await server.HookAsync(receiver, officer.Unit);
        await server.Database.QuietAsync(TimeProvider.System);
        await server.Database.ExecuteAsync("ALTER TABLE rules.due ADD CONSTRAINT poison CHECK (false) NOT VALID");

        await server.WarningAsync(officer);

        await receiver.WaitAsync(1);
        await Until.TrueAsync(async () =>
            (await server.Anonymous.GetAsync("/readyz"))
                .Json.GetProperty("checks")
                .GetProperty("duties")
                .TryGetProperty("failing", out var failing) && failing.TryGetProperty("rules", out _)
        );
        await server.Database.ExecuteAsync("ALTER TABLE rules.due DROP CONSTRAINT poison");
        await server.Database.QuietAsync(TimeProvider.System);
    }

    private static async Task<(Process Process, Host.Running Server)> StartAsync(Database database, string folder)
    {
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var process = OwnProcess.Run(
            database,
            folder,
            address,
            ("Logging__LogLevel__Default", "None"),
            ("RateLimit__PerSecond", "1000000"),
            ("Quota__Factor", "1000000"),
            ("Webhooks__AllowLoopback", "true")
        );
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = address };
        await Until.TrueAsync(() => Programs.IsReadyAsync(http), TimeSpan.FromSeconds(90));
        return (process, new Host.Running(address, database, folder, () => Programs.EndAsync(process), owns: false));
    }
}
