using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Xunit;
using static Wellbeing.Api.Tests.Imports.CareLines;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Records;

/// <summary>
/// The last day for what is agreed does not lie before the day of the agreement: that of the talk or the review in which it
/// was agreed, or the one that the caller says.
/// </summary>
public sealed class AgreedDayTests(Host host)
{
    [Theory]
    [InlineData("2023-09-30", null, "2024-03-05")]
    [InlineData("2024-03-04", null, "2024-03-05")]
    [InlineData("2024-03-05", null, null)]
    [InlineData("2024-03-09", "2024-03-10T08:00:00+08:00", "2024-03-10")]
    [InlineData("2024-03-10", "2024-03-10T08:00:00+08:00", null)]
    public async Task of_a_follow_up(string dueOn, string? occurredAt, string? earliest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var talk = await server.TalkAsync(officer);

        await ShouldBeAsync(
            server,
            $"talks/{talk}/follow-ups",
            new
            {
                what = "Ask for another shift.",
                owner = "po-7",
                dueOn,
                occurredAt,
            },
            earliest
        );
    }

    [Theory]
    [InlineData("2024-04-07", "2024-04-08")]
    [InlineData("2024-04-08", null)]
    public async Task of_a_reviews_action(string dueOn, string? earliest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var review = await server.ReviewAsync(officer.Unit);

        await ShouldBeAsync(
            server,
            $"reviews/{review}/actions",
            new
            {
                what = "Other shifts",
                owner = "commander-2",
                dueOn,
            },
            earliest
        );
    }

    [Theory]
    [InlineData("2024-03-31", "2024-04-01")]
    [InlineData("2024-04-01", null)]
    public async Task of_a_test(string dueOn, string? earliest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();

        await ShouldBeAsync(
            server,
            "assessments",
            Bureau.Assessment(officer).And("dueOn", dueOn).And("occurredAt", "2024-04-01T08:00:00+08:00"),
            earliest
        );
    }

    [Theory]
    [InlineData("2024-03-31", "2024-04-01")]
    [InlineData("2024-04-01", null)]
    public async Task of_a_suggestion(string dueOn, string? earliest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var suggestion = await server.PutAsync("suggestions", Requested.Suggestion(officer));
        var body = new
        {
            owner = "po-7",
            dueOn,
            occurredAt = "2024-04-01T08:00:00+08:00",
        };

        var answer = await server.As(Role.Commander, officer.Unit).PostAsync($"suggestions/{suggestion}/adopt", body);

        Told(answer, earliest);
    }

    [Theory]
    [InlineData("2024-03-31", "2024-04-01")]
    [InlineData("2024-04-01", null)]
    public async Task of_a_ceremony(string conferredOn, string? earliest)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("c");
        await server.ImportAsync(
            Text(
                Nominated(name, officer.Badge),
                Line(
                    $"{name}-approved",
                    $"commendation/{name}",
                    "commendation_approved",
                    "2024-04-01T02:00:00Z",
                    new { level = "commendation", authority = "city" }
                )
            )
        );
        var award = (await server.Auditor().GetAsync($"commendations?officer={officer.Id}")).Items().Single();

        var answer = await server
            .Administrator()
            .PostAsync($"commendations/{award.Text("id")}/confer", new { conferredOn });

        if (earliest is null)
            answer.Done();
        else
            Errors(answer).ShouldBe([("conferredOn", $"must not be earlier than {earliest}")]);
    }

    [Fact]
    public async Task what_a_source_tells_of_such_days_is_on_record_with_a_finding()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (talk, award, idea, test) = (Bureau.Name("t"), Bureau.Name("c"), Bureau.Name("s"), Bureau.Name("a"));

        var answer = await server.ImportAsync(
            Text(
                Held(talk, officer.Badge),
                Agreed(talk).But("dueOn", "2016-01-01"),
                SubmittedSuggestion(idea, officer.Badge),
                AdoptedSuggestion(idea).But("dueOn", "2016-01-01"),
                Assigned(test, officer.Badge).But("dueOn", "2016-01-01"),
                Nominated(award, officer.Badge),
                Approved(award),
                Line(
                    $"{award}-conferred",
                    $"commendation/{award}",
                    "commendation_conferred",
                    "2018-03-03T00:00:00Z",
                    new { conferredOn = "2018-03-03" }
                )
            )
        );

        answer.Totals!.Rejected.ShouldBe(0);
        answer
            .Findings.Select(x => x.Item2)
            .Where(x => x is "due-before-agreed" or "conferred-before-approved")
            .ShouldBe(["due-before-agreed", "due-before-agreed", "due-before-agreed", "conferred-before-approved"]);
        var history = (await server.Auditor().GetAsync($"officers/{officer.Id}/history", ("Accept-Language", "zh-CN")))
            .Items()
            .ConvertAll(x => x.Text("text")!);
        history.Count(x => x.EndsWith("与规定不符：期限早于商定之日。", StringComparison.Ordinal)).ShouldBe(3);
        history.Count(x => x.EndsWith("与规定不符：授奖早于批准。", StringComparison.Ordinal)).ShouldBe(1);
    }

    private static async Task ShouldBeAsync(Host.Running server, string path, object body, string? earliest) =>
        Told(await server.Integrator().PostAsync(path, body), earliest);

    private static void Told(Requests.Reply answer, string? earliest)
    {
        if (earliest is null)
            ((int)answer.Status).ShouldBeInRange(200, 201, answer.Text);
        else
            Errors(answer).ShouldBe([("dueOn", $"must not be earlier than {earliest}")]);
    }

    private static List<(string, string)> Errors(Requests.Reply answer) =>
        [
            .. answer
                .Refused(400, "bad-input")
                .Json.GetProperty("errors")
                .EnumerateObject()
                .Select(x => (x.Name, x.Value[0].GetString()!)),
        ];
}
