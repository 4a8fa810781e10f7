using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>What a test says raises a warning by itself.</summary>
public sealed class AssessmentAlertTests
{
    private const string Raised =
        "SELECT data ->> 'level' FROM events.mt_events WHERE type = 'warning_raised' AND data ->> 'sourceId' = '{0}'";

    [Theory]
    [InlineData("red", 0, 0, 0, 0, 0, 0, 0, 0, 1)]
    [InlineData("orange", 3, 3, 3, 3, 3, 3, 2, 0, 0)]
    [InlineData("red", 3, 3, 3, 3, 3, 3, 2, 0, 1)]
    public async Task an_alert_or_the_highest_band_raises_one_warning(string level, params int[] items)
    {
        await using var server = await Host.StartAsync(null, RuleTests.Active);
        var officer = await server.OfficerAsync();
        var test = await server.AssessmentAsync(officer);
        (await server.Integrator().PostAsync($"assessments/{test}/complete", Bureau.Answers(items))).Done();
        var raised = Raised.Replace("{0}", $"{test}", StringComparison.Ordinal);
        await Until.TrueAsync(async () => (await server.Database.ListAsync<string>(raised)).Count > 0);
        (await server.Database.ListAsync<string>(raised)).ShouldBe([level]);
    }

    [Fact]
    public async Task on_a_server_at_rest_an_answer_that_asks_for_help_raises_a_red_warning()
    {
        await using var server = await Host.StartAsync(null, RuleTests.Active);
        var test = await server.AssessmentAsync(await server.OfficerAsync());
        await server.QuietAsync(TimeProvider.System);
        var answers = Bureau.Answers(0, 0, 0, 0, 0, 0, 0, 0, 1);
        (await server.Integrator().PostAsync($"assessments/{test}/complete", answers)).Done();
        var raised = Raised.Replace("{0}", $"{test}", StringComparison.Ordinal);
        await Until.TrueAsync(async () => (await server.Database.ListAsync<string>(raised)).Contains("red"));
    }

    [Fact]
    public async Task below_the_highest_band_nothing_is_raised()
    {
        await using var server = await Host.StartAsync(null, RuleTests.Active);
        var officer = await server.OfficerAsync();
        var (calm, other) = (await server.TakenAsync(officer), await server.AssessmentAsync(officer));
        (
            await server
                .Integrator()
                .PostAsync($"assessments/{other}/complete", Bureau.Answers(0, 0, 0, 0, 0, 0, 0, 0, 2))
        ).Done();
        // The later one is judged after the earlier one.
        await Until.TrueAsync(async () =>
            (await server.Database.ListAsync<string>(Raised.Replace("{0}", $"{other}", StringComparison.Ordinal))).Count
            > 0
        );
        (
            await server.Database.ListAsync<string>(Raised.Replace("{0}", $"{calm}", StringComparison.Ordinal))
        ).ShouldBeEmpty();
    }
}
