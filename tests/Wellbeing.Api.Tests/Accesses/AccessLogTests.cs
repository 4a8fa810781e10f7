using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Accesses;

/// <summary>Who read what of an officer's record, as the officer and auditors are shown it.</summary>
public sealed class AccessLogTests(Host host)
{
    [Fact]
    public async Task when_the_record_was_read_in_every_way_the_officer_and_auditors_see_the_same_the_latest_first()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        (await server.PoliticalOfficer(officer.Unit).GetAsync($"officers/{officer.Id}/history")).Done();
        var disclosed = await server
            .PoliticalOfficer(officer.Unit)
            .PostAsync($"talks/{talk}/disclosures", new { purpose = "准备下一次谈话。" });
        var taken = (
            await server
                .Counsellor("c-far")
                .PostAsync("overrides", new { badgeNumber = officer.Badge, reason = "Threatens to harm himself." })
        ).Made();
        var review = new { verdict = "justified", note = "A life was at stake." };
        (await server.Auditor("auditor-2").PostAsync($"overrides/{Bureau.IdOf(taken)}/review", review)).Done();

        var seen = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/accesses")).Items();

        seen.ConvertAll(x => x.Text("kind")).ShouldBe(["override", "disclosure", "history"]);
        var (last, opened, history) = (seen[0], seen[1], seen[2]);
        (last.Text("by"), last.Text("role"), last.Text("purpose")).ShouldBe(
            ("c-far", "counsellor", "Threatens to harm himself.")
        );
        (last.Text("verdict"), last.Text("reviewedBy"), last.Text("note")).ShouldBe(
            ("justified", "auditor-2", "A life was at stake.")
        );
        var (at, until) = (last.GetProperty("at").GetDateTimeOffset(), last.GetProperty("until").GetDateTimeOffset());
        (until - at).ShouldBe(TimeSpan.FromHours(3), TimeSpan.FromMinutes(1));
        (opened.GetProperty("id").GetGuid(), opened.Text("by"), opened.Text("purpose")).ShouldBe(
            (Bureau.IdOf(disclosed.Done()), "po-own", "准备下一次谈话。")
        );
        (opened.Text("stream"), opened.Text("streamId"), opened.GetProperty("fields").GetRawText()).ShouldBe(
            ("talk", $"{talk}", """["topics","narrative"]""")
        );
        (history.Text("by"), history.Text("role"), history.GetProperty("reads").GetInt32()).ShouldBe(
            ("po-own", "political-officer", 1)
        );
        var audited = (await server.Auditor().GetAsync($"officers/{officer.Id}/accesses")).Items();
        audited.ConvertAll(x => x.GetRawText()).ShouldBe(seen.ConvertAll(x => x.GetRawText()));
    }

    [Fact]
    public async Task when_somebody_reads_the_history_again_and_again_each_first_page_and_each_replay_counts_once()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        var (reader, path) = (server.PoliticalOfficer(officer.Unit, "po-reads"), $"officers/{officer.Id}/history");
        var first = (await reader.GetAsync($"{path}?limit=1")).Done();
        (await reader.GetAsync($"{path}?limit=1&cursor={first.Json.Text("next")}")).Done();
        var again = await reader.GetAsync($"{path}?limit=1", ("If-None-Match", first.Headers.ETag!.ToString()));
        ((int)again.Status).ShouldBe(304);
        (await reader.GetAsync($"officers/{officer.Id}/replay")).Done();
        (await server.As(Role.Commander, officer.Unit, sub: "cmd").GetAsync(path)).Done();
        (await server.Officer(officer).GetAsync(path)).Done();
        (await server.Officer(officer).GetAsync($"officers/{officer.Id}/replay")).Done();
        (await server.PoliticalOfficer(await server.UnitAsync(), "po-refused").GetAsync(path)).Refused(
            404,
            "not-found"
        );
        (await reader.GetAsync($"{path}?from=never")).Refused(400, "bad-input");

        var seen = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/accesses")).Items();

        seen.ToDictionary(x => x.Text("by")!, x => (x.Text("role"), x.GetProperty("reads").GetInt32()))
            .ShouldBe(
                new Dictionary<string, (string?, int)>
                {
                    ["po-reads"] = ("political-officer", 3),
                    ["cmd"] = ("commander", 1),
                },
                ignoreOrder: true
            );
        seen.ShouldAllBe(x => x.GetProperty("at").GetDateTimeOffset() <= x.GetProperty("lastAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task when_the_log_is_paged_each_access_comes_once_in_order()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);
        for (var i = 0; i < 3; i++)
        {
            (await server.Auditor($"a-{i}").PostAsync($"talks/{talk}/disclosures", Telling.Purpose)).Done();
            (await server.Auditor($"a-{i}").GetAsync($"officers/{officer.Id}/history")).Done();
        }

        var whole = (await server.Officer(officer).GetAsync($"officers/{officer.Id}/accesses")).Items();
        var paged = await server.Officer(officer).AllAsync($"officers/{officer.Id}/accesses?limit=1");

        whole.Count.ShouldBe(6);
        paged.ConvertAll(x => x.GetRawText()).ShouldBe(whole.ConvertAll(x => x.GetRawText()));
        whole.ConvertAll(x => x.GetProperty("at").GetDateTimeOffset()).ShouldBeInOrder(SortDirection.Descending);
    }

    [Fact]
    public async Task when_another_officer_asks_there_is_no_such_log()
    {
        var server = await host.RunAsync();
        var (officer, colleague) = (await server.OfficerAsync(), await server.OfficerAsync());
        await server.Officer(colleague).ShouldNotFindAsync($"officers/{officer.Id}/accesses");
    }
}
