using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Hosting;
using Xunit;

namespace Wellbeing.Api.Tests.Records;

/// <summary>Who reaches a record goes by where its officer is, and how the officer is, at the time of asking.</summary>
public sealed class ReachTests(Host host)
{
    [Fact]
    public async Task when_an_officer_is_transferred_all_records_leave_the_old_units_reach_and_enter_the_new_ones()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (old, young) = (server.PoliticalOfficer(officer.Unit), server.PoliticalOfficer(await UnitAsync(server)));
        var (talk, warning, help) = (
            await server.TalkAsync(officer),
            await server.WarningAsync(officer),
            await server.InterventionAsync(officer)
        );
        await ReachesAsync(old, officer, talk, warning, help);
        await DoesNotReachAsync(young, officer, talk, warning, help);

        await server.TransferAsync(officer, _unit!);

        await ReachesAsync(young, officer, talk, warning, help);
        await DoesNotReachAsync(old, officer, talk, warning, help);
        // What was recorded there keeps the unit of that time.
        (await young.GetAsync($"talks?unit={officer.Unit}"))
            .Ids()
            .ShouldBe([talk]);
        (await old.GetAsync($"talks?unit={officer.Unit}")).Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task when_an_officer_is_transferred_between_two_pages_the_next_page_tells_nothing_of_it()
    {
        var server = await host.RunAsync();
        var (first, second) = (await server.OfficerAsync(), (Known?)null);
        second = await server.OfficerAsync(first.Unit);
        await server.TalkAsync(second);
        await server.TalkAsync(first);
        var (reader, path) = (server.PoliticalOfficer(first.Unit), $"talks?unit={first.Unit}&limit=1");
        var page = await reader.GetAsync(path);
        page.Items()[0].GetProperty("officerId").GetGuid().ShouldBe(first.Id);

        await server.TransferAsync(second, await server.UnitAsync());

        var next = (await reader.GetAsync($"{path}&cursor={page.Json.Text("next")}")).Done();
        next.Items().ShouldBeEmpty();
        next.Json.GetProperty("next").GetString().ShouldBeNull();
    }

    [Theory]
    [InlineData("talks")]
    [InlineData("warnings")]
    [InlineData("interventions")]
    public async Task when_an_officer_is_transferred_a_key_used_before_answers_nothing_any_more(string path)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var old = server.PoliticalOfficer(officer.Unit);
        var body =
            path == "talks" ? Bureau.Talk(officer)
            : path == "warnings" ? Bureau.Warning(officer)
            : Bureau.Intervention(officer);
        var key = ("Idempotency-Key", Bureau.Name("key"));
        var first = (await old.PostAsync(path, body, key)).Made();
        (await old.PostAsync(path, body, key)).Made().Text.ShouldBe(first.Text);

        await server.TransferAsync(officer, await server.UnitAsync());

