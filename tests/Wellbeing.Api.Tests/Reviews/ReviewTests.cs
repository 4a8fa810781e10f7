using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Reviews;

/// <summary>Quarterly reviews with findings and actions, and the trends of what the record counts.</summary>
public sealed class ReviewTests(Host host)
{
    [Fact]
    public async Task a_review_finds_resolves_and_closes_and_stands_beside_those_before_and_below()
    {
        var server = await host.RunAsync();
        var above = await server.UnitAsync();
        var unit = await server.UnitAsync(above);
        var commander = server.As(Role.Commander, above);
        await server.ReviewAsync(unit, "2023-Q4");
        await server.ReviewAsync(above);
        var review = await server.ReviewAsync(unit);
        object finding = new
        {
            category = "workload",
            severity = 3,
            text = "Too many nights.",
        };
        object action = new
        {
            what = "Other shifts.",
            owner = "commander-2",
            dueOn = "2024-06-30",
            finding = 1,
        };

        (await commander.PostAsync($"reviews/{review}/actions", action)).Refused(409, "unknown-finding");
        (await commander.PostAsync($"reviews/{review}/findings", finding)).Done();
        (await commander.PostAsync($"reviews/{review}/actions", action)).Done();
        (await commander.PostAsync($"reviews/{review}/actions/2/close", new { outcome = "done" })).Refused(
            404,
            "not-found"
        );
        (await commander.GetAsync("reviews?open=true")).Ids().ShouldBe([review]);
        (await commander.PostAsync($"reviews/{review}/actions/1/close", new { outcome = "partlyDone" })).Done();
        (await commander.PostAsync($"reviews/{review}/actions/1/close", new { outcome = "done" })).Refused(
            409,
            "action-closed"
        );

        var answer = (await commander.GetAsync($"reviews/2024-Q1?unit={unit}")).Done().Json;
        var held = answer.GetProperty("review");
        held.GetProperty("findings")[0].Text("text").ShouldBe("Too many nights.");
        held.GetProperty("actions")[0].Text("outcome").ShouldBe("partlyDone");
        answer.GetProperty("version").GetInt64().ShouldBe(4);
        answer.GetProperty("previous").EnumerateArray().Select(x => x.Text("quarter")).ShouldBe(["2023-Q4"]);
        var whole = (await commander.GetAsync("reviews/2024-Q1")).Done().Json;
        whole.Text("unitCode").ShouldBe(above);
        whole
            .GetProperty("reviews")
            .EnumerateArray()
            .Select(x =>
                (x.Text("unitCode"), x.GetProperty("severe").GetInt32(), x.GetProperty("closedActions").GetInt32())
            )
            .ShouldBe([(above, 0, 0), (unit, 1, 1)], ignoreOrder: true);
        (await commander.GetAsync($"reviews?unit={unit}&quarter=2024-Q1")).Ids().ShouldBe([review]);
        (await commander.GetAsync("reviews?open=true")).Ids().ShouldBeEmpty();
        (await commander.GetAsync("reviews?quarter=2024")).Refused(400, "bad-input");
    }

