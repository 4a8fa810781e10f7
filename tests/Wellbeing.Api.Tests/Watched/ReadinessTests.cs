using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Watched;

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
        reply.Json.GetProperty("status").GetString().ShouldBe("healthy");
        Check(reply, "database").ShouldBe("""{"status":"healthy"}""");
        Check(reply, "projections").ShouldBe("""{"status":"healthy","lag":0}""");
    }

    [Fact]
    public async Task when_a_row_is_missing_or_behind_the_lag_says_by_how_many_events()
    {
        await using var server = await Host.StartAsync();
        var (first, second) = (await server.UnitAsync(), await server.UnitAsync());
        (await server.Administrator().PostAsync($"units/{first}/rename", new { name = "Another name" })).Done();
        await server.Database.ExecuteAsync($"DELETE FROM readmodels.units WHERE unit_code = '{second}'");
        Check(await server.Anonymous.GetAsync("/readyz"), "projections").ShouldBe("""{"status":"degraded","lag":1}""");
        await server.Database.ExecuteAsync($"UPDATE readmodels.units SET version = 1 WHERE unit_code = '{first}'");
        Check(await server.Anonymous.GetAsync("/readyz"), "projections").ShouldBe("""{"status":"degraded","lag":2}""");
        await server.Database.ExecuteAsync($"DELETE FROM readmodels.units WHERE unit_code = '{first}'");
        var reply = await server.Anonymous.GetAsync("/readyz");
        (reply.Status, reply.Json.GetProperty("status").GetString()).ShouldBe((HttpStatusCode.OK, "degraded"));
        Check(reply, "projections").ShouldBe("""{"status":"degraded","lag":3}""");
    }

    [Fact]
    public async Task when_a_rebuild_holds_the_tables_it_is_said_and_not_waited_for()
    {
        await using var server = await Host.StartAsync();
        await using (var connection = await server.Database.Owner.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var truncate = new NpgsqlCommand("TRUNCATE readmodels.units", connection);
            await truncate.ExecuteNonQueryAsync();
            var reply = await server.Anonymous.GetAsync("/readyz");
            reply.Status.ShouldBe(HttpStatusCode.OK);
            Check(reply, "database").ShouldBe("""{"status":"healthy"}""");
            Check(reply, "projections").ShouldBe("""{"status":"degraded","rebuilding":true}""");
        }
        Check(await server.Anonymous.GetAsync("/readyz"), "projections").ShouldBe("""{"status":"healthy","lag":0}""");
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

    private static string Check(Reply reply, string name) =>
        JsonSerializer.Serialize(reply.Json.GetProperty("checks").GetProperty(name));
}
