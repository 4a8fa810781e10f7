using Shouldly;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Reviews;
using Xunit;
using static Wellbeing.Domain.Reviews.ReviewDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Reviews;

public sealed class ReviewScenarios
{
    private static readonly Quarter Spring = new(2023, 2);
    private static readonly DateTimeOffset At = Time("2023-07-10T06:00:00Z");

    private static readonly Review Held = Given.Nothing<Review>().After(new ReviewHeld("RIVER", "2023-Q2", At));

    private static readonly Review Assigned = Held.When(it => Find(it, CareCategory.Workload, 2, "Too many nights."))
        .ThenItHappens()
        .When(it => Assign(it, "A new pattern.", "commander-2", Day("2023-09-30"), 1))
        .ThenItHappens();

    [Fact]
    public void when_a_quarter_is_reviewed_the_review_has_nothing_to_do_yet()
    {
        var it = Given
            .Nothing<Review>()
            .When(_ => Hold(Given.AUnit, Spring, At, Day("2023-07-10"), exists: false))
            .ThenItHappens(new ReviewHeld("RIVER", "2023-Q2", At));

        (it.UnitCode, it.Period, it.HeldAt, it.Open).ShouldBe(("RIVER", "2023-Q2", At, false));
    }

    [Theory]
    [InlineData("2023-03-31", "quarter-not-begun")]
    [InlineData("2023-04-01", "yes")]
    public void a_quarter_is_not_reviewed_before_its_first_day(string on, string answer) =>
        Given
            .Nothing<Review>()
            .When(_ => Hold(Given.AUnit, Spring, At, Day(on), exists: false))
            .ThenTheAnswerIs(answer);

    [Fact]
    public void when_there_is_a_review_of_the_quarter_there_is_no_second_one() =>
        Given
            .Nothing<Review>()
            .When(_ => Hold(Given.AUnit, Spring, At, Day("2023-07-10"), exists: true))
            .ThenItIsRefused("review-exists");

    [Fact]
    public void findings_are_numbered_in_order()
    {
        var it = Held.When(x => Find(x, CareCategory.Family, 1, "Far from home."))
            .ThenItHappens(new ReviewFindingRecorded("RIVER", 1, CareCategory.Family, 1, "Far from home."))
            .When(x => Find(x, CareCategory.Workload, 3, "Too many nights."))
            .ThenItHappens(new ReviewFindingRecorded("RIVER", 2, CareCategory.Workload, 3, "Too many nights."));

        it.Findings.ShouldBe([
            new ReviewFinding(1, CareCategory.Family, 1, "Far from home."),
            new ReviewFinding(2, CareCategory.Workload, 3, "Too many nights."),
        ]);
    }

    [Fact]
    public void when_an_action_is_assigned_it_is_open_until_it_is_closed()
    {
        Assigned.Actions.ShouldBe([new ReviewAction(1, "A new pattern.", "commander-2", Day("2023-09-30"), 1)]);
        Assigned.Open.ShouldBeTrue();

        var closed = Assigned
            .When(it => Close(it, 1, ReviewOutcome.PartlyDone, Day("2023-09-20")))
            .ThenItHappens(new ReviewActionClosed("RIVER", 1, ReviewOutcome.PartlyDone, Day("2023-09-20")));

        closed.Open.ShouldBeFalse();
        (closed.Actions[0].Outcome, closed.Actions[0].ClosedOn).ShouldBe((ReviewOutcome.PartlyDone, Day("2023-09-20")));
    }

    [Fact]
    public void an_action_may_answer_no_finding_and_none_that_is_not_there()
    {
        Held.When(it => Assign(it, "Sport.", "po-1", Day("2023-09-30"), null))
            .ThenItHappens()
            .Actions[0]
            .Finding.ShouldBeNull();
        Held.When(it => Assign(it, "Sport.", "po-1", Day("2023-09-30"), 1)).ThenItIsRefused("unknown-finding");
    }

    [Fact]
    public void an_action_is_closed_once_and_only_one_that_is_there()
    {
        Assigned.When(it => Close(it, 2, ReviewOutcome.Done, Day("2023-09-20"))).ThenItIsRefused("unknown-action");
        Assigned
            .When(it => Close(it, 1, ReviewOutcome.Done, Day("2023-09-20")))
            .ThenItHappens()
            .When(it => Close(it, 1, ReviewOutcome.NotDone, Day("2023-09-21")))
            .ThenItIsRefused("action-closed");
    }

    [Theory]
    [InlineData(1, "2023-09-29", "action-not-overdue")]
    [InlineData(1, "2023-09-30", "action-not-overdue")]
    [InlineData(1, "2023-10-01", "yes")]
    [InlineData(2, "2023-10-01", "unknown-action")]
    public void what_was_not_closed_by_the_end_of_its_day_is_overdue_from_then_on(
        int number,
        string day,
        string answer
    ) => Assigned.When(it => Miss(it, number, Day(day))).ThenTheAnswerIs(answer);

    [Fact]
    public void what_is_overdue_is_so_once_and_can_still_be_closed()
    {
        var overdue = Assigned
            .When(it => Miss(it, 1, Day("2023-10-01")))
            .ThenItHappens(new ReviewActionOverdue("RIVER", 1, "commander-2", Day("2023-09-30")));

        overdue.Open.ShouldBeTrue();
        overdue.Actions[0].OverdueAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        overdue.When(it => Miss(it, 1, Day("2023-10-01"))).ThenItIsRefused("action-overdue");
        var closed = overdue.When(it => Close(it, 1, ReviewOutcome.Done, Day("2023-10-02"))).ThenItHappens();
        closed.Open.ShouldBeFalse();
        closed.When(it => Miss(it, 1, Day("2023-10-03"))).ThenItIsRefused("action-overdue");
        Assigned
            .When(it => Close(it, 1, ReviewOutcome.Done, Day("2023-09-20")))
            .ThenItHappens()
            .When(it => Miss(it, 1, Day("2023-10-03")))
            .ThenItIsRefused("action-closed");
    }

    [Theory]
    [InlineData("2023-Q2", "2023-Q1")]
    [InlineData("2023-Q1", "2022-Q4")]
    [InlineData("0001-Q1", null)]
    public void the_quarter_before_is_the_one_that_ends_the_day_before(string quarter, string? before) =>
        (Quarter.Parse(quarter)!.Previous?.ToString()).ShouldBe(before);

    [Fact]
    public void a_review_is_in_no_officers_history() => Evolution.Concerned(Assigned).ShouldBeEmpty();
}
