using System.Net;
using System.Text.Json;
using Shouldly;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Honours;
using Xunit;

namespace Wellbeing.Api.Tests.Honours;

public sealed class DashboardTests(HonoursBureau bureau) : IClassFixture<HonoursBureau>
{
    [Theory]
    [InlineData("bureau", null)]
    [InlineData("units/A", "A")]
    [InlineData("units/B%201", "B 1")]
    public async Task a_dashboard_counts_the_quarter_and_the_year_so_far(string path, string? unit)
    {
        var figures = await FiguresAsync($"/api/v1/dashboards/{path}?quarter=2022-Q3");
        var units = bureau.Sample.Below(unit);
        int Approved(DateOnly from) =>
            bureau.Sample.Commendations.Count(x =>
                units.Contains(x.UnitCode) && x.ApprovedOn >= from && x.ApprovedOn <= new DateOnly(2022, 9, 30)
            );

        var approved = figures["commendations-approved"];
        approved.GetProperty("pillar").GetString().ShouldBe("encourage");
        approved.GetProperty("quarter").GetInt32().ShouldBe(Approved(new DateOnly(2022, 7, 1)));
        approved.GetProperty("yearToDate").GetInt32().ShouldBe(Approved(new DateOnly(2022, 1, 1)));
        // The others are of talks, interventions, careers and units.
        string[] honours = ["honoured-individuals", "honoured-collectives", .. figures.Keys.Where(Commends)];
        honours.Length.ShouldBe(5);
        foreach (var (name, figure) in figures.Where(x => honours.Contains(x.Key)))
            await ShouldListAsync(name, figure);
        var since = await FiguresAsync($"/api/v1/dashboards/{path}?quarter=2022-Q3&since=2022-08-01");
        foreach (var name in honours)
            await ShouldListAsync(name, since[name]);
        since["commendations-approved"]
            .GetProperty("yearToDate")
            .GetInt32()
            .ShouldBe(Approved(new DateOnly(2022, 8, 1)));

        async Task ShouldListAsync(string name, JsonElement figure)
        {
            foreach (var (value, query) in new[] { ("quarter", "query"), ("yearToDate", "yearToDateQuery") })
                (await bureau.ListAsync(figure.GetProperty(query).GetString()!, Role.Auditor)).Count.ShouldBe(
                    figure.GetProperty(value).GetInt32(),
                    $"{name}, {value}"
                );
        }
    }

    [Fact]
    public async Task without_a_quarter_it_is_the_present_one()
    {
        var board = await bureau.ReadAsync("/api/v1/dashboards/bureau", Role.Auditor);
        board.GetProperty("quarter").GetString().ShouldBe("2023-Q4");
    }

    [Theory]
    [InlineData("quarter=2023-Q5", "quarter")]
    [InlineData("quarter=2023-q4", "quarter")]
    [InlineData("quarter=0000-Q1", "quarter")]
    [InlineData("quarter=23-Q1", "quarter")]
    [InlineData("quarter=2023-Q1&since=2023-04-01", "since")]
    [InlineData("quarter=2023-Q1&since=2012-12-31", "since")]
    public async Task a_bad_quarter_is_named(string query, string field)
    {
        using var response = await bureau.AskAsync($"/api/v1/dashboards/bureau?{query}", Role.Auditor);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        JsonElement.Parse(body).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe([field]);
    }

    [Theory]
    [InlineData("bureau", "BUREAU", HttpStatusCode.OK)]
    [InlineData("bureau", "A", HttpStatusCode.NotFound)]
    [InlineData("bureau", null, HttpStatusCode.NotFound)]
    [InlineData("units/A", "A", HttpStatusCode.OK)]
    [InlineData("units/B", "A", HttpStatusCode.NotFound)]
    [InlineData("units/nowhere", "BUREAU", HttpStatusCode.NotFound)]
    public async Task a_commander_sees_the_own_unit_and_below(string path, string? unit, HttpStatusCode expected)
    {
        using var response = await bureau.AskAsync($"/api/v1/dashboards/{path}", Role.Commander, unit);
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task an_auditor_asking_for_no_unit_there_is_finds_nothing()
    {
        using var response = await bureau.AskAsync("/api/v1/dashboards/units/nowhere", Role.Auditor);
        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public void a_quarter_has_its_days()
    {
        Quarter.Parse("2024-Q1").ShouldBe(new Quarter(2024, 1));
        new Quarter(2024, 1).Last.ShouldBe(new DateOnly(2024, 3, 31));
        new Quarter(9999, 4).Last.ShouldBe(DateOnly.MaxValue);
        for (var day = new DateOnly(2024, 1, 1); day.Year == 2024; day = day.AddDays(1))
            (Quarter.Of(day).First <= day && day <= Quarter.Of(day).Last).ShouldBeTrue();
    }

    private static bool Commends(string name) => name.StartsWith("commendations-", StringComparison.Ordinal);

    private async Task<Dictionary<string, JsonElement>> FiguresAsync(string path)
    {
        var board = await bureau.ReadAsync(path, Role.Auditor);
        return board.GetProperty("figures").EnumerateArray().ToDictionary(x => x.GetProperty("name").GetString()!);
    }
}
