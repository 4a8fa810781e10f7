using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Tests.Records;
using Xunit;
using static Wellbeing.Api.Tests.Imports.Lines;
using static Wellbeing.Api.Tests.Imports.PersonalLines;

namespace Wellbeing.Api.Tests.Suggestions;

public sealed class SuggestionTests(Host host)
{
    [Fact]
    public async Task when_a_measure_is_suggested_adopted_and_put_into_practice_the_history_tells_each_step()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var (own, commander) = (server.Officer(officer), server.As(Role.Commander, officer.Unit));
        var made = (await own.PostAsync("suggestions", Requested.Suggestion(officer))).Made();
        var path = $"suggestions/{Bureau.IdOf(made)}";

        (await commander.PostAsync($"{path}/implement", Today())).Refused(409, "suggestion-not-adopted");
        (await commander.PostAsync($"{path}/adopt", new { owner = "po-7", dueOn = "2099-12-31" })).Done();
        (await commander.PostAsync($"{path}/decline", new { reason = "No." })).Refused(409, "suggestion-decided");
        (await server.PoliticalOfficer(officer.Unit).PostAsync($"{path}/implement", Today("One form since."))).Done();
        (await commander.PostAsync($"{path}/implement", Today())).Refused(409, "suggestion-implemented");

        var state = (await own.GetAsync(path)).Done().Json;
        state.Text("status").ShouldBe("implemented");
        state.Text("owner").ShouldBe("po-7");
        state.TryGetProperty("text", out _).ShouldBeFalse();
        (await own.GetAsync($"officers/{officer.Id}/history", ("Accept-Language", "zh-CN")))
            .Items()
            .ConvertAll(x => x.Text("text"))
            .TakeLast(3)
            .ShouldBe([
                "提交减负措施：One form for both registers。",
                "建议已采纳，负责人 po-7，期限 2099-12-31。",
                $"建议已于 {Day()} 落实。",
            ]);
        (await server.Auditor().PostAsync($"{path}/disclosures", Telling.Purpose))
            .Done()
            .Json.GetProperty("texts")
            .EnumerateArray()
            .Select(x => x.Text("text"))
            .ShouldBe(["We write the same twice.", "One form since."]);
    }

    [Theory]
    [InlineData("adopt")]
    [InlineData("decline")]
    public async Task when_the_commander_is_the_officer_somebody_else_decides(string step)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var path = $"suggestions/{await server.SuggestionAsync(officer)}/{step}";
        var body = step == "adopt" ? (object)new { owner = "po-7" } : new { reason = "No." };

        (await server.As(Role.Commander, officer.Unit, officer.Badge).PostAsync(path, body)).Refused(
            409,
            "own-request"
        );
        (await server.As(Role.Commander, officer.Unit).PostAsync(path, body)).Done();
    }

    [Fact]
    public async Task nobody_makes_a_suggestion_for_a_colleague_or_reads_one()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var own = server.Officer(await server.OfficerAsync(officer.Unit));
        var theirs = await server.SuggestionAsync(officer);

        (await own.PostAsync("suggestions", Requested.Suggestion(officer))).Refused(404, "unknown-officer");
        await own.ShouldNotFindAsync($"suggestions/{theirs}");
        (await own.GetAsync("suggestions")).Ids().ShouldBeEmpty();
    }

    [Fact]
    public async Task the_measures_adopted_and_those_put_into_practice_are_listed_by_their_own_days()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var reader = server.PoliticalOfficer(officer.Unit);
        var commander = server.As(Role.Commander, officer.Unit);
        var submitted = await server.SuggestionAsync(officer);
        var idea = await server.AdoptedAsync(officer, "idea");
        var adopted = await server.AdoptedAsync(officer);
        var practised = await server.AdoptedAsync(officer);
        (await commander.PostAsync($"suggestions/{practised}/implement", new { implementedOn = "2024-04-01" })).Done();
        var declined = await server.SuggestionAsync(officer, "consultation");
        (await commander.PostAsync($"suggestions/{declined}/decline", new { reason = "Not now." })).Done();

        await ShouldListAsync("", submitted, idea, adopted, practised, declined);
        await ShouldListAsync("kind=reliefMeasure&event=adopted", adopted, practised);
        await ShouldListAsync("kind=reliefMeasure&event=implemented", practised);
        await ShouldListAsync("event=implemented&from=2024-04-01&to=2024-04-01", practised);
        await ShouldListAsync("event=implemented&to=2024-03-31");
        await ShouldListAsync("event=adopted&from=2024-03-06");
        await ShouldListAsync("event=declined", declined);
        await ShouldListAsync("kind=consultation", declined);
        await ShouldListAsync("status=adopted", idea, adopted);
        await ShouldListAsync("status=open", submitted, idea, adopted);
        await ShouldListAsync("status=closed", practised, declined);
        (await reader.AllAsync("suggestions?event=adopted&limit=1")).Count.ShouldBe(3);

        async Task ShouldListAsync(string query, params Guid[] expected) =>
            (await reader.GetAsync($"suggestions?{query}")).Ids().ShouldBe(expected, ignoreOrder: true, query);
    }

    [Fact]
    public async Task when_a_source_tells_of_suggestions_each_step_is_taken_in_once()
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var name = Bureau.Name("s");
        string[] lines =
        [
            SubmittedSuggestion(name, officer.Badge),
            AdoptedSuggestion(name),
            ImplementedSuggestion(name),
        ];

        (await server.ImportAsync(Text(lines))).Totals!.Accepted.ShouldBe(3);
        (await server.ImportAsync(Text(lines))).Totals!.Duplicates.ShouldBe(3);
        (await server.Auditor().GetAsync($"suggestions?officer={officer.Id}&event=implemented"))
            .Ids()
            .Count.ShouldBe(1);
    }

    private static string Day() => $"{Database.Calendar.DayOf(DateTimeOffset.UtcNow):yyyy-MM-dd}";

    // At the start of that day it was not adopted yet.
    private static object Today(string? result = null) =>
        new
        {
            implementedOn = Day(),
            result,
            occurredAt = DateTimeOffset.UtcNow,
        };
}
