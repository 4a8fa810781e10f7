using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Requests;
using Xunit;

namespace Wellbeing.Api.Tests.Records;

/// <summary>What an officer's care comes to, beside the officer and in the list of officers.</summary>
public sealed class SummaryTests(Host host)
{
    [Fact]
    public async Task when_records_come_and_go_the_summary_says_what_is_open_and_when_the_last_talk_was()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var reader = server.As(Role.Commander, officer.Unit);
        var empty = await reader.GetAsync($"officers/{officer.Id}");
        Summary(empty).ShouldBe((0, null, 0, 0, null));

        var talk = await server.TalkAsync(officer, sub: "first-person");
        await server.ScheduledAsync(officer);
        var later = Bureau.Talk(officer).And("heldAt", "2024-03-06T09:30:00+08:00");
        (await server.Integrator().PostAsync("talks", later)).Made();
        var orange = await server.WarningAsync(officer);
        (await server.Integrator().PostAsync("warnings", Bureau.Warning(officer).And("level", "red"))).Made();
        await server.DismissedAsync(officer);
        await server.SuspendedAsync(officer);
        await server.AbandonedAsync(officer);

        var full = await reader.GetAsync($"officers/{officer.Id}", ("If-None-Match", empty.Headers.ETag!.Tag));
        Summary(full.Done()).ShouldBe((2, "red", 1, 2, "2024-03-06T01:30:00Z"));

        (
            await server
                .PoliticalOfficer(officer.Unit)
                .PostAsync($"talks/{talk}/void", new { reason = "Another officer." })
        ).Done();
        (
            await server
                .Integrator()
                .PostAsync($"warnings/{orange}/reclassify", new { level = "blue", reason = "Better" })
        ).Done();
        Summary(await reader.GetAsync($"officers/{officer.Id}")).ShouldBe((2, "red", 1, 1, "2024-03-06T01:30:00Z"));
    }

    [Fact]
    public async Task when_who_is_under_care_is_asked_it_goes_by_open_warnings_and_interventions()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var (warned, helped, closed, well) = (
            await server.OfficerAsync(unit),
            await server.OfficerAsync(unit),
            await server.OfficerAsync(unit),
            await server.OfficerAsync(unit)
        );
        await server.WarningAsync(warned);
        await server.InterventionAsync(helped);
        await server.DismissedAsync(closed);
        await server.AbandonedAsync(closed);
        await server.TalkAsync(well);
        var reader = server.PoliticalOfficer(unit);

        (await reader.GetAsync("officers?underCare=true")).Ids().ShouldBe([warned.Id, helped.Id]);
        (await reader.GetAsync("officers?underCare=false")).Ids().ShouldBe([closed.Id, well.Id]);
        (await reader.GetAsync("officers")).Ids().Count.ShouldBe(4);
        (await server.Counsellor().GetAsync($"officers?unit={unit}")).Ids().ShouldBe([warned.Id, helped.Id]);
        (await server.Counsellor().GetAsync($"officers?unit={unit}&underCare=false")).Ids().ShouldBeEmpty();
        (await reader.GetAsync("officers?underCare=perhaps")).Refused(400, "bad-input");
    }

    private static (int, string?, int, int, string?) Summary(Reply reply)
    {
        var summary = reply.Done().Json.GetProperty("summary");
        return (
            summary.GetProperty("openWarnings").GetInt32(),
            summary.TryGetProperty("warningLevel", out var level) ? level.GetString() : null,
            summary.GetProperty("openInterventions").GetInt32(),
            summary.GetProperty("talksHeld").GetInt32(),
            summary.TryGetProperty("lastTalkAt", out var last) ? last.GetString() : null
        );
    }
}
