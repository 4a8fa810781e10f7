using Shouldly;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Talks;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Rules;

/// <summary>What is agreed, resolved or granted until a day: the station's day ends at 16:00 UTC.</summary>
public sealed class DueDayScenarios
{
    private const string AfterTheDay = "2023-03-10T16:00:05Z";
    private const string Overdue = "follow-ups 03-10 15:59:59.999999";
    private const string Overstayed = "leaves 03-11 15:59:59.999999";
    private const string Unclosed = "review-actions 03-10 15:59:59.999999";

    [Fact]
    public void when_the_last_day_of_a_follow_up_ends_it_is_overdue_and_before_that_nothing()
    {
        Of(Agreed(), "2023-03-10T16:00:04Z").ShouldBeEmpty();
        Agreed().Judged("2023-03-09T00:00:00Z").NextAt.ShouldBe(Time(AfterTheDay));
        Of(Agreed(), AfterTheDay).ShouldBe([Overdue]);
        Of(Agreed(), "2024-03-10T00:00:00Z").ShouldBe([Overdue]);
    }

    [Theory]
    [InlineData("2023-03-10T15:59:59.999999Z", null, false)]
    [InlineData("2023-03-10T16:00:00Z", null, true)]
    [InlineData("2023-03-10T15:00:00Z", "2023-03-10T16:00:00Z", false)]
    [InlineData("2023-03-10T15:00:00Z", "2023-03-10T16:00:00.000001Z", true)]
    public void a_follow_up_is_in_time_up_to_the_last_instant_of_its_day(string at, string? recordedAt, bool overdue) =>
        Of(Agreed().On(at, "talk", new TalkFollowUpDone(Colleague, "RIVER", 1, null), recordedAt), AfterTheDay)
            .ShouldBe(overdue ? [Overdue] : []);

    [Theory]
    [InlineData("2023-03-10T15:00:00Z", false)]
    [InlineData("2023-03-10T16:00:01Z", true)]
    public void what_a_void_talk_agreed_falls_due_no_more(string voidedAt, bool overdue) =>
        Of(Agreed().On(voidedAt, "talk", new TalkVoided(Colleague, "RIVER", Sealed("x"))), AfterTheDay)
            .ShouldBe(overdue ? [Overdue] : []);

    [Fact]
    public void an_amended_talk_keeps_what_it_agreed() =>
        Of(
                Agreed()
                    .On(
                        "2023-03-05T00:00:00Z",
                        "talk",
                        new TalkAmended(Colleague, "RIVER", null, 20, null, null, null, null, Sealed("x"))
                    ),
                AfterTheDay
            )
            .ShouldBe([Overdue]);

    [Theory]
    [InlineData("2023-03-10", false)]
    [InlineData("2023-03-11", true)]
    public void who_has_left_by_the_last_day_is_owed_nothing(string departedOn, bool overdue) =>
        Of(
                Agreed()
                    .On(
                        "2023-03-05T00:00:00Z",
                        "officer",
                        new OfficerDeparted(Colleague, "RIVER", DepartureKind.Retired, null, Day(departedOn))
                    ),
                AfterTheDay
            )
            .ShouldBe(overdue ? [Overdue] : []);

    [Fact]
    public void a_follow_up_that_became_known_late_is_judged_a_day_later_by_when_it_was_done()
    {
        var late = Agreed("2023-03-20T00:00:00Z");
        Of(late, "2023-03-21T00:00:04Z").ShouldBeEmpty();
        Of(late, "2023-03-21T00:00:05Z").ShouldBe([Overdue]);
        var done = new TalkFollowUpDone(Colleague, "RIVER", 1, null);
        Of(late.On("2023-03-09T00:00:00Z", "talk", done, "2023-03-20T23:00:00Z"), "2023-03-22T00:00:00Z")
            .ShouldBeEmpty();
    }

    [Fact]
    public void what_another_system_told_of_is_not_said_again_and_sets_nothing_off()
    {
        var told = new TalkFollowUpOverdue(Colleague, "RIVER", 1, "po-7", Day("2023-03-10"));
        Of(Agreed().On("2023-03-10T15:00:00Z", "talk", told), AfterTheDay).ShouldBeEmpty();
        Of(Agreed(live: false), AfterTheDay).ShouldBeEmpty();
        Of(Away(live: false), "2023-04-01T00:00:00Z").ShouldBeEmpty();
        Of(Assigned(live: false), "2023-04-01T00:00:00Z").ShouldBeEmpty();
    }

