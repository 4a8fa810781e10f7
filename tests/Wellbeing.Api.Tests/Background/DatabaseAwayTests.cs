using System.Net;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Laws;
using Wellbeing.Api.Tests.Oidc;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Background;

/// <summary>A database that does not take a request now will take it later: the client is asked to come again.</summary>
public sealed class DatabaseAwayTests
{
    [Fact]
    public async Task a_server_that_starts_while_the_database_is_away_says_so_and_serves_once_it_is_there()
    {
        if (!Database.Available)
            throw Database.Skip();
        await using var database = new Database();
        await database.InitializeAsync();
        await database.TakeAwayAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-away-").FullName;
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var process = OwnProcess.Run(database, folder, address, ("Logging__LogLevel__Default", "None"));
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await using var server = new Host.Running(
            address,
            database,
            folder,
            () => Programs.EndAsync(process),
            owns: false
        );
        await Until.TrueAsync(async () => await LivesAsync(server));

        var ready = await server.Anonymous.GetAsync("/readyz");
        ready.Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
        ready.Json.GetProperty("checks").GetProperty("database").Text("status").ShouldBe("unhealthy");
        ComesAgain(await FormAsync(server));

        await database.GiveBackAsync();
        await Until.TrueAsync(async () => (await server.Anonymous.GetAsync("/readyz")).Status == HttpStatusCode.OK);
        (await FormAsync(server)).Made();
    }

    [Fact]
    public async Task a_database_that_only_reads_refuses_posts_for_now_and_answers_gets()
    {
        await using var server = await Host.StartAsync();
        var unit = await server.UnitAsync();
        await server.Database.OnlyReadAsync(true);

        ComesAgain(await FormAsync(server));
        (await server.Administrator().GetAsync($"units/{unit}")).Done();

        await server.Database.OnlyReadAsync(false);
        await Until.TrueAsync(async () => (await FormAsync(server)).Status == HttpStatusCode.Created);
    }

    [Fact]
    public async Task a_post_that_finds_its_tables_locked_is_asked_to_come_again_and_no_conflict_is_made_up()
    {
        await using var server = await Host.StartAsync();
        var talk = Bureau.Talk(await server.OfficerAsync());
        await using (await server.Database.HoldAsync("LOCK TABLE readmodels.mt_doc_talk"))
            ComesAgain(await server.Integrator().PostAsync("talks", talk));
        (await server.Integrator().PostAsync("talks", talk)).Made();
    }

    private static async Task<bool> LivesAsync(Host.Running server)
    {
        try
        {
            return (await server.Anonymous.GetAsync("/livez")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            // It does not listen yet.
            return false;
        }
    }

    private static Task<Reply> FormAsync(Host.Running server) =>
        server
            .As(Role.Administrator)
            .PostAsync(
                "units",
                new
                {
                    unitCode = Bureau.Name("U"),
                    name = "Away",
                    kind = "frontline",
                }
            );

    private static void ComesAgain(Reply reply)
    {
        reply.Refused(503, "unavailable");
        reply.Headers.RetryAfter.ShouldNotBeNull().Delta.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
    }
}