    [Fact]
    public async Task each_figure_shows_its_trend_and_lists_exactly_what_it_counts()
    {
        var server = await host.RunAsync();
        var above = await server.UnitAsync();
        var officer = await server.OfficerAsync(await server.UnitAsync(above));
        var colleague = await server.OfficerAsync(above);
        await TalkAsync("2023-12-31T23:59:59+08:00");
        await TalkAsync("2024-01-01T00:00:00+08:00");
        await TalkAsync("2024-03-31T23:59:59+08:00");
        await TalkAsync("2024-04-01T00:00:00+08:00");
        await server.TalkAsync(colleague);
        var missed = await server.ScheduledAsync(officer);
        (await server.Integrator().PostAsync($"talks/{missed}/miss", new { reason = "On duty" })).Done();
        await server.WarningAsync(officer);
        await server.InterventionAsync(colleague);
        await server.ActivityAsync(above);
        await server.PlannedAsync(above);
        var gone = await server.OfficerAsync(above);
        await server.TalkAsync(gone);
        await server.TransferAsync(gone, await server.UnitAsync());
        var reader = server.PoliticalOfficer(above);

        var answer = (await reader.GetAsync($"reviews/2024-Q1?unit={above}")).Done().Json;

        answer.TryGetProperty("review", out _).ShouldBeFalse();
        var figures = answer.GetProperty("figures").EnumerateArray().ToList();
        figures
            .ToDictionary(x => x.Text("name")!, x => x.GetProperty("value").GetInt32())
            .ShouldBe(
                new Dictionary<string, int>
                {
                    ["talks-held"] = 3,
                    ["talks-missed"] = 1,
                    ["talks-omitted"] = 0,
                    ["warnings-raised"] = 1,
                    ["interventions-opened"] = 1,
                    ["activities-held"] = 1,
                },
                ignoreOrder: true
            );
        var talks = figures.Single(x => x.Text("name") == "talks-held");
        talks.GetProperty("change").GetInt32().ShouldBe(2);
        talks
            .GetProperty("trend")
            .EnumerateArray()
            .Select(x => (x.Text("quarter"), x.GetProperty("value").GetInt32()))
            .ShouldBe([("2023-Q1", 0), ("2023-Q2", 0), ("2023-Q3", 0), ("2023-Q4", 1), ("2024-Q1", 3)]);
        foreach (var figure in figures)
            (await reader.AllAsync($"{figure.Text("query")}&limit=2")).Count.ShouldBe(
                figure.GetProperty("value").GetInt32(),
                figure.Text("query")
            );
        foreach (var then in figures.SelectMany(x => x.GetProperty("trend").EnumerateArray()))
            (await reader.AllAsync(then.Text("query")!)).Count.ShouldBe(
                then.GetProperty("value").GetInt32(),
                then.Text("query")
            );
        // An auditor sees what was talked with whoever has left since.
        var all = (await server.Auditor().GetAsync($"reviews/2024-Q1?unit={above}")).Done().Json;
        all.GetProperty("figures")[0].GetProperty("value").GetInt32().ShouldBe(4);
        var bureau = (await server.Auditor().GetAsync("reviews/2024-Q1")).Done().Json;
        bureau.TryGetProperty("unitCode", out _).ShouldBeFalse();
        bureau.GetProperty("figures")[0].GetProperty("value").GetInt32().ShouldBeGreaterThanOrEqualTo(4);

        async Task TalkAsync(string heldAt) =>
            (await server.Integrator().PostAsync("talks", Bureau.Talk(officer).And("heldAt", heldAt))).Made();
    }

    [Fact]
    public async Task a_review_before_its_quarter_or_beside_another_is_refused()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var staff = server.PoliticalOfficer(unit);

        (await staff.PostAsync("reviews", Bureau.Review(unit, "2024-Q3"))).Refused(409, "quarter-not-begun");
        (await staff.PostAsync("reviews", Bureau.Review(unit, "2024-Q5"))).Refused(400, "bad-input");
        (await staff.PostAsync("reviews", Bureau.Review("nowhere"))).Refused(404, "unknown-unit");
        (await staff.PostAsync("reviews", Bureau.Review(unit))).Made();
        (await staff.PostAsync("reviews", Bureau.Review(unit))).Refused(409, "review-exists");
        (await staff.GetAsync("reviews/2024-Q9")).Refused(404, "not-found");
    }

    [Fact]
    public async Task another_system_puts_a_review_with_its_findings_and_actions_on_record()
    {
        var server = await host.RunAsync();
        var (unit, name) = (Bureau.Name("U"), Bureau.Name("n"));
        string[] lines =
        [
            Formed(unit),
            Review("review_held", Bureau.Review(unit)),
            Review(
                "review_finding_recorded",
                new
                {
                    category = "family",
                    severity = 1,
                    text = "Far from home",
                }
            ),
            Review(
                "review_action_assigned",
                new
                {
                    what = "A bus",
                    owner = "po-1",
                    dueOn = "2024-06-30",
                    finding = 1,
                }
            ),
            Review("review_action_closed", new { number = 1, outcome = "done" }),
            Review("review_action_closed", new { number = 2, outcome = "done" }).But("key", Bureau.Name("k")),
            Review("review_held", Bureau.Review(unit)).But("key", Bureau.Name("k")).But("stream", $"review/{name}-2"),
        ];

        var answer = await server.ImportAsync(Text(lines), unit);

        answer.Rejected.ShouldBe([(6, "unknown-action"), (7, "review-exists")]);
        answer.Totals.ShouldBe(new Totals(5, 0, 2, 0));
        var item = (await server.As(Role.Commander, unit).GetAsync("reviews")).Items().ShouldHaveSingleItem();
        (item.GetProperty("findings").GetInt32(), item.GetProperty("closedActions").GetInt32()).ShouldBe((1, 1));

        string Review(string type, object data) =>
            Line($"{name}-{type}", $"review/{name}", type, "2024-04-08T01:00:00Z", data);
    }
}
