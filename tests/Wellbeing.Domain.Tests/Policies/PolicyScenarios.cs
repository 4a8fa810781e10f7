using Shouldly;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Policies;

public sealed class PolicyScenarios
{
    private static readonly DateOnly Today = Day("2026-05-20");

    private static readonly PolicyAdopted Shipped = InitialPolicies.All.Single(x =>
        x.Kind == PolicyKind.WarningDeadlines
    );

    private static Policy Adopted(params PolicyAdopted[] versions) =>
        versions
            .Skip(1)
            .Aggregate(Policy.Start(Recorded(versions[0]), versions[0]), (policy, next) => policy.Next(Recorded(next)));

    private static RecordedEvent Recorded(PolicyAdopted version) =>
        new(Guid.NewGuid(), Guid.Empty, StreamKind.Policy, version.Version, default, default, "admin-1", version);

    [Theory]
    [InlineData("2026-05-12", "policy-in-the-past")]
    [InlineData("2026-05-13", null)]
    [InlineData("2026-05-20", null)]
    [InlineData("2030-01-01", null)]
    public void a_version_may_have_been_in_force_for_seven_days_when_it_is_adopted(string from, string? code) =>
        PolicyDecisions
            .Adopt(Adopted(Shipped), Shipped with { ValidFrom = Day(from) }, Today)
            .Refusal?.Code.ShouldBe(code);

    [Fact]
    public void when_a_version_from_a_later_day_on_is_adopted_already_it_is_refused()
    {
        var policy = Adopted(Shipped, Shipped with { Version = 2, ValidFrom = Day("2027-01-01") });

        PolicyDecisions
            .Adopt(policy, Shipped with { ValidFrom = Day("2026-12-31") }, Today)
            .Refusal!.Code.ShouldBe("policy-superseded");
        (
            (PolicyAdopted)
                PolicyDecisions.Adopt(policy, Shipped with { ValidFrom = Day("2027-01-01") }, Today).Events[0]
        ).Version.ShouldBe(3);
    }

    [Fact]
    public void of_two_versions_from_the_same_day_on_the_later_one_counts()
    {
        var hours = new HoursByLevel(1, 1, 1, 1);
        var second = Shipped with { Version = 2, ValidFrom = Day("2027-01-01") };
        var third = second with { Version = 3, WarningDeadlines = new DeadlineRules("r", hours, hours) };
        var at = Time("2027-03-01T00:00:00Z");

        foreach (var order in new PolicyAdopted[][] { [Shipped, second, third], [third, second, Shipped] })
        {
            var book = new PolicyBook(order);
            book.Warnings.For(WarningLevel.Red, at, Day("2027-03-01")).AcknowledgeBy.ShouldBe(at.AddHours(1));
            book.Warnings.For(WarningLevel.Red, at, Day("2026-12-31")).AcknowledgeBy.ShouldBe(at.AddHours(2));
        }
        var policy = Adopted(Shipped, second, third);
        policy.On(Day("2027-01-01"))!.Version.ShouldBe(3);
        policy.On(Day("2026-12-31"))!.Version.ShouldBe(1);
        policy.On(Day("1999-12-31")).ShouldBeNull();
    }

    [Fact]
    public void the_first_versions_say_what_the_product_ships()
    {
        var book = new PolicyBook(InitialPolicies.All);
        var day = Day("2024-02-09");

        book.AwardsOn(day).On(day)!.ShouldBeEquivalentTo(CommendationPolicies.Shipped.On(day));
        book.AwardsOn(day).Calendar.Closed.SetEquals(CommendationPolicies.Shipped.Calendar.Closed).ShouldBeTrue();
        book.AwardsOn(day).Calendar.Worked.SetEquals(CommendationPolicies.Shipped.Calendar.Worked).ShouldBeTrue();
        foreach (var level in Enum.GetValues<WarningLevel>())
            book.Warnings.For(level, default, day).ShouldBe(WarningPolicies.Shipped.For(level, default, day));
    }
}
