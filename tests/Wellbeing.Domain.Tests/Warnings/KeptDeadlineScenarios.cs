using Shouldly;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Warnings;

/// <summary>The orange warning of 2023-07-03 at ten has a day to be acknowledged and three for an intervention.</summary>
public sealed class KeptDeadlineScenarios
{
    private readonly Dictionary<(DeadlineKind, DateTimeOffset), WarningDeadline> _deadlines = [];
    private Warning? _warning;

    public KeptDeadlineScenarios() => Happens("2023-07-03T02:00:00Z", Raised);

    [Fact]
    public void when_it_is_raised_both_are_pending()
    {
        Results("2023-07-04T02:00:00Z").ShouldBe([DeadlineResult.Pending, DeadlineResult.Pending]);
        Results("2023-07-04T02:00:01Z").ShouldBe([DeadlineResult.Missed, DeadlineResult.Pending]);
        Results("2023-07-07T00:00:00Z").ShouldBe([DeadlineResult.Missed, DeadlineResult.Missed]);
    }

    [Theory]
    [InlineData("2023-07-04T02:00:00Z", DeadlineResult.Kept)]
    [InlineData("2023-07-04T02:00:01Z", DeadlineResult.Missed)]
    public void whether_it_was_acknowledged_in_time_is_told_by_when_that_happened(string at, DeadlineResult result)
    {
        Happens(at, new WarningAcknowledged(Colleague, "RIVER"));
        Results("2023-08-01T00:00:00Z")[0].ShouldBe(result);
        // Before it happened, nobody knew.
        Results("2023-07-03T03:00:00Z")[0].ShouldBe(DeadlineResult.Pending);
    }

    [Fact]
    public void when_it_is_closed_before_they_come_they_lapse()
    {
        Happens("2023-07-03T08:00:00Z", new WarningDismissed(Colleague, "RIVER", Sealed("Raised twice")));
        Results("2023-08-01T00:00:00Z").ShouldBe([DeadlineResult.Lapsed, DeadlineResult.Lapsed]);
        Results("2023-07-03T07:00:00Z").ShouldBe([DeadlineResult.Pending, DeadlineResult.Pending]);
    }

    [Fact]
    public void when_it_is_closed_after_one_has_passed_that_one_stays_missed()
    {
        Happens("2023-07-05T00:00:00Z", new WarningResolved(Colleague, "RIVER", WarningOutcome.Other, null));
        Results("2023-08-01T00:00:00Z").ShouldBe([DeadlineResult.Missed, DeadlineResult.Lapsed]);
    }

    [Fact]
    public void when_it_is_reclassified_new_ones_take_their_place()
    {
        Happens("2023-07-03T04:00:00Z", Reclassified("2023-07-03T06:00:00Z", "2023-07-04T04:00:00Z"));
        Happens("2023-07-03T05:00:00Z", new WarningAcknowledged(Colleague, "RIVER"));
        Results("2023-08-01T00:00:00Z")
            .ShouldBe([DeadlineResult.Kept, DeadlineResult.Lapsed, DeadlineResult.Missed, DeadlineResult.Lapsed]);
    }

    [Fact]
    public void when_it_was_acknowledged_before_it_need_not_be_again()
    {
        Happens("2023-07-03T03:00:00Z", new WarningAcknowledged(Colleague, "RIVER"));
        Happens("2023-07-03T04:00:00Z", Reclassified("2023-07-03T06:00:00Z", "2023-07-04T04:00:00Z"));
        Results("2023-08-01T00:00:00Z").ShouldBe([DeadlineResult.Kept, DeadlineResult.Missed, DeadlineResult.Lapsed]);
    }

    [Fact]
    public void when_it_is_opened_again_it_has_to_be_acknowledged_again()
    {
        Happens("2023-07-03T03:00:00Z", new WarningAcknowledged(Colleague, "RIVER"));
        Happens("2023-07-03T04:00:00Z", new WarningResolved(Colleague, "RIVER", WarningOutcome.Helped, null));
        Happens(
            "2023-07-10T00:00:00Z",
            new WarningReopened(
                Colleague,
                "RIVER",
                Sealed("It came back"),
                Time("2023-07-11T00:00:00Z"),
                Time("2023-07-13T00:00:00Z")
            )
        );
        Results("2023-07-12T00:00:00Z")
            .ShouldBe([DeadlineResult.Kept, DeadlineResult.Missed, DeadlineResult.Lapsed, DeadlineResult.Pending]);
    }

    [Theory]
    [InlineData(0, WarningAge.UnderThreeDays)]
    [InlineData(2, WarningAge.UnderThreeDays)]
    [InlineData(3, WarningAge.UnderSevenDays)]
    [InlineData(6, WarningAge.UnderSevenDays)]
    [InlineData(7, WarningAge.UnderThirtyDays)]
    [InlineData(29, WarningAge.UnderThirtyDays)]
    [InlineData(30, WarningAge.ThirtyDaysAndMore)]
    [InlineData(4000, WarningAge.ThirtyDaysAndMore)]
    public void an_age_is_that_of_the_days_between_its_bounds(int days, WarningAge age)
    {
        var day = Day("2023-07-31");
        WarningAges.Of(days).ShouldBe(age);
        var (from, to) = WarningAges.Raised(age, day);
        (from is null || day.AddDays(-days) >= from).ShouldBeTrue();
        (to is null || day.AddDays(-days) <= to).ShouldBeTrue();
        Enum.GetValues<WarningAge>()
            .Count(x =>
                WarningAges.Raised(x, day) is var (f, t)
                && (f is null || day.AddDays(-days) >= f)
                && (t is null || day.AddDays(-days) <= t)
            )
            .ShouldBe(1);
    }

    private static WarningRaised Raised { get; } =
        new(
            Colleague,
            "RIVER",
            CareCategory.Emotional,
            WarningLevel.Orange,
            WarningSource.Peer,
            null,
            null,
            null,
            Time("2023-07-04T02:00:00Z"),
            Time("2023-07-06T02:00:00Z")
        );

    private static WarningReclassified Reclassified(string acknowledgeBy, string interveneBy) =>
        new(Colleague, "RIVER", WarningLevel.Red, Sealed("Worse"), Time(acknowledgeBy), Time(interveneBy));

    private void Happens(string at, ICareEvent happened)
    {
        foreach (var deadline in WarningDeadline.Changed(_warning, happened, Time(at)))
            _deadlines[(deadline.Kind, deadline.DueAt)] = deadline;
        _warning = _warning.After(happened, at);
    }

    /// <summary>Of each deadline, the ones for acknowledgement first, then by when they are due.</summary>
    private List<DeadlineResult> Results(string at) =>
        [.. _deadlines.Values.OrderBy(x => x.Kind).ThenBy(x => x.DueAt).Select(x => x.ResultAt(Time(at)))];
}