    [Fact]
    public void what_falls_due_while_a_record_is_restricted_is_let_go()
    {
        var restricted = new ProcessingRestricted(Colleague, "RIVER", default, null);
        var lifted = new RestrictionLifted(Colleague, "RIVER", Sealed("x"));
        foreach (var facts in (Facts[])[Agreed(), Away()])
            Of(
                    facts
                        .On("2023-03-09T00:00:00Z", "officer", restricted)
                        .On("2023-03-20T00:00:00Z", "officer", lifted),
                    "2023-04-01T00:00:00Z"
                )
                .ShouldBeEmpty();
    }

    [Fact]
    public void what_has_no_day_after_it_never_falls_due()
    {
        Of(Agreed(dueOn: "9999-12-31"), "2024-01-01T00:00:00Z").ShouldBeEmpty();
        Of(Away(to: "9999-12-31"), "2024-01-01T00:00:00Z").ShouldBeEmpty();
        Of(Away(to: "9999-12-30"), "2024-01-01T00:00:00Z").ShouldBeEmpty();
        Of(Assigned(dueOn: "9999-12-31"), "2024-01-01T00:00:00Z").ShouldBeEmpty();
    }

    [Fact]
    public void who_is_not_back_by_the_end_of_the_first_day_after_a_leave_has_overstayed_it()
    {
        Of(Away(), "2023-03-11T16:00:04Z").ShouldBeEmpty();
        Of(Away(), "2023-03-11T16:00:05Z").ShouldBe([Overstayed]);
    }

    [Theory]
    [InlineData("2023-03-11", "2023-03-11T15:59:59.999999Z", false)]
    [InlineData("2023-03-12", "2023-03-11T16:00:00Z", true)]
    [InlineData("2023-03-11", "2023-03-11T16:00:01Z", true)]
    public void a_return_counts_by_its_day_and_by_whether_it_was_on_record(
        string day,
        string recordedAt,
        bool overstayed
    ) =>
        Of(Away().On(recordedAt, "leave", new LeaveReturned(Colleague, "RIVER", Day(day))), "2023-03-20T00:00:00Z")
            .ShouldBe(overstayed ? [Overstayed] : []);

    [Theory]
    [InlineData("2023-03-11", false)]
    [InlineData("2023-03-12", true)]
    public void a_leave_that_was_recorded_after_it_ended_is_judged_by_the_day_of_the_return(string day, bool overstayed)
    {
        var facts = Away("2023-03-20T00:00:00Z")
            .On(
                "2023-03-12T00:00:00Z",
                "leave",
                new LeaveReturned(Colleague, "RIVER", Day(day)),
                "2023-03-20T01:00:00Z"
            );
        Of(facts, "2023-03-21T00:00:05Z").ShouldBe(overstayed ? [Overstayed] : []);
    }

    [Fact]
    public void when_the_last_day_of_an_action_ends_it_is_overdue_and_before_that_nothing()
    {
        Of(Assigned(), "2023-03-10T16:00:04Z").ShouldBeEmpty();
        Assigned().Judged("2023-03-09T00:00:00Z").NextAt.ShouldBe(Time(AfterTheDay));
        Of(Assigned(), AfterTheDay).ShouldBe([Unclosed]);
        Assigned().Judged(AfterTheDay).NextAt.ShouldBeNull();
    }

    [Theory]
    [InlineData("2023-03-10", "2023-03-10T15:59:59.999999Z", false)]
    [InlineData("2023-03-11", "2023-03-10T16:00:00Z", true)]
    [InlineData("2023-03-10", "2023-03-10T16:00:01Z", true)]
    public void an_action_is_in_time_up_to_the_last_instant_of_its_day(string day, string recordedAt, bool overdue) =>
        Of(
                Assigned()
                    .On(recordedAt, "review", new ReviewActionClosed("RIVER", 1, ReviewOutcome.NotDone, Day(day))),
                AfterTheDay
            )
            .ShouldBe(overdue ? [Unclosed] : []);

