using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests.Records;
using Xunit;

namespace Wellbeing.Api.Tests.Assessments;

public sealed class BandCountTests(Host host)
{
    private static readonly int[] Calm = [0, 0, 0, 0, 0, 0, 0];
    private static readonly int[] Anxious = [3, 3, 3, 3, 3, 0, 0];

    [Fact]
    public async Task people_are_counted_by_their_last_test_of_the_quarter_and_small_cells_are_not_told()
    {
        var server = await host.RunAsync();
        var unit = await server.UnitAsync();
        var below = await server.UnitAsync(unit);
        var officers = new List<Known>();
        for (var i = 0; i < 11; i++)
            officers.Add(await server.OfficerAsync(i < 4 ? below : unit));
        foreach (var officer in officers)
            await TakeAsync(officer, Anxious, "2024-02-01");
        // Seven of them were better by the end of the quarter, and all of them after it.
        foreach (var officer in officers[4..])
            await TakeAsync(officer, Calm, "2024-03-31");
        foreach (var officer in officers)
            await TakeAsync(officer, Anxious, "2024-04-01");

        (await CountAsync(unit)).ShouldBe((10, 5, null));
        (await CountAsync(below)).ShouldBe((null, null, null));
        // Who moved away counts where the test was taken.
        await server.TransferAsync(officers[10], await server.UnitAsync());
        (await CountAsync(unit)).ShouldBe((10, 5, null));
        // A record that is not to be processed is not counted.
        await server.OfOfficerAsync(officers[0], "restriction", new { basis = "legalClaim" });
        await server.OfOfficerAsync(officers[1], "restriction", new { basis = "legalClaim" });
        (await CountAsync(unit)).ShouldBe((5, 5, null));

        async Task TakeAsync(Known officer, int[] items, string on)
        {
            var at = $"{on}T04:00:00Z";
            var assigned = Bureau.Assessment(officer, "GAD-7").And("occurredAt", at);
            var id = Bureau.IdOf((await server.Integrator().PostAsync("assessments", assigned)).Made());
            var taken = Bureau.Answers(items).And("occurredAt", at);
            (await server.Integrator().PostAsync($"assessments/{id}/complete", taken)).Done();
        }

        async Task<(int? All, int? Calm, int? Anxious)> CountAsync(string of)
        {
            var path = $"assessments/bands?instrument=GAD-7&quarter=2024-Q1&within={of}";
            var told = (await server.As(Role.Commander, unit).GetAsync(path)).Done().Json;
            var bands = told.GetProperty("bands").EnumerateArray().ToDictionary(x => x.Text("band")!, AtLeast);
            bands.Keys.ShouldBe(["minimal", "mild", "moderate", "severe"]);
            return (AtLeast(told), bands["minimal"], bands["severe"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("instrument=PHQ-10")]
    [InlineData("instrument=K10&quarter=2024-Q5")]
    // It has not ended.
    [InlineData("instrument=K10&quarter=9999-Q4")]
    [InlineData("instrument=K10&from=2024-01-01&to=2024-01-02")]
    public async Task what_would_tell_too_much_or_nothing_is_refused(string query)
    {
        var server = await host.RunAsync();
        (await server.Auditor().GetAsync($"assessments/bands?{query}")).Refused(400, "bad-input");
    }

    private static int? AtLeast(JsonElement cell) =>
        cell.TryGetProperty("atLeast", out var told) ? told.GetInt32() : null;
}
