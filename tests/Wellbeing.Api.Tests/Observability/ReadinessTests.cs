using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Observability;

public sealed class ReadinessTests
{
    private const string Secret = "what-somebody-wrote";

    [Fact]
    public async Task when_all_is_well_each_check_says_so_and_no_event_is_missing()
    {
        await using var server = await Host.StartAsync();
        var officer = await server.OfficerAsync();
        await server.NominationAsync(officer);
        await server.TalkAsync(officer);
        await server.OverrideAsync(officer);
        var reply = await server.Anonymous.GetAsync("/readyz");
        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        // Towards a year's end, the next one's working days may not be known yet.
        var others = reply.Json.GetProperty("checks").EnumerateObject().Where(x => x.Name != "calendar");
        others.Select(x => x.Value.Text("status")).Distinct().ShouldBe(["healthy"]);
        Check(reply, "database").ShouldBe("""{"status":"healthy"}""");
        Check(reply, "projections").ShouldBe("""{"status":"healthy","lag":0}""");
    }

    [Fact]
    public async Task when_a_row_is_missing_or_behind_the_lag_says_by_how_many_events()
    {
        await using var server = await Host.StartAsync();
        var (first, second) = (await server.UnitAsync(), await server.UnitAsync());
        (await server.Administrator().PostAsync($"units/{first}/rename", new { name = "Another name" })).Done();
        await server.Database.ExecuteAsync($"DELETE FROM readmodels.mt_doc_unit WHERE unit_code = '{second}'");
        await BecomesAsync(server, """{"status":"degraded","lag":1}""");
        await server.Database.ExecuteAsync(
            $"UPDATE readmodels.mt_doc_unit SET mt_version = 1 WHERE unit_code = '{first}'"
        );
        await BecomesAsync(server, """{"status":"degraded","lag":2}""");
        await server.Database.ExecuteAsync($"DELETE FROM readmodels.mt_doc_unit WHERE unit_code = '{first}'");
        await BecomesAsync(server, """{"status":"degraded","lag":3}""");
        var reply = await server.Anonymous.GetAsync("/readyz");
        (reply.Status, reply.Json.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "degraded"));
    }

    [Fact]
    public async Task when_a_rebuild_holds_the_tables_it_is_said_and_not_waited_for()
    {
        await using var server = await Host.StartAsync();
        await using (var connection = await server.Database.Owner.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var truncate = new NpgsqlCommand("TRUNCATE readmodels.mt_doc_unit", connection);
            await truncate.ExecuteNonQueryAsync();
            var reply = await server.Anonymous.GetAsync("/readyz");
            reply.Status.ShouldBe(HttpStatusCode.OK);
            Check(reply, "database").ShouldBe("""{"status":"healthy"}""");
            Check(reply, "projections").ShouldBe("""{"status":"degraded","rebuilding":true}""");
        }
        await BecomesAsync(server, """{"status":"healthy","lag":0}""");
    }

    [Fact]
    public async Task when_any_check_fails_it_is_503_by_name_without_its_message()
    {
        await using var server = await Host.StartAsync(services =>
            services
                .AddHealthChecks()
                .AddCheck("queue", () => throw new InvalidOperationException(Secret))
                .AddCheck(
                    "another",
                    () =>
                        HealthCheckResult.Unhealthy(
                            Secret,
                            new InvalidOperationException(Secret),
                            new Dictionary<string, object> { ["missing"] = 2 }
                        )
                )
        );
        var reply = await server.Anonymous.GetAsync("/readyz");
        reply.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        reply.Json.GetProperty("status").GetString().ShouldBe("unhealthy");
        Check(reply, "queue").ShouldBe("""{"status":"unhealthy"}""");
        Check(reply, "another").ShouldBe("""{"status":"unhealthy","missing":2}""");
        Check(reply, "database").ShouldBe("""{"status":"healthy"}""");
        reply.Text.ShouldNotContain(Secret);
        (await server.Anonymous.GetAsync("/livez")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task when_the_database_is_away_it_is_503_and_the_process_still_lives()
    {
        await using var server = await Host.StartAsync();
        await server.Database.TakeAwayAsync();
        var reply = await server.Anonymous.GetAsync("/readyz");
        reply.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        Check(reply, "database").ShouldBe("""{"status":"unhealthy"}""");
        Check(reply, "projections").ShouldBe("""{"status":"unhealthy"}""");
        (await server.Anonymous.GetAsync("/livez")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task the_process_that_lives_says_its_version_to_get_and_head()
    {
        await using var site = await Site.StartAsync(app => app.MapProbes());
        var reply = await site.GetAsync("/livez");
        reply.Status.ShouldBe(HttpStatusCode.OK);
        reply.Text.ShouldBe($$"""{"status":"healthy","version":"{{ProductVersion.Text}}"}""");
        reply.ContentHeaders.ContentType!.MediaType.ShouldBe("application/json");
        var head = await site.SendAsync(HttpMethod.Head, "/livez", null, null);
        (head.Status, head.Text).ShouldBe((HttpStatusCode.OK, ""));
    }

    [Fact]
    public async Task a_state_is_answered_for_a_second_and_no_longer()
    {
        var (clock, runs) = (new FakeTimeProvider(), 0);
        await using var services = Services(clock, _ => Task.FromResult(HealthCheckResult.Healthy($"{++runs}")));
        var readiness = services.GetRequiredService<Readiness>();

        await readiness.AskAsync(Stop);
        clock.Advance(Readiness.Remembered - TimeSpan.FromMilliseconds(1));
        await readiness.AskAsync(Stop);
        runs.ShouldBe(1);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        (await readiness.AskAsync(Stop)).Entries["one"].Description.ShouldBe("2");
    }

    [Fact]
    public async Task when_one_who_asked_goes_away_the_others_are_answered_all_the_same()
    {
        var (clock, gate) = (new FakeTimeProvider(), new TaskCompletionSource());
        await using var services = Services(
            clock,
            async stop =>
            {
                await gate.Task.WaitAsync(stop);
                return HealthCheckResult.Healthy();
            }
        );
        var readiness = services.GetRequiredService<Readiness>();
        using var gone = new CancellationTokenSource();

        var (first, second) = (readiness.AskAsync(gone.Token), readiness.AskAsync(Stop));
        await gone.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(first);
        gate.SetResult();
        (await second).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task when_a_check_goes_on_although_it_was_cancelled_a_probe_is_answered_that_it_is_not_ready()
    {
        var (clock, never) = (new FakeTimeProvider(), new TaskCompletionSource<HealthCheckResult>());
        await using var services = Services(clock, _ => never.Task);

        var asked = services.GetRequiredService<Readiness>().AskAsync(Stop);
        clock.Advance(TimeSpan.FromSeconds(4));

        (await asked).Status.ShouldBe(HealthStatus.Unhealthy);
    }

    [Fact]
    public async Task every_check_has_a_deadline()
    {
        await using var server = await Host.StartAsync();
        server
            .Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>()
            .Value.Registrations.ShouldAllBe(x => x.Timeout == TimeSpan.FromSeconds(3));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static ServiceProvider Services(
        TimeProvider clock,
        Func<CancellationToken, Task<HealthCheckResult>> checkAsync
    )
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(clock);
        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddAsyncCheck("one", checkAsync);
        return services.BuildServiceProvider();
    }

    // What a check says is remembered for a second.
    private static Task BecomesAsync(Host.Running server, string projections) =>
        Until.TrueAsync(async () => Check(await server.Anonymous.GetAsync("/readyz"), "projections") == projections);

    private static string Check(Reply reply, string name) =>
        JsonSerializer.Serialize(reply.Json.GetProperty("checks").GetProperty(name));
}
