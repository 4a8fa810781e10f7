using Shouldly;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Interventions;

public sealed class InterventionListTests(Host host)
{
    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there_the_latest_first()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var reader = server.PoliticalOfficer(officer.Unit);
        var open = await OpenAsync(Bureau.Intervention(officer), "2024-03-04T16:00:00Z");
        var led = await OpenAsync(
            Bureau.Intervention(colleague, "hardship").And("lead", "po-9"),
            "2024-03-05T15:59:59Z"
        );
        var suspended = await OpenAsync(Bureau.Intervention(officer), "2024-03-05T16:00:00Z");
        var completed = await OpenAsync(Bureau.Intervention(officer, "rest"), "2024-03-06T16:00:00Z");
        var abandoned = await OpenAsync(Bureau.Intervention(officer), "2024-03-07T16:00:00Z");
        await StepAsync(suspended, "suspend", new { reason = "Away." });
        await StepAsync(completed, "complete", new { outcome = "improved" });
        await StepAsync(abandoned, "abandon", new { reason = "Moved." });

        await ShouldListAsync("", abandoned, completed, suspended, led, open);
        await ShouldListAsync($"officer={colleague.Id}", led);
        await ShouldListAsync($"unit={officer.Unit}&kind=familyHelp", abandoned, suspended, open);
        await ShouldListAsync("unit=nowhere");
        await ShouldListAsync("kind=rest", completed);
        await ShouldListAsync("lead=po-9", led);
        await ShouldListAsync("status=open", suspended, led, open);
        await ShouldListAsync("status=closed", abandoned, completed);
        await ShouldListAsync("status=suspended", suspended);
        await ShouldListAsync("status=completed", completed);
        await ShouldListAsync("status=abandoned", abandoned);
        await ShouldListAsync("from=2024-03-05&to=2024-03-05", led, open);
        await ShouldListAsync("to=2024-03-05T15:59:59Z", led, open);
        (await reader.GetAsync("interventions?status=perhaps")).Refused(400, "bad-input");
        var paged = await reader.AllAsync("interventions?limit=2");
        paged.ConvertAll(x => x.GetProperty("id").GetGuid()).ShouldBe([abandoned, completed, suspended, led, open]);

        async Task<Guid> OpenAsync(object body, string at) =>
            Bureau.IdOf((await server.Integrator().PostAsync("interventions", body.And("occurredAt", at))).Made());

        async Task StepAsync(Guid id, string step, object body) =>
            (await server.Integrator().PostAsync($"interventions/{id}/{step}", body)).Done();

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"interventions?{query}")).Ids().ShouldBe(expected, ignoreOrder: false, query);
    }
}
