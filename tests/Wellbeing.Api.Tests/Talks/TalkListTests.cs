using Shouldly;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Talks;

public sealed class TalkListTests(Host host)
{
    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there()
    {
        var server = await host.RunAsync();
        var (officer, colleague) = (await server.OfficerAsync(), (Known?)null);
        colleague = await server.OfficerAsync(officer.Unit);
        var reader = server.PoliticalOfficer(officer.Unit);
        var held = await PostAsync(server, Bureau.Talk(officer));
        var visit = await PostAsync(
            server,
            Bureau.Talk(colleague).And("kind", "homeVisit").And("trigger", "award").And("host", "po-9")
        );
        var coming = await server.ScheduledAsync(officer);
        var missed = await StepAsync(server, await server.ScheduledAsync(officer), "miss", new { });
        var cancelled = await StepAsync(
            server,
            await server.ScheduledAsync(officer),
            "cancel",
            new { reason = "Twice" }
        );
        var voided = Bureau.IdOf((await reader.PostAsync("talks", Bureau.Talk(colleague))).Made());
        var second = server.PoliticalOfficer(officer.Unit, "po-second");
        (await second.PostAsync($"talks/{voided}/void", new { reason = "Another officer" })).Done();
        var all = new[] { held, visit, coming, missed, cancelled, voided };

        await ShouldListAsync("", all);
        await ShouldListAsync($"officer={colleague.Id}", visit, voided);
        await ShouldListAsync($"officer={Guid.NewGuid()}");
        await ShouldListAsync($"unit={officer.Unit}", all);
        await ShouldListAsync("unit=nowhere");
        await ShouldListAsync("kind=homeVisit", visit, coming, missed, cancelled);
        await ShouldListAsync("trigger=award", visit);
        await ShouldListAsync("host=po-9", visit);
        await ShouldListAsync("status=open", coming);
        await ShouldListAsync("status=scheduled", coming);
        await ShouldListAsync("status=closed", held, visit, missed, cancelled, voided);
        await ShouldListAsync("status=held", held, visit);
        await ShouldListAsync("status=missed", missed);
        await ShouldListAsync("status=cancelled", cancelled);
        await ShouldListAsync("status=voided", voided);
        await ShouldListAsync("status=omitted");
        await ShouldListAsync($"officer={officer.Id}&kind=homeVisit&status=closed", missed, cancelled);

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"talks?{query}")).Ids().ShouldBe(expected, ignoreOrder: true, query);
    }

    [Fact]
    public async Task when_days_are_given_they_are_the_bureaus_and_both_ends_belong_to_them()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var reader = server.PoliticalOfficer(officer.Unit);
        string[] times =
        [
            "2024-03-04T15:59:59.999999Z",
            "2024-03-04T16:00:00Z",
            "2024-03-05T15:59:59.999999Z",
            "2024-03-05T16:00:00Z",
        ];
        var talks = new List<Guid>();
        foreach (var time in times)
            talks.Add(await PostAsync(server, Bureau.Talk(officer).And("heldAt", time)));

        await ShouldListAsync("from=2024-03-05&to=2024-03-05", talks[2], talks[1]);
        await ShouldListAsync("from=2024-03-05", talks[3], talks[2], talks[1]);
        await ShouldListAsync("to=2024-03-04", talks[0]);
        await ShouldListAsync("from=2024-03-05T00:00:00%2B08:00&to=2024-03-05T16:00:00Z", talks[3], talks[2], talks[1]);
        await ShouldListAsync("from=2024-03-06&to=2024-03-04");

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"talks?{query}")).Ids().ShouldBe(expected, ignoreOrder: false, query);
    }

    [Fact]
    public async Task when_a_list_is_paged_the_latest_come_first_and_each_once()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talks = new List<Guid>();
        // Several at one time, which are told apart by their ids.
        for (var i = 0; i < 7; i++)
            talks.Add(await PostAsync(server, Bureau.Talk(officer).And("heldAt", $"2024-03-0{1 + (i / 3)}T08:00:00Z")));
        var reader = server.Officer(officer);

        var whole = (await reader.GetAsync("talks")).Items();
        var paged = await reader.AllAsync("talks?limit=2");

        paged
            .ConvertAll(x => x.GetProperty("id").GetGuid())
            .ShouldBe(whole.ConvertAll(x => x.GetProperty("id").GetGuid()));
        whole.ConvertAll(x => x.GetProperty("heldAt").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
        whole.ConvertAll(x => x.GetProperty("id").GetGuid()).ShouldBe(talks, ignoreOrder: true);
        var page = await reader.GetAsync("talks?limit=2");
        page.Headers.GetValues("Link").Single().ShouldContain("rel=\"next\"");
        // A cursor is its caller's alone.
        (await server.Auditor().GetAsync($"talks?limit=2&cursor={page.Json.Text("next")}")).Refused(400, "bad-input");
    }

    [Fact]
    public async Task when_a_talk_is_held_later_than_arranged_it_is_listed_by_when_it_took_place()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.ScheduledAsync(officer);
        (await server.Auditor().GetAsync($"talks?officer={officer.Id}&from=2024-03-05&to=2024-03-05"))
            .Ids()
            .ShouldBe([talk]);
        await StepAsync(server, talk, "hold", new { heldAt = "2024-03-09T09:00:00+08:00" });
        (await server.Auditor().GetAsync($"talks?officer={officer.Id}&from=2024-03-09&to=2024-03-09"))
            .Ids()
            .ShouldBe([talk]);
        (await server.Auditor().GetAsync($"talks?officer={officer.Id}&to=2024-03-08")).Ids().ShouldBeEmpty();
    }

    private static async Task<Guid> PostAsync(Host.Running server, object talk) =>
        Bureau.IdOf((await server.Integrator().PostAsync("talks", talk)).Made());

    private static async Task<Guid> StepAsync(Host.Running server, Guid talk, string step, object body)
    {
        (await server.Integrator().PostAsync($"talks/{talk}/{step}", body)).Done();
        return talk;
    }
}
