using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Wellbeing.Api.Tests.Requests;
using Xunit;
using static Wellbeing.Api.Tests.Imports.CareLines;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Assessments;

/// <summary>What is taken in of a test, how it is scored, and what is refused.</summary>
public sealed class TakenTests(Host host)
{
    private static readonly int[] Alarming = [0, 0, 0, 0, 0, 0, 0, 0, 1];

    [Fact]
    public async Task when_the_ninth_item_is_not_zero_test_and_alert_are_appended_together_whatever_the_total()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"assessments/{await server.AssessmentAsync(officer)}";
        var key = ("Idempotency-Key", Bureau.Name("key"));

        var taken = (await server.Integrator().PostAsync($"{path}/complete", Bureau.Answers(Alarming), key)).Done();

        Names(taken).ShouldBe(["assessment_completed", "assessment_item_alerted"]);
        taken.Json.GetProperty("version").GetInt64().ShouldBe(3);
        var again = await server.Integrator().PostAsync($"{path}/complete", Bureau.Answers(Alarming), key);
        again.Done().Text.ShouldBe(taken.Text);
        var trail = (await server.Auditor().GetAsync($"audit/streams/{path.Split('/')[1]}")).Items();
        trail
            .ConvertAll(x => x.Text("type"))
            .ShouldBe(["assessment_assigned", "assessment_completed", "assessment_item_alerted"]);
        trail.ConvertAll(x => x.Text("recordedAt")).Distinct().Count().ShouldBe(2);
        var told = (await server.Auditor().GetAsync(path)).Done().Json;
        (told.GetProperty("score").GetInt32(), told.Text("band")).ShouldBe((1, "minimal"));
        told.GetProperty("highest").GetBoolean().ShouldBeFalse();
        told.GetProperty("alerts").EnumerateArray().Select(x => x.GetInt32()).ShouldBe([9]);
    }

    [Theory]
    // Eight of nine: the last is missing.
    [InlineData("PHQ-9", "\"items\": [0,0,0,0,0,0,0,0]", "items[8]")]
    [InlineData("PHQ-9", "\"items\": [0,0,null,0,0,0,0,0,0]", "items[2]")]
    [InlineData("PHQ-9", "\"items\": [0,0,0,4,0,0,0,0,-1]", "items[3] items[8]")]
    [InlineData("PHQ-9", "\"items\": [0,0,0,0,0,0,0,0,0,0]", "items")]
    [InlineData("PHQ-9", "\"items\": [0,0,0,0,0,0,0,0,1.5]", "items[8]")]
    [InlineData("PHQ-9", "", "items")]
    [InlineData("PHQ-9", "\"scores\": {\"total\": 3}", "scores items")]
    [InlineData("GAD-7", "\"items\": [0,0,0,0,0,9]", "items[5] items[6]")]
    [InlineData("WHO-5", "\"items\": [6,0,0,0,0]", "items[0]")]
    [InlineData("PCL-5", "\"items\": [0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0]", "items[19]")]
    [InlineData("K10", "\"items\": [1,1,1,1,1,1,1,1,1,0]", "items[9]")]
    [InlineData("PSS-10", "\"items\": [0,0,0,0,0,0,0,0,0,0]", "items scores")]
    [InlineData("PSS-10", "\"scores\": {\"total\": 41}", "scores.total")]
    [InlineData("PSS-10", "\"scores\": {\"total\": 4, \"positiveItems\": 2}", "scores.positiveItems")]
    [InlineData("SCL-90", "\"scores\": {\"total\": 89}", "scores.total")]
    [InlineData("SCL-90", "\"scores\": {\"total\": 99, \"positiveItems\": 91}", "scores.positiveItems")]
    [InlineData(
        "SCL-90",
        "\"scores\": {\"total\": 99, \"factors\": [{\"factor\":\"hostility\",\"sum\":31},{\"factor\":\"hostility\",\"sum\":6}]}",
        "scores.factors[0].sum scores.factors[1].factor"
    )]
    [InlineData("SCL-90", "\"scores\": {\"total\": 90, \"positiveItems\": 50}", "scores.total")]
    [InlineData("SCL-90", "\"scores\": {\"total\": 99, \"positiveItems\": 2}", "scores.total")]
    [InlineData(
        "SCL-90",
        "\"scores\": {\"total\": 450, \"factors\": [{\"factor\": \"depression\", \"sum\": 13}]}",
        "scores.total"
    )]
    [InlineData(
        "SCL-90",
        "\"scores\": {\"total\": 99, \"factors\": [{\"factor\": \"depression\", \"sum\": 23}]}",
        "scores.total"
    )]
    [InlineData(
        "SCL-90",
        "\"scores\": {\"total\": 100, \"positiveItems\": 2, \"factors\": [{\"factor\": \"depression\", \"sum\": 23}]}",
        "scores.positiveItems"
    )]
    public async Task when_a_score_is_left_out_or_out_of_range_it_is_refused_naming_it(
        string instrument,
        string given,
        string named
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var assigned = (
            await server.Integrator().PostAsync("assessments", Bureau.Assessment(officer, instrument))
        ).Made();
        var path = $"assessments/{Bureau.IdOf(assigned)}";
        var more = given.Length == 0 ? "" : $", {given}";

        var refused = await server
            .Integrator()
            .PostAsync($"{path}/complete", $$"""{ "language": "zh-CN", "instrumentVersion": "1"{{more}} }""");

        refused.Refused(400, "bad-input");
        refused
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(x => x.Name)
            .ShouldBe(named.Split(' '), ignoreOrder: true);
        (await server.Auditor().GetAsync(path)).Done().Json.Text("status").ShouldBe("assigned");
    }

    [Theory]
    [InlineData("GAD-7", "\"items\": [3,3,3,3,3,0,0]", 15, "severe", true)]
    [InlineData("WHO-5", "\"items\": [2,2,1,1,1]", 28, "veryPoor", true)]
    [InlineData("WHO-5", "\"items\": [5,5,5,5,5]", 100, "adequate", false)]
    [InlineData("K10", "\"items\": [3,3,3,3,3,3,3,3,3,2]", 29, "moderate", false)]
    [InlineData("PCL-5", "\"items\": [2,2,2,2,2,2,2,2,2,2,2,1,1,1,1,1,1,1,1,1]", 31, "positive", true)]
    [InlineData("PSS-10", "\"scores\": {\"total\": 26}", 26, "moderate", false)]
    [InlineData("SCL-90", "\"scores\": {\"total\": 133, \"positiveItems\": 43}", 133, "negative", false)]
    [InlineData(
        "SCL-90",
        "\"scores\": {\"total\": 120, \"factors\": [{\"factor\": \"phobicAnxiety\", \"sum\": 14}]}",
        120,
        "positive",
        true
    )]
    public async Task when_a_test_is_taken_it_is_scored_by_its_instrument(
        string instrument,
        string given,
        int score,
        string band,
        bool highest
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var assigned = (
            await server.Integrator().PostAsync("assessments", Bureau.Assessment(officer, instrument))
        ).Made();
        var path = $"assessments/{Bureau.IdOf(assigned)}";

        var taken = await server
            .Integrator()
            .PostAsync($"{path}/complete", $$"""{ "language": "en", "instrumentVersion": "1", {{given}} }""");

        Names(taken.Done()).ShouldBe(["assessment_completed"]);
        var told = (await server.Integrator().GetAsync(path)).Done().Json;
        (told.GetProperty("score").GetInt32(), told.Text("band"), told.GetProperty("highest").GetBoolean()).ShouldBe(
            (score, band, highest)
        );
    }

    [Fact]
    public async Task when_a_test_is_imported_its_alert_comes_with_it_once_and_a_missing_item_is_named()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (name, other) = (Bureau.Name("test"), Bureau.Name("test"));
        var file = Text([
            Assigned(name, officer.Badge),
            Answered(name, Alarming),
            Assigned(other, officer.Badge),
            Answered(other, Alarming[..8]),
        ]);

        var first = await server.ImportAsync(file, name);
        first.Totals.ShouldBe(new(3, 0, 1, 0));
        var rejected = first.Lines.Single(x => x.TryGetProperty("code", out _));
        rejected.Text("code").ShouldBe("bad-input");
        rejected.GetRawText().ShouldContain("data.items[8]");
        (await server.ImportAsync(file, name)).Totals.ShouldBe(new(0, 3, 1, 0));

        (await server.Auditor().GetAsync($"officers/{officer.Id}/history?kind=assessment"))
            .Items()
            .ConvertAll(x => x.Text("type"))
            .ShouldBe([
                "assessment_assigned",
                "assessment_assigned",
                "assessment_completed",
                "assessment_item_alerted",
            ]);
    }

    [Fact]
    public async Task the_answers_are_sealed_and_opened_for_a_purpose_alone()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        await server.WarningAsync(officer);
        var path = $"assessments/{await server.AssessmentAsync(officer)}";
        (await server.Officer(officer).PostAsync($"{path}/complete", Bureau.Answers(3, 0, 2, 1, 0, 1, 0, 0, 2))).Done();
        (await server.Counsellor().PostAsync($"{path}/review", new { note = "Sleeps badly." })).Done();

        var stored = await server.Database.ListAsync<string>(
            "SELECT data::text FROM events.mt_events WHERE stream_id::text = $1 ORDER BY version",
            path.Split('/')[1]
        );
        JsonElement.Parse(stored[1]).GetProperty("items").TryGetProperty("sealed", out _).ShouldBeTrue();
        stored.ShouldAllBe(x => !x.Contains("3,0,2", StringComparison.Ordinal));

        var opened = (await server.Counsellor().PostAsync($"{path}/disclosures", Telling.Purpose)).Done();
        TextsOf(opened).ShouldBe(["After the accident.", "[3,0,2,1,0,1,0,0,2]", "Sleeps badly."]);
        // What the officer answered is the officer's; what the counsellor made of it is not.
        var own = (await server.Officer(officer).PostAsync($"{path}/disclosures", Telling.Purpose)).Done();
        TextsOf(own).ShouldBe(["After the accident.", "[3,0,2,1,0,1,0,0,2]"]);
        own.Json.GetProperty("withheld").GetInt32().ShouldBe(1);
        foreach (var supervisor in new[] { Role.PoliticalOfficer, Role.Commander })
            (await server.As(supervisor, officer.Unit).PostAsync($"{path}/disclosures", Telling.Purpose)).Refused(
                403,
                "forbidden"
            );
    }

    private static List<string?> Names(Reply reply) =>
        [.. reply.Json.GetProperty("events").EnumerateArray().Select(x => x.GetString())];

    private static List<string?> TextsOf(Reply reply) =>
        [.. reply.Json.GetProperty("texts").EnumerateArray().Select(x => x.Text("text"))];
}
