using System.Text.Json.Nodes;
using Shouldly;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Records;

/// <summary>A talk's concern leads to a warning, that to an intervention, and that to its outcome.</summary>
public sealed class LinkTests(Host host)
{
    [Fact]
    public async Task when_one_record_led_to_another_each_shows_both_directions()
    {
        var (server, officer) = await BeginAsync();
        var (talk, warning, help) = await ChainAsync(server, officer);
        var reader = server.PoliticalOfficer(officer.Unit);

        Links(await reader.GetAsync($"talks/{talk}")).ShouldBe(("[]", $"[warning {warning} raised orange ]"));
        Links(await reader.GetAsync($"warnings/{warning}"))
            .ShouldBe(($"[talk {talk} held  ]", $"[intervention {help} open  ]"));
        Links(await reader.GetAsync($"interventions/{help}")).ShouldBe(($"[warning {warning} raised orange ]", "[]"));

        (await reader.PostAsync($"interventions/{help}/complete", new { outcome = "recovered" })).Done();
        (await reader.PostAsync($"warnings/{warning}/resolve", new { outcome = "helped" })).Done();

        Links(await reader.GetAsync($"talks/{talk}")).To.ShouldBe($"[warning {warning} resolved orange helped]");
        Links(await reader.GetAsync($"warnings/{warning}")).To.ShouldBe($"[intervention {help} completed  recovered]");
        Links(await reader.GetAsync($"interventions/{help}"))
            .From.ShouldBe($"[warning {warning} resolved orange helped]");
    }

    [Fact]
    public async Task when_the_history_is_read_each_entry_names_what_its_record_came_from_and_led_to()
    {
        var (server, officer) = await BeginAsync();
        var (talk, warning, help) = await ChainAsync(server, officer);

        var items = (
            await server.PoliticalOfficer(officer.Unit).GetAsync($"officers/{officer.Id}/history?limit=500")
        ).Items();

        items
            .Where(x => x.Text("stream") != "officer")
            .ToDictionary(x => x.Text("type")!, x => x.GetProperty("links").GetRawText())
            .ShouldBe(
                new Dictionary<string, string>
                {
                    ["talk_held"] = $$"""{"from":[],"to":[{"stream":"warning","id":"{{warning}}"}]}""",
                    ["warning_raised"] =
                        $$"""{"from":[{"stream":"talk","id":"{{talk}}"}],"to":[{"stream":"intervention","id":"{{help}}"}]}""",
                    ["intervention_opened"] = $$"""{"from":[{"stream":"warning","id":"{{warning}}"}],"to":[]}""",
                },
                ignoreOrder: true
            );
    }

    [Fact]
    public async Task when_an_intervention_answers_several_warnings_all_are_there_and_each_once()
    {
        var (server, officer) = await BeginAsync();
        var (first, second) = (await server.WarningAsync(officer), await server.WarningAsync(officer));
        var reader = server.PoliticalOfficer(officer.Unit);
        var help = (
            await reader.PostAsync("interventions", Bureau.Intervention(officer, "familyHelp", second, first, second))
        ).Made();

        var state = (await reader.GetAsync($"interventions/{Bureau.IdOf(help)}")).Done().Json;

        state.GetProperty("warningIds").EnumerateArray().Select(x => x.GetGuid()).ShouldBe([second, first]);
        state
            .GetProperty("links")
            .GetProperty("from")
            .EnumerateArray()
            .Select(x => x.GetProperty("id").GetGuid())
            .ShouldBe([first, second], ignoreOrder: true);
    }