    [Fact]
    public void what_is_done_before_the_rule_comes_to_it_is_on_record_as_overdue_all_the_same()
    {
        var done = Agreed().On("2023-03-11T00:00:00Z", "talk", new TalkFollowUpDone(Colleague, "RIVER", 1, null));
        var back = Away().On("2023-03-13T00:00:00Z", "leave", new LeaveReturned(Colleague, "RIVER", Day("2023-03-13")));
        var closed = Assigned()
            .On(
                "2023-03-11T00:00:00Z",
                "review",
                new ReviewActionClosed("RIVER", 1, ReviewOutcome.Done, Day("2023-03-11"))
            );

        Decided<Talk>(done, "talk")
            .FollowUps[0]
            .ShouldSatisfyAllConditions(
                x => x.OverdueAt.ShouldNotBeNull(),
                x => x.DoneAt.ShouldBe(Time("2023-03-11T00:00:00Z"))
            );
        Decided<Leave>(back, "leave")
            .ShouldSatisfyAllConditions(
                x => x.OverstayedAt.ShouldNotBeNull(),
                x => x.Status.ShouldBe(LeaveStatus.Returned)
            );
        Decided<Review>(closed, "review")
            .Actions[0]
            .ShouldSatisfyAllConditions(
                x => x.OverdueAt.ShouldNotBeNull(),
                x => x.Outcome.ShouldBe(ReviewOutcome.Done)
            );
    }

    [Fact]
    public void an_award_to_a_unit_makes_a_talk_due_with_those_who_were_nominated_with_it()
    {
        var approved = new CommendationApproved(null, "RIVER", CommendationLevel.Commendation, Authority.County, null);
        Wellbeing.Domain.Rules.MustTalks.TriggerOf(approved).ShouldBe(TalkTrigger.Award);
    }

    private static Facts Agreed(string? recordedAt = null, string dueOn = "2023-03-10", bool live = true) =>
        new Facts()
            .Talk("2023-03-01T00:00:00Z", null, recordedAt: recordedAt)
            .On(
                "2023-03-01T01:00:00Z",
                "talk",
                new TalkFollowUpAgreed(Colleague, "RIVER", 1, Sealed("x"), "po-7", Day(dueOn)),
                recordedAt,
                live
            );

    private static Facts Away(string? recordedAt = null, string to = "2023-03-10", bool live = true) =>
        new Facts()
            .On(
                "2023-03-01T00:00:00Z",
                "leave",
                new LeaveRequested(Colleague, "RIVER", LeaveKind.Annual, Day("2023-03-06"), Day(to), null),
                recordedAt,
                live
            )
            .On("2023-03-01T01:00:00Z", "leave", new LeaveApproved(Colleague, "RIVER"), recordedAt, live)
            .On(
                "2023-03-06T00:00:00Z",
                "leave",
                new LeaveStarted(Colleague, "RIVER", Day("2023-03-06")),
                recordedAt,
                live
            );

    private static Facts Assigned(string dueOn = "2023-03-10", bool live = true) =>
        Facts
            .OfReview()
            .On(
                "2023-03-01T00:00:00Z",
                "review",
                new ReviewActionAssigned("RIVER", 1, "Other shifts.", "commander-2", Day(dueOn), null),
                live: live
            );

    private static List<string> Of(Facts facts, string now) =>
        facts.Recorded(now).FindAll(x => !x.StartsWith("quarterly", StringComparison.Ordinal));

    /// <summary>The state of the stream after what the rules put on record about it.</summary>
    private static TState Decided<TState>(Facts facts, string stream)
        where TState : class
    {
        var whole = facts.Whole();
        var known = whole.KnownWith(whole.All[^1].Seq, Shanghai);
        var state = known.State<TState>(facts.StreamOf(stream))!;
        var outcome = facts
            .Judged("2023-03-20T00:00:00Z")
            .Outcomes.Single(x => x.Act.StreamId == facts.StreamOf(stream));
        return state.After(outcome.Act.Decide(state, []).Events.ShouldHaveSingleItem());
    }
}
