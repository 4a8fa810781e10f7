using Shouldly;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Assessments;

public sealed class AssignerTests(Host host)
{
    [Fact]
    public async Task when_the_case_ends_first_who_assigned_a_test_reaches_it_until_it_is_looked_at_and_nothing_else()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (counsellor, other) = (server.Counsellor("c-assigner"), server.Counsellor("c-other"));
        (await counsellor.PostAsync("assessments", Bureau.Assessment(officer))).Refused(404, "unknown-officer");
        var warning = await server.WarningAsync(officer);
        var test = Bureau.IdOf((await counsellor.PostAsync("assessments", Bureau.Assessment(officer))).Made());
        var posted = await server.AssessmentAsync(officer);
        (await server.Integrator().PostAsync($"warnings/{warning}/resolve", new { outcome = "helped" })).Done();
        string[] record = [$"officers/{officer.Id}", $"officers/{officer.Id}/history", $"warnings/{warning}"];

        await counsellor.ShouldFindAsync($"assessments/{test}");
        (await counsellor.GetAsync($"assessments?officer={officer.Id}")).Ids().ShouldBe([test]);
        await counsellor.ShouldNotFindAsync([.. record, $"assessments/{posted}"]);
        await other.ShouldNotFindAsync($"assessments/{test}");
        (await other.GetAsync($"assessments?officer={officer.Id}")).Ids().ShouldBeEmpty();
        (await other.PostAsync($"assessments/{test}/complete", Bureau.Answers(new int[9]))).Refused(404, "not-found");

        (await counsellor.PostAsync($"assessments/{test}/complete", Bureau.Answers(new int[9]))).Done();
        await counsellor.ShouldFindAsync($"assessments/{test}");
        (await counsellor.PostAsync($"assessments/{test}/disclosures", Telling.Purpose)).Done();
        (await counsellor.PostAsync($"assessments/{test}/review", new { note = "Calm." })).Done();

        await counsellor.ShouldNotFindAsync($"assessments/{test}");
        (await counsellor.GetAsync($"assessments?officer={officer.Id}")).Ids().ShouldBeEmpty();
        (await counsellor.PostAsync($"assessments/{test}/disclosures", Telling.Purpose)).Refused(404, "not-found");
    }

    [Fact]
    public async Task when_the_record_is_restricted_who_assigned_a_test_reaches_it_no_more()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var counsellor = server.Counsellor("c-assigner");
        await server.WarningAsync(officer);
        var test = Bureau.IdOf((await counsellor.PostAsync("assessments", Bureau.Assessment(officer))).Made());
        await server.OfOfficerAsync(officer, "restriction", new { basis = "legalClaim" });

        await counsellor.ShouldNotFindAsync($"assessments/{test}");
        (await counsellor.GetAsync($"assessments?officer={officer.Id}")).Ids().ShouldBeEmpty();
        (await counsellor.PostAsync($"assessments/{test}/complete", Bureau.Answers(new int[9]))).Refused(
            409,
            "processing-restricted"
        );
        (await server.Officer(officer).PostAsync($"assessments/{test}/complete", Bureau.Answers(new int[9]))).Done();
    }

    [Fact]
    public async Task when_a_filter_is_given_only_what_it_fits_is_there_the_latest_first()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var colleague = await server.OfficerAsync(officer.Unit);
        var reader = server.PoliticalOfficer(officer.Unit);
        var assigned = await AssignAsync(officer, "PHQ-9", "2024-03-04T16:00:00Z");
        var taken = await AssignAsync(colleague, "GAD-7", "2024-03-01T00:00:00Z");
        var reviewed = await AssignAsync(officer, "PHQ-9", "2024-03-05T16:00:00Z");
        await StepAsync(taken, "complete", Bureau.Answers(0, 0, 0, 0, 0, 0, 0), "2024-03-07T00:00:00Z");
        await StepAsync(reviewed, "complete", Bureau.Answers(3, 3, 3, 0, 0, 0, 0, 0, 0), "2024-03-06T00:00:00Z");
        await StepAsync(reviewed, "review", new { }, "2024-03-08T00:00:00Z");

        await ShouldListAsync("", taken, reviewed, assigned);
        await ShouldListAsync($"officer={officer.Id}", reviewed, assigned);
        await ShouldListAsync("instrument=GAD-7", taken);
        await ShouldListAsync("band=mild", reviewed);
        await ShouldListAsync("status=open", taken, assigned);
        await ShouldListAsync("status=closed", reviewed);
        await ShouldListAsync("status=assigned", assigned);
        await ShouldListAsync("status=completed", taken);
        await ShouldListAsync("status=reviewed", reviewed);
        await ShouldListAsync("from=2024-03-06&to=2024-03-06", reviewed);
        (await reader.GetAsync("assessments?band=perhaps")).Refused(400, "bad-input");

        async Task<Guid> AssignAsync(Known who, string instrument, string at) =>
            Bureau.IdOf(
                (
                    await server
                        .Integrator()
                        .PostAsync("assessments", Bureau.Assessment(who, instrument).And("occurredAt", at))
                ).Made()
            );

        async Task StepAsync(Guid id, string step, object body, string at) =>
            (await server.Integrator().PostAsync($"assessments/{id}/{step}", body.And("occurredAt", at))).Done();

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"assessments?{query}")).Ids().ShouldBe(expected, ignoreOrder: false, query);
    }
}