    [Fact]
    public async Task when_a_talk_or_a_warning_is_anothers_or_nobodys_both_are_unknown_alike()
    {
        var (server, officer) = await BeginAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var (talk, warning) = (await server.TalkAsync(colleague), await server.WarningAsync(colleague));
        var reader = server.PoliticalOfficer(officer.Unit);

        var fromAnothers = await reader.PostAsync("warnings", Bureau.Warning(officer, "talk", talk));
        var fromNobodys = await reader.PostAsync("warnings", Bureau.Warning(officer, "talk", Guid.NewGuid()));
        Body(fromAnothers.Refused(404, "unknown-talk")).ShouldBe(Body(fromNobodys));

        var forAnothers = await reader.PostAsync("interventions", Bureau.Intervention(officer, "rest", warning));
        var forNobodys = await reader.PostAsync("interventions", Bureau.Intervention(officer, "rest", Guid.NewGuid()));
        Body(forAnothers.Refused(404, "unknown-warning")).ShouldBe(Body(forNobodys));

        // A talk is no warning, whosever it is.
        var own = await server.TalkAsync(officer);
        (await reader.PostAsync("interventions", Bureau.Intervention(officer, "rest", own))).Refused(
            404,
            "unknown-warning"
        );
    }

    [Fact]
    public async Task when_what_it_led_to_changes_the_tag_changes_and_its_version_does_not()
    {
        var (server, officer) = await BeginAsync();
        var (talk, warning, _) = await ChainAsync(server, officer);
        var reader = server.PoliticalOfficer(officer.Unit);
        var before = TagOf(await reader.GetAsync($"talks/{talk}"));
        ((int)(await reader.GetAsync($"talks/{talk}", ("If-None-Match", before))).Status).ShouldBe(304);

        (await reader.PostAsync($"warnings/{warning}/reclassify", new { level = "red", reason = "Worse" })).Done();

        var changed = await reader.GetAsync($"talks/{talk}", ("If-None-Match", before));
        var after = TagOf(changed.Done());
        after.ShouldNotBe(before);
        (before, after).ShouldSatisfyAllConditions(
            x => x.before.ShouldStartWith("\"1."),
            x => x.after.ShouldStartWith("\"1.")
        );
        ((int)(await reader.GetAsync($"talks/{talk}", ("If-None-Match", after))).Status).ShouldBe(304);

        var amendment = new { mood = 2, reason = "Misheard." };
        (await reader.PostAsync($"talks/{talk}/amend", amendment, ("If-Match", before))).Done();
        (await reader.PostAsync($"talks/{talk}/amend", amendment, ("If-Match", after))).Refused(412, "stale-version");
    }

    private async Task<(Host.Running Server, Known Officer)> BeginAsync()
    {
        var server = await host.RunAsync();
        return (server, await server.OfficerAsync());
    }

    private static async Task<(Guid Talk, Guid Warning, Guid Help)> ChainAsync(Host.Running server, Known officer)
    {
        var who = server.PoliticalOfficer(officer.Unit);
        var talk = Bureau.IdOf((await who.PostAsync("talks", Bureau.Talk(officer))).Made());
        var warning = Bureau.IdOf((await who.PostAsync("warnings", Bureau.Warning(officer, "talk", talk))).Made());
        var help = await who.PostAsync("interventions", Bureau.Intervention(officer, "familyHelp", warning));
        return (talk, warning, Bureau.IdOf(help.Made()));
    }

    private static (string From, string To) Links(Reply reply)
    {
        var links = reply.Done().Json.GetProperty("links");
        return (Told("from"), Told("to"));

        string Told(string direction) =>
            $"[{string.Join(
                ", ",
                links.GetProperty(direction).EnumerateArray().Select(x =>
                    string.Join(' ', new[] { "stream", "id", "status", "level", "outcome" }.Select(name =>
                        x.TryGetProperty(name, out var value) ? value.GetString() : null)))
            )}]";
    }

    private static string TagOf(Reply reply) => reply.Headers.ETag!.Tag;

    private static string Body(Reply reply)
    {
        var body = JsonNode.Parse(reply.Text)!.AsObject();
        body.Remove("traceId").ShouldBeTrue();
        return body.ToJsonString();
    }
}
