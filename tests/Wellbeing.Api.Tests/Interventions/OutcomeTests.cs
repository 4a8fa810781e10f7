using Shouldly;
using Wellbeing.Api.Tests.Imports;
using Xunit;
using static Wellbeing.Api.Tests.Imports.CareLines;
using static Wellbeing.Api.Tests.Imports.Lines;

namespace Wellbeing.Api.Tests.Interventions;

/// <summary>Scores that somebody else worked out are not taken on trust.</summary>
public sealed class OutcomeTests(Host host)
{
    [Theory]
    [InlineData("PHQ-9", 20, "minimal", "band")]
    [InlineData("PHQ-9", 6, "veryPoor", "band")]
    [InlineData("PHQ-9", 6, "minimal", "band")]
    [InlineData("PHQ-9", 28, null, "score")]
    [InlineData("PHQ-9", -1, null, "score")]
    [InlineData("GAD-7", 21, "mild", "band")]
    [InlineData("GAD-7", 22, null, "score")]
    [InlineData("WHO-5", 13, null, "score")]
    [InlineData("WHO-5", 101, null, "score")]
    [InlineData("WHO-5", 104, null, "score")]
    [InlineData("WHO-5", 28, "poor", "band")]
    [InlineData("PCL-5", 81, null, "score")]
    [InlineData("PCL-5", 30, "positive", "band")]
    [InlineData("K10", 9, null, "score")]
    [InlineData("K10", 51, null, "score")]
    [InlineData("K10", 30, "moderate", "band")]
    [InlineData("PSS-10", 41, null, "score")]
    [InlineData("PSS-10", 27, "moderate", "band")]
    [InlineData("SCL-90", 89, null, "score")]
    [InlineData("SCL-90", 451, null, "score")]
    [InlineData("SCL-90", 161, "negative", "band")]
    public async Task a_score_or_band_that_the_instrument_does_not_have_is_refused_naming_it(
        string instrument,
        int score,
        string? band,
        string named
    )
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var help = await server.PutAsync("interventions", Bureau.Intervention(officer, "familyHelp"));
        var outcome = new
        {
            instrument,
            score,
            band,
        };

        var refused = await server.Integrator().PostAsync($"interventions/{help}/outcomes", outcome);
        var name = Bureau.Name("i");
        var imported = await server.ImportAsync(
            Text(
                Opened(name, officer.Badge),
                Line(
                    $"{name}-o",
                    $"intervention/{name}",
                    "intervention_outcome_measured",
                    "2024-04-01T08:00:00Z",
                    outcome
                )
            )
        );

        refused
            .Refused(400, "bad-input")
            .Json.GetProperty("errors")
            .EnumerateObject()
            .Select(x => x.Name)
            .ShouldBe([named]);
        imported.Rejected.ShouldBe([(2, "bad-input")]);
    }

    [Theory]
    [InlineData("PHQ-9", 20, null, "severe")]
    [InlineData("PHQ-9", 6, "mild", "mild")]
    [InlineData("WHO-5", 12, null, "veryPoor")]
    [InlineData("WHO-5", 100, "adequate", "adequate")]
    [InlineData("PSS-10", 0, null, "low")]
    [InlineData("SCL-90", 450, null, "positive")]
    public async Task the_band_follows_from_the_score(string instrument, int score, string? given, string band)
    {
        var server = await host.RunAsync();
        var officer = await server.OfficerAsync();
        var help = await server.PutAsync("interventions", Bureau.Intervention(officer, "familyHelp"));

        (
            await server
                .Integrator()
                .PostAsync(
                    $"interventions/{help}/outcomes",
                    new
                    {
                        instrument,
                        score,
                        band = given,
                    }
                )
        ).Done();

        (await server.Integrator().GetAsync($"interventions/{help}"))
            .Done()
            .Json.GetProperty("measurements")[0]
            .Text("band")
            .ShouldBe(band);
    }
}
