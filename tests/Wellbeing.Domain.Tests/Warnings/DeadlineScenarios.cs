using Shouldly;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Warnings;

public sealed class DeadlineScenarios
{
    private static readonly DateTimeOffset Raised = Time("2023-12-31T14:00:00Z");

    [Theory]
    [InlineData(WarningLevel.Red, "2023-12-31T16:00:00Z", "2024-01-01T14:00:00Z")] // 2 hours, 24 hours.
    [InlineData(WarningLevel.Orange, "2024-01-01T14:00:00Z", "2024-01-03T14:00:00Z")] // 24 hours, 3 days.
    [InlineData(WarningLevel.Yellow, "2024-01-03T14:00:00Z", "2024-01-07T14:00:00Z")] // 3 days, 7 days.
    [InlineData(WarningLevel.Blue, "2024-01-07T14:00:00Z", "2024-01-30T14:00:00Z")] // 7 days, 30 days.
    public void a_level_sets_its_deadlines_to_the_minute(WarningLevel level, string acknowledge, string intervene) =>
        WarningPolicies
            .Shipped.For(level, Raised, Day("2023-12-31"))
            .ShouldBe(new Deadlines(Time(acknowledge), Time(intervene)));

    [Fact]
    public void every_version_that_ships_knows_every_level()
    {
        foreach (var version in WarningPolicies.Shipped.Versions)
        {
            version.AcknowledgeWithinHours.Keys.ShouldBe(Enum.GetValues<WarningLevel>(), ignoreOrder: true);
            version.InterveneWithinHours.Keys.ShouldBe(Enum.GetValues<WarningLevel>(), ignoreOrder: true);
        }
    }

    [Theory]
    [InlineData("2023-12-31", "2023-12-31T16:00:00Z")]
    [InlineData("2024-01-01", "2023-12-31T15:00:00Z")] // From its first day on.
    [InlineData("2030-01-01", "2023-12-31T15:00:00Z")]
    public void the_deadlines_are_those_of_the_version_in_force_on_the_day(string day, string acknowledge) =>
        WithALaterVersion.For(WarningLevel.Red, Raised, Day(day)).AcknowledgeBy.ShouldBe(Time(acknowledge));

    [Fact]
    public void before_the_first_version_there_is_no_deadline() =>
        WarningPolicies.Shipped.For(WarningLevel.Red, Raised, Day("1999-12-31")).ShouldBe(new Deadlines(null, null));

    private static WarningPolicies WithALaterVersion { get; } =
        new([
            WarningPolicies.Shipped.Versions[0] with
            {
                ValidFrom = Day("2024-01-01"),
                AcknowledgeWithinHours = Enum.GetValues<WarningLevel>().ToDictionary(level => level, _ => 1),
            },
            .. WarningPolicies.Shipped.Versions,
        ]);
}
