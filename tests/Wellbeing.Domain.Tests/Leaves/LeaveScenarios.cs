using Shouldly;
using Wellbeing.Domain.Leaves;
using Xunit;
using static Wellbeing.Domain.Leaves.LeaveDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Leaves;

public sealed class LeaveScenarios
{
    /// <summary>What may be done to a leave, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                        approve          decline          withdraw         start               return             overstay
            requested   yes              yes              yes              leave-not-approved  leave-not-started  leave-not-started
            approved    leave-decided    leave-decided    yes              yes                 leave-not-started  leave-not-started
            declined    leave-decided    leave-decided    leave-decided    leave-not-approved  leave-not-started  leave-not-started
            withdrawn   leave-withdrawn  leave-withdrawn  leave-withdrawn  leave-withdrawn     leave-not-started  leave-not-started
            started     leave-decided    leave-decided    leave-started    leave-started       yes                yes
            overstayed  leave-decided    leave-decided    leave-started    leave-started       yes                leave-overstayed
            returned    leave-decided    leave-decided    leave-ended      leave-started       leave-ended        leave-ended
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_leave(string leave, string act, string answer) =>
        Asked(Standing(leave), act, own: false).ThenTheAnswerIs(answer);

    [Theory]
    [InlineData("requested", "approve")]
    [InlineData("requested", "decline")]
    [InlineData("declined", "approve")]
    [InlineData("approved", "decline")]
    public void nobody_decides_on_the_own_leave(string leave, string act) =>
        Asked(Standing(leave), act, own: true).ThenItIsRefused("own-request");

