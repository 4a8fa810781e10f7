using Shouldly;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Warnings;

public sealed class WarningListTests(Host host)
{
    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there_the_latest_first()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var (reader, talk) = (server.PoliticalOfficer(officer.Unit), await server.TalkAsync(colleague));
        var raised = await RaiseAsync(Bureau.Warning(officer), "2024-03-04T16:00:00Z");
        var fromTalk = await RaiseAsync(
            Bureau.Warning(colleague, "talk", talk).And("category", "family").And("level", "red"),
            "2024-03-05T15:59:59Z"
        );
        var noted = await RaiseAsync(Bureau.Warning(officer), "2024-03-05T16:00:00Z");
        var assigned = await RaiseAsync(Bureau.Warning(officer, "supervisor"), "2024-03-06T16:00:00Z");
        var resolved = await RaiseAsync(Bureau.Warning(officer), "2024-03-07T16:00:00Z");
        var dismissed = await RaiseAsync(Bureau.Warning(officer).And("level", "blue"), "2024-03-08T16:00:00Z");
        await StepAsync(noted, "acknowledge", new { });
        await StepAsync(assigned, "acknowledge", new { });
        await StepAsync(assigned, "assign", new { to = "counsellor-3" });
        await StepAsync(resolved, "resolve", new { outcome = "helped" });
        await StepAsync(dismissed, "dismiss", new { reason = "Twice." });

        await ShouldListAsync("", dismissed, resolved, assigned, noted, fromTalk, raised);
        await ShouldListAsync($"officer={colleague.Id}", fromTalk);
        await ShouldListAsync($"unit={officer.Unit}&level=orange", resolved, assigned, noted, raised);
        await ShouldListAsync("unit=nowhere");
        await ShouldListAsync("category=family", fromTalk);
        await ShouldListAsync("level=blue", dismissed);
        await ShouldListAsync("source=talk", fromTalk);
        await ShouldListAsync("source=supervisor", assigned);
        await ShouldListAsync("status=open", assigned, noted, fromTalk, raised);
        await ShouldListAsync("status=closed", dismissed, resolved);
        await ShouldListAsync("status=raised", fromTalk, raised);
        await ShouldListAsync("status=acknowledged", noted);
        await ShouldListAsync("status=assigned", assigned);
        await ShouldListAsync("status=resolved", resolved);
        await ShouldListAsync("status=dismissed", dismissed);
        await ShouldListAsync("from=2024-03-05&to=2024-03-05", fromTalk, raised);
        await ShouldListAsync("from=2024-03-06&status=open", assigned, noted);

        // Opened again it is open where it was listed as closed, and is listed where it was.
        await StepAsync(dismissed, "reopen", new { reason = "Not twice." });
        await ShouldListAsync("status=open&limit=1", dismissed);
        await ShouldListAsync("status=closed", resolved);
        var paged = await reader.AllAsync("warnings?limit=4");
        paged
            .ConvertAll(x => x.GetProperty("id").GetGuid())
            .ShouldBe([dismissed, resolved, assigned, noted, fromTalk, raised]);

        async Task<Guid> RaiseAsync(object body, string at) =>
            Bureau.IdOf((await server.Integrator().PostAsync("warnings", body.And("occurredAt", at))).Made());

        async Task StepAsync(Guid id, string step, object body) =>
            (await server.Integrator().PostAsync($"warnings/{id}/{step}", body)).Done();

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"warnings?{query}")).Ids().ShouldBe(expected, ignoreOrder: false, query);
    }
}