        // As if it were asked for the first time, whatever the body.
        (await old.PostAsync(path, body, key)).Refused(404, "unknown-officer");
        (await old.PostAsync(path, body.And("kind", "rest"), key)).Refused(404, "unknown-officer");
        await server.TransferAsync(officer, officer.Unit);
        (await old.PostAsync(path, body, key)).Made().Text.ShouldBe(first.Text);
    }

    [Fact]
    public async Task when_an_officer_is_transferred_a_step_taken_before_is_not_answered_again()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"talks/{await server.TalkAsync(officer)}/amend";
        var (old, key) = (server.PoliticalOfficer(officer.Unit), ("Idempotency-Key", Bureau.Name("key")));
        var body = new { mood = 1, reason = "Misheard." };
        (await old.PostAsync(path, body, key)).Done();
        await server.TransferAsync(officer, await server.UnitAsync());
        (await old.PostAsync(path, body, key)).Refused(404, "not-found");
    }

    [Fact]
    public async Task when_the_last_case_closes_a_counsellors_reach_ends_and_the_own_last_answer_stays()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (counsellor, talk) = (server.Counsellor(), await server.TalkAsync(officer));
        string[] paths = [$"officers/{officer.Id}", $"officers/{officer.Id}/history", $"talks/{talk}"];
        await counsellor.ShouldNotFindAsync(paths);
        (await ListedAsync(counsellor, officer)).ShouldBe((0, 0));

        var warning = await server.WarningAsync(officer);
        await counsellor.ShouldFindAsync(paths);
        (await ListedAsync(counsellor, officer)).ShouldBe((1, 1));
        var help = Bureau.IdOf(
            (await counsellor.PostAsync("interventions", Bureau.Intervention(officer, "counselling", warning))).Made()
        );
        (await server.Integrator().PostAsync($"warnings/{warning}/resolve", new { outcome = "helped" })).Done();
        await counsellor.ShouldFindAsync([.. paths, $"interventions/{help}", $"warnings/{warning}"]);

        var (body, key) = (new { outcome = "recovered" }, ("Idempotency-Key", Bureau.Name("key")));
        var closed = (await counsellor.PostAsync($"interventions/{help}/complete", body, key)).Done();

        await counsellor.ShouldNotFindAsync([.. paths, $"interventions/{help}", $"warnings/{warning}"]);
        (await ListedAsync(counsellor, officer)).ShouldBe((0, 0));
        (await counsellor.PostAsync($"interventions/{help}/complete", body)).Refused(404, "not-found");
        (await counsellor.PostAsync($"interventions/{help}/complete", body, key)).Done().Text.ShouldBe(closed.Text);
        (await server.Counsellor("c-2").PostAsync($"interventions/{help}/complete", body, key)).Refused(
            404,
            "not-found"
        );
        (await server.Integrator().PostAsync($"warnings/{warning}/reopen", new { reason = "Back." })).Done();
        await counsellor.ShouldFindAsync(paths);
    }

    [Fact]
    public async Task when_a_counsellor_raises_a_warning_it_opens_the_record_to_the_raiser_once_somebody_took_note()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (raiser, path) = (server.Counsellor("c-raiser"), $"officers/{officer.Id}/history");
        var warning = Bureau.IdOf((await raiser.PostAsync("warnings", Bureau.Warning(officer))).Made());

        await raiser.ShouldNotFindAsync(path, $"warnings/{warning}");
        (await raiser.GetAsync($"officers?q={officer.Badge}")).Ids().ShouldBeEmpty();
        (await raiser.PostAsync($"warnings/{warning}/disclosures", Telling.Purpose)).Refused(404, "not-found");
        (await raiser.PostAsync("interventions", Bureau.Intervention(officer))).Refused(404, "unknown-officer");
        await server.Counsellor("c-other").ShouldFindAsync(path, $"warnings/{warning}");

        var commander = server.As(Role.Commander, officer.Unit);
        (await commander.PostAsync($"warnings/{warning}/acknowledge", new { })).Done();
        await raiser.ShouldFindAsync(path, $"warnings/{warning}");
        (await raiser.GetAsync($"officers?q={officer.Badge}")).Ids().ShouldBe([officer.Id]);

        var political = server.As(Role.PoliticalOfficer, officer.Unit);
        (await political.PostAsync($"warnings/{warning}/dismiss", new { reason = "Twice." })).Done();
        await raiser.ShouldNotFindAsync(path, $"warnings/{warning}");
        (await political.PostAsync($"warnings/{warning}/reopen", new { reason = "Not twice." })).Done();
        await raiser.ShouldFindAsync(path, $"warnings/{warning}");
    }

    [Fact]
    public async Task when_who_raised_a_warning_acknowledges_it_in_another_role_it_opens_no_record()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        var both = server.As([Role.Counsellor, Role.Commander], officer.Unit);
        var warning = Bureau.IdOf((await both.PostAsync("warnings", Bureau.Warning(officer))).Made());
        (await both.PostAsync($"warnings/{warning}/acknowledge", new { })).Done();
        (await both.PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Refused(404, "not-found");
        (await both.PostAsync("interventions", Bureau.Intervention(officer))).Refused(404, "unknown-officer");
    }

    /// <summary>Requests that put nothing on record about an officer whom a counsellor does not reach.</summary>
    public static TheoryData<string, string, int> Probes =>
        new()
        {
            { """{"nonsense":1}""", "", 400 },
            { """{"occurredAt":"2999-01-01T00:00:00Z"}""", "", 400 },
            { "{}", "\"7\"", 412 },
            { """{"source":"talk","sourceId":"00000000-0000-7000-8000-000000000001"}""", "", 404 },
            { """{"source":"rule","rule":{"name":"r","version":1,"events":[]}}""", "", 404 },
            { """{"unitCode":"nowhere"}""", "", 404 },
        };

    [Theory]
    [MemberData(nameof(Probes))]
    public async Task what_leaves_no_trace_does_not_tell_a_counsellor_who_there_is(
        string more,
        string match,
        int status
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var known = await AskAsync(officer.Badge);
        known.ShouldBe(await AskAsync(Bureau.Name("nobody")));
        known.Status.ShouldBe(status);
        if (status == 404)
            known.Code.ShouldBe("unknown-officer");

        async Task<(int Status, string Code)> AskAsync(string badge)
        {
            var body = JsonNode.Parse("""{"category":"emotional","level":"orange","source":"peer"}""")!.AsObject();
            body["badgeNumber"] = badge;
            foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
                body[name] = value!.DeepClone();
            var headers = match.Length == 0 ? Array.Empty<(string, string)>() : [("If-Match", match)];
            var reply = await server.Counsellor("c-9").PostAsync("warnings", body.ToJsonString(), headers);
            return ((int)reply.Status, reply.Json.GetProperty("type").GetString()!.Split('/')[^1]);
        }
    }

    [Fact]
    public async Task when_an_officer_who_left_is_named_by_who_does_not_reach_them_there_is_no_such_officer()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var left = new { kind = "retired", departedOn = "2024-01-01" };
        (await server.Administrator().PostAsync($"officers/{officer.Id}/departure", left)).Done();
        var warning = Bureau.Warning(officer);
        (await server.Counsellor("c-9").PostAsync("warnings", warning)).Refused(404, "unknown-officer");
        (await server.Integrator().PostAsync("warnings", warning)).Refused(409, "already-departed");
    }

    [Fact]
    public async Task when_another_system_goes_on_with_what_it_did_not_begin_there_is_no_such_record()
    {
        var server = await host.RunAsync();
        var talk = await server.TalkAsync(sub: "system-1");
        var (own, other) = (server.As(Role.Integrator, sub: "system-1"), server.As(Role.Integrator, sub: "system-2"));
        var amendment = new { mood = 1, reason = "Misheard." };
        (await other.PostAsync($"talks/{talk}/amend", amendment)).Refused(404, "not-found");
        await other.ShouldNotFindAsync($"talks/{talk}");
        (await own.PostAsync($"talks/{talk}/amend", amendment)).Done();
        await own.ShouldFindAsync($"talks/{talk}");
    }

    [Fact]
    public async Task when_a_token_holds_several_roles_each_reaches_what_it_reaches_alone()
    {
        var server = await host.RunAsync();
        var (mine, theirs) = (await server.OfficerAsync(), await server.OfficerAsync());
        var (talk, other) = (await server.TalkAsync(mine), await server.TalkAsync(theirs));

        // Under care, a counsellor reads theirs; what a political officer alone may do stays within the own unit.
        await server.WarningAsync(theirs);
        var carer = server.As([Role.Counsellor, Role.PoliticalOfficer], mine.Unit);
        await carer.ShouldFindAsync($"talks/{talk}", $"talks/{other}");
        (await carer.PostAsync($"talks/{other}/amend", new { mood = 1, reason = "x" })).Refused(404, "not-found");
        (await carer.PostAsync("talks", Bureau.Talk(theirs))).Refused(404, "unknown-officer");
        (await carer.PostAsync($"talks/{talk}/amend", new { mood = 1, reason = "x" })).Done();
    }

    [Fact]
    public async Task when_an_administrator_is_a_commander_too_who_is_under_care_is_told_of_the_own_unit_alone()
    {
        var server = await host.RunAsync();
        var (mine, theirs) = (await server.OfficerAsync(), await server.OfficerAsync());
        var well = await server.OfficerAsync(mine.Unit);
        await server.WarningAsync(mine);
        await server.WarningAsync(theirs);
        var both = server.As([Role.Administrator, Role.Commander], mine.Unit);

        (await both.GetAsync("officers?underCare=true&limit=500")).Ids().ShouldBe([mine.Id]);
        (await both.GetAsync("officers?underCare=false&limit=500")).Ids().ShouldBe([well.Id]);
        (await both.GetAsync($"officers?unit={theirs.Unit}")).Ids().ShouldBe([theirs.Id]);
        (await server.Administrator().GetAsync("officers?underCare=true")).Refused(400, "bad-input");
    }

    private string? _unit;

    private async Task<string> UnitAsync(Host.Running server) => _unit = await server.UnitAsync();

    private static async Task ReachesAsync(Client client, Known officer, Guid talk, Guid warning, Guid help)
    {
        await client.ShouldFindAsync(Paths(officer, talk, warning, help));
        (await client.GetAsync("talks")).Ids().ShouldBe([talk]);
        (await client.GetAsync("warnings")).Ids().ShouldBe([warning]);
        (await client.GetAsync("interventions")).Ids().ShouldBe([help]);
        (await client.GetAsync("officers?underCare=true")).Ids().ShouldBe([officer.Id]);
        (await client.PostAsync($"warnings/{warning}/disclosures", Telling.Purpose)).Done();
    }

    private static async Task DoesNotReachAsync(Client client, Known officer, Guid talk, Guid warning, Guid help)
    {
        await client.ShouldNotFindAsync(Paths(officer, talk, warning, help));
        foreach (var list in new[] { "talks", "warnings", "interventions", "officers?underCare=true" })
            (await client.GetAsync(list)).Ids().ShouldBeEmpty(list);
        (await client.PostAsync($"warnings/{warning}/disclosures", Telling.Purpose)).Refused(404, "not-found");
        (await client.PostAsync($"warnings/{warning}/resolve", new { outcome = "helped" })).Refused(404, "not-found");
        object now = new
        {
            officerId = officer.Id,
            kind = "heartToHeart",
            heldAt = DateTimeOffset.UtcNow.AddMinutes(-1),
        };
        (await client.PostAsync("talks", now)).Refused(404, "unknown-officer");
    }

    private static string[] Paths(Known officer, Guid talk, Guid warning, Guid help) =>
        [
            $"officers/{officer.Id}",
            $"officers/{officer.Id}/history",
            $"officers/{officer.Id}/replay",
            $"talks/{talk}",
            $"warnings/{warning}",
            $"interventions/{help}",
        ];

    private static async Task<(int Talks, int Officers)> ListedAsync(Client client, Known officer) =>
        (
            (await client.GetAsync($"talks?officer={officer.Id}")).Items().Count,
            (await client.GetAsync($"officers?q={officer.Badge}")).Items().Count
        );
}