    [Fact]
    public void when_a_leave_is_asked_for_it_is_in_the_officers_history_and_the_reason_in_the_event_alone()
    {
        var requested = Given
            .Nothing<Leave>()
            .When(_ =>
                Request(
                    Given.AColleague,
                    "LAKE",
                    LeaveKind.Family,
                    Day("2023-07-10"),
                    Day("2023-07-14"),
                    Sealed("the mother is ill"),
                    []
                )
            )
            .ThenItHappens(
                new LeaveRequested(
                    Colleague,
                    "LAKE",
                    LeaveKind.Family,
                    Day("2023-07-10"),
                    Day("2023-07-14"),
                    Sealed("the mother is ill"),
                    Ordinal: 1
                )
            );

        requested.ShouldBe(
            new Leave(
                StreamId,
                LeaveStatus.Requested,
                Colleague,
                "LAKE",
                LeaveKind.Family,
                Day("2023-07-10"),
                Day("2023-07-14"),
                Time("2023-07-03T02:00:00Z"),
                "political-officer-1",
                Ordinal: 1
            )
        );
        requested.Open.ShouldBeTrue();
        Evolution.Concerned(requested).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_a_leave_is_granted_who_decided_and_when_is_kept() =>
        Given
            .ALeave.When(it => Approve(it, "LAKE", own: false))
            .ThenItHappens(new LeaveApproved(Colleague, "LAKE"))
            .ShouldBe(
                Given.ALeave with
                {
                    Status = LeaveStatus.Approved,
                    DecidedAt = Time("2023-07-03T02:00:00Z"),
                    DecidedBy = "political-officer-1",
                }
            );

    [Fact]
    public void when_a_leave_is_not_granted_it_is_over()
    {
        var declined = Given
            .ALeave.When(it => Decline(it, "LAKE", Sealed("nobody stands in"), own: false))
            .ThenItHappens(new LeaveDeclined(Colleague, "LAKE", Sealed("nobody stands in")));

        declined.Status.ShouldBe(LeaveStatus.Declined);
        declined.Open.ShouldBeFalse();
    }

    [Theory]
    [InlineData("2023-07-09", "outside-leave")]
    [InlineData("2023-07-10", "yes")]
    [InlineData("2023-07-14", "yes")]
    [InlineData("2023-07-15", "outside-leave")]
    public void a_leave_begins_within_the_days_that_were_granted(string day, string answer) =>
        Standing("approved").When(it => Start(it, "RIVER", Day(day), Shanghai)).ThenTheAnswerIs(answer);

    [Fact]
    public void nobody_goes_on_leave_before_the_day_on_which_it_was_granted()
    {
        var late = Standing("approved") with { DecidedAt = Time("2023-07-11T16:00:00Z") };

        late.When(it => Start(it, "RIVER", Day("2023-07-11"), Shanghai)).ThenItIsRefused("leave-not-approved");
        late.When(it => Start(it, "RIVER", Day("2023-07-12"), Shanghai)).ThenTheAnswerIs("yes");
    }

    /// <summary>Whether a leave of 10 to 14 July stands in the way of another one.</summary>
    [Theory]
    [InlineData("requested", "2023-07-14", "2023-07-20", true)]
    [InlineData("requested", "2023-07-01", "2023-07-10", true)]
    [InlineData("requested", "2023-07-12", "2023-07-12", true)]
    [InlineData("requested", "2023-07-01", "2023-07-31", true)]
    [InlineData("requested", "2023-07-15", "2023-07-20", false)]
    [InlineData("requested", "2023-07-01", "2023-07-09", false)]
    [InlineData("approved", "2023-07-14", "2023-07-14", true)]
    [InlineData("declined", "2023-07-10", "2023-07-14", false)]
    [InlineData("withdrawn", "2023-07-10", "2023-07-14", false)]
    [InlineData("started", "2023-07-14", "2023-07-14", true)]
    [InlineData("overstayed", "2023-07-14", "2023-07-14", true)]
    [InlineData("overstayed", "2023-07-15", "2023-07-20", false)]
    [InlineData("returned", "2023-07-14", "2023-07-14", true)]
    public void leaves_of_one_officer_do_not_overlap(string leave, string from, string to, bool overlaps) =>
        AskedBeside(Standing(leave), from, to).ThenTheAnswerIs(overlaps ? "leave-overlaps" : "yes");

    /// <summary>Went on 11 July, and was back on a day: the days that were taken count.</summary>
    [Theory]
    [InlineData("2023-07-12", "2023-07-10", "2023-07-10", false)]
    [InlineData("2023-07-12", "2023-07-11", "2023-07-11", true)]
    [InlineData("2023-07-12", "2023-07-12", "2023-07-14", false)]
    [InlineData("2023-07-11", "2023-07-11", "2023-07-14", false)]
    [InlineData("2023-07-14", "2023-07-14", "2023-07-14", true)]
    [InlineData("2023-07-17", "2023-07-16", "2023-07-20", true)]
    [InlineData("2023-07-17", "2023-07-17", "2023-07-20", false)]
    public void who_is_back_early_or_late_was_away_on_the_days_that_were_taken(
        string back,
        string from,
        string to,
        bool overlaps
    ) =>
        AskedBeside(
                Given.ALeave.Approved().Started("2023-07-11").After(new LeaveReturned(Colleague, "RIVER", Day(back))),
                from,
                to
            )
            .ThenTheAnswerIs(overlaps ? "leave-overlaps" : "yes");

    [Fact]
    public void a_leave_that_overlaps_names_the_other_and_the_next_one_is_numbered_after_all_of_them()
    {
        var other = Given.ALeave with { Ordinal = 4 };

        AskedBeside(other, "2023-07-12", "2023-07-12").ThenItIsRefused("leave-overlaps", named: other.Id.ToString());
        AskedBeside(other, "2023-07-15", "2023-07-15")
            .ThenItHappens(
                new LeaveRequested(
                    Colleague,
                    "RIVER",
                    LeaveKind.Sick,
                    Day("2023-07-15"),
                    Day("2023-07-15"),
                    null,
                    Ordinal: 5
                )
            );
    }

    [Fact]
    public void when_a_leave_is_withdrawn_it_is_over_and_who_asked_for_it_stays_on_record()
    {
        var withdrawn = Standing("approved")
            .When(it => Withdraw(it, "LAKE", null))
            .ThenItHappens(new LeaveWithdrawn(Colleague, "LAKE", null));

        withdrawn.Status.ShouldBe(LeaveStatus.Withdrawn);
        withdrawn.WithdrawnAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        withdrawn.Open.ShouldBeFalse();
    }

    [Theory]
    [InlineData("2023-07-10", "outside-leave")]
    [InlineData("2023-07-11", "yes")]
    [InlineData("2023-07-13", "yes")]
    [InlineData("2023-08-20", "yes")]
    public void nobody_is_back_before_going_and_being_late_is_no_reason_not_to_say_so(string day, string answer) =>
        Given.ALeave.Approved().Started("2023-07-11").When(it => Return(it, "RIVER", Day(day))).ThenTheAnswerIs(answer);

    [Theory]
    [InlineData("2023-07-13", "leave-not-overdue")]
    [InlineData("2023-07-14", "leave-not-overdue")]
    [InlineData("2023-07-15", "yes")]
    public void a_leave_is_overstayed_from_the_day_after_its_last(string day, string answer) =>
        Standing("started").When(it => Overstay(it, "RIVER", Day(day))).ThenTheAnswerIs(answer);

    [Fact]
    public void when_an_officer_comes_back_late_both_stay_on_record()
    {
        var overstayed = Standing("started")
            .When(it => Overstay(it, "LAKE", Day("2023-07-15")))
            .ThenItHappens(new LeaveOverstayed(Colleague, "LAKE", Day("2023-07-14")));
        overstayed.Open.ShouldBeTrue();

        var back = overstayed
            .When(it => Return(it, "LAKE", Day("2023-07-17")))
            .ThenItHappens(new LeaveReturned(Colleague, "LAKE", Day("2023-07-17")));
        back.Status.ShouldBe(LeaveStatus.Returned);
        back.StartedOn.ShouldBe(Day("2023-07-10"));
        back.OverstayedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        back.ReturnedOn.ShouldBe(Day("2023-07-17"));
        back.Open.ShouldBeFalse();
    }

    private static Leave Standing(string standing) =>
        standing switch
        {
            "requested" => Given.ALeave,
            "approved" => Given.ALeave.Approved(),
            "declined" => Given.ALeave.After(new LeaveDeclined(Colleague, "RIVER", Sealed("nobody stands in"))),
            "withdrawn" => Given.ALeave.Approved().After(new LeaveWithdrawn(Colleague, "RIVER", null)),
            "started" => Given.ALeave.Approved().Started(),
            "overstayed" => Given
                .ALeave.Approved()
                .Started()
                .After(new LeaveOverstayed(Colleague, "RIVER", Day("2023-07-14"))),
            "returned" => Given
                .ALeave.Approved()
                .Started()
                .After(new LeaveReturned(Colleague, "RIVER", Day("2023-07-14"))),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
        };

    private static Outcome<Leave> AskedBeside(Leave other, string from, string to) =>
        Given
            .Nothing<Leave>()
            .When(_ => Request(Given.AColleague, "RIVER", LeaveKind.Sick, Day(from), Day(to), null, [other]));

    private static Outcome<Leave> Asked(Leave leave, string act, bool own) =>
        leave.When(it =>
            act switch
            {
                "approve" => Approve(it, "RIVER", own),
                "decline" => Decline(it, "RIVER", Sealed("nobody stands in"), own),
                "withdraw" => Withdraw(it, "RIVER", null),
                "start" => Start(it, "RIVER", Day("2023-07-10"), Shanghai),
                "return" => Return(it, "RIVER", Day("2023-07-14")),
                "overstay" => Overstay(it, "RIVER", Day("2023-07-15")),
                _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
            }
        );
}

internal static class LeaveStory
{
    public static Leave Approved(this Leave it) => it.After(new LeaveApproved(it.OfficerId, it.UnitCode));

    public static Leave Started(this Leave it, string day = "2023-07-10") =>
        it.After(new LeaveStarted(it.OfficerId, it.UnitCode, Day(day)));
}
