using Shouldly;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Tests.Officers;
using Wellbeing.Domain.Tests.Warnings;
using Xunit;
using static Wellbeing.Domain.Interventions.InterventionDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Interventions;

public sealed class InterventionScenarios
{
    /// <summary>What may be done to an intervention, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                       session                 plan                 refer                measure                 suspend                 resume                      complete             abandon
            open       yes                     yes                  yes                  yes                     yes                     intervention-not-suspended  yes                  yes
            suspended  intervention-suspended  yes                  yes                  intervention-suspended  intervention-suspended  yes                         yes                  yes
            resumed    yes                     yes                  yes                  yes                     yes                     intervention-not-suspended  yes                  yes
            completed  intervention-closed     intervention-closed  intervention-closed  intervention-closed     intervention-closed     intervention-closed         intervention-closed  intervention-closed
            abandoned  intervention-closed     intervention-closed  intervention-closed  intervention-closed     intervention-closed     intervention-closed         intervention-closed  intervention-closed
            """
        );

    /// <summary>The same for who may not counsel, where it is counselling: where it stands is not told.</summary>
    public static TheoryData<string, string, string> ActsOfOthers { get; } =
        Table.Of(
            """
                       session          plan             refer            measure          suspend          resume           complete         abandon
            open       counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only
            suspended  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only
            completed  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only  counsellor-only
            """
        );

    /// <summary>Who may open which kind.</summary>
    public static TheoryData<string, string, string> Kinds { get; } =
        Table.Of(
            """
                              counsellor  another
            Counselling       yes         counsellor-only
            Crisis            yes         counsellor-only
            GroupCounselling  yes         counsellor-only
            FamilyHelp        yes         yes
            Schooling         yes         yes
            Employment        yes         yes
            MedicalCare       yes         yes
            SeriousIllness    yes         yes
            DutyInjury        yes         yes
            Hardship          yes         yes
            Reunion           yes         yes
            Allowance         yes         yes
            DutyAdjustment    yes         yes
            Rest              yes         yes
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_a_counsellor_may_do_to_counselling(string intervention, string act, string answer) =>
        Asked(InterventionKind.Crisis, intervention, act, counsellor: true).ThenTheAnswerIs(answer);

    [Theory, MemberData(nameof(Acts))]
    public void what_anybody_may_do_to_other_help(string intervention, string act, string answer) =>
        Asked(InterventionKind.FamilyHelp, intervention, act, counsellor: false).ThenTheAnswerIs(answer);

    [Theory, MemberData(nameof(ActsOfOthers))]
    public void what_others_may_do_to_counselling(string intervention, string act, string answer) =>
        Asked(InterventionKind.Crisis, intervention, act, counsellor: false).ThenTheAnswerIs(answer);

    [Theory, MemberData(nameof(Kinds))]
    public void who_may_open_which_kind(string kind, string who, string answer) =>
        Given
            .Nothing<Intervention>()
            .When(_ =>
                Open(
                    Given.AColleague,
                    "RIVER",
                    Enum.Parse<InterventionKind>(kind),
                    "lead-1",
                    [],
                    null,
                    counsellor: who == "counsellor"
                )
            )
            .ThenTheAnswerIs(answer);

    [Fact]
    public void every_kind_has_its_row_in_the_table() =>
        Kinds.Select(row => row.Data.Item1).Distinct().ShouldBe(Enum.GetNames<InterventionKind>());

    [Fact]
    public void when_an_intervention_is_opened_it_links_to_its_warnings_and_is_in_the_officers_history()
    {
        var another = Given.AWarning.Acknowledged() with { Id = EventId };
        var opened = Given
            .Nothing<Intervention>()
            .When(_ =>
                Open(
                    Given.AColleague,
                    "LAKE",
                    InterventionKind.Counselling,
                    "lead-1",
                    [Given.AWarning, another],
                    Sealed("six sessions"),
                    counsellor: true
                )
            )
            .ThenItHappens(
                new InterventionOpened(
                    Colleague,
                    "LAKE",
                    InterventionKind.Counselling,
                    "lead-1",
                    [StreamId, EventId],
                    Sealed("six sessions")
                )
            );

        opened.Id.ShouldBe(StreamId);
        opened.Status.ShouldBe(InterventionStatus.Open);
        opened.Open.ShouldBeTrue();
        opened.UnitCode.ShouldBe("LAKE");
        opened.Kind.ShouldBe(InterventionKind.Counselling);
        opened.Lead.ShouldBe("lead-1");
        opened.WarningIds.ShouldBe([StreamId, EventId]);
        opened.OpenedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        opened.Sessions.ShouldBe(0);
        Evolution.Concerned(opened).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_one_of_the_warnings_has_ended_it_is_refused() =>
        Given
            .Nothing<Intervention>()
            .When(_ =>
                Open(
                    Given.AColleague,
                    "RIVER",
                    InterventionKind.Rest,
                    "lead-1",
                    [Given.AWarning, Given.AWarning.Resolved()],
                    null,
                    counsellor: false
                )
            )
            .ThenItIsRefused("warning-closed");

    [Fact]
    public void when_an_officer_has_left_the_bureau_may_still_help() =>
        Given
            .Nothing<Intervention>()
            .When(_ =>
                Open(
                    Given.AColleague.Departed(),
                    "RIVER",
                    InterventionKind.SeriousIllness,
                    "lead-1",
                    [],
                    null,
                    counsellor: false
                )
            )
            .ThenItHappens()
            .Open.ShouldBeTrue();

    [Fact]
    public void when_sessions_take_place_they_are_numbered_and_the_last_ones_progress_counts()
    {
        var after = Given
            .AnIntervention.When(it =>
                RecordSession(it, "RIVER", ASession("2023-07-04T02:00:00Z", SessionProgress.Worsened), false)
            )
            .ThenItHappens()
            .When(it => RecordSession(it, "LAKE", ASession("2023-07-11T02:00:00Z", SessionProgress.Improved), false))
            .ThenItHappens(
                new InterventionSessionRecorded(
                    Colleague,
                    "LAKE",
                    2,
                    Time("2023-07-11T02:00:00Z"),
                    "counsellor-3",
                    SessionMode.Video,
                    SessionProgress.Improved,
                    Sealed("slept better")
                )
            );

        after.Sessions.ShouldBe(2);
        after.LastSessionAt.ShouldBe(Time("2023-07-11T02:00:00Z"));
        after.Progress.ShouldBe(SessionProgress.Improved);
    }

    [Fact]
    public void when_a_session_is_put_on_record_late_a_later_ones_progress_still_counts()
    {
        var after = Given
            .AnIntervention.When(it =>
                RecordSession(it, "RIVER", ASession("2023-07-11T02:00:00Z", SessionProgress.Improved), false)
            )
            .ThenItHappens()
            .When(it => RecordSession(it, "RIVER", ASession("2023-07-04T02:00:00Z", SessionProgress.Worsened), false))
            .ThenItHappens();

        after.Sessions.ShouldBe(2);
        after.LastSessionAt.ShouldBe(Time("2023-07-11T02:00:00Z"));
        after.Progress.ShouldBe(SessionProgress.Improved);
    }

    [Fact]
    public void when_a_plan_is_revised_it_is_in_the_event_alone() =>
        Given
            .AnIntervention.When(it => RevisePlan(it, "LAKE", Sealed("two more sessions"), false))
            .ThenItHappens(new InterventionPlanRevised(Colleague, "LAKE", Sealed("two more sessions")))
            .ShouldBe(Given.AnIntervention);

    [Fact]
    public void when_an_officer_is_referred_it_goes_on_and_the_last_referral_counts() =>
        Given
            .AnIntervention.Referred(ReferralTarget.Hospital)
            .When(it => Refer(it, "LAKE", ReferralTarget.Psychiatry, Sealed("needs a diagnosis"), false))
            .ThenItHappens(
                new InterventionReferred(Colleague, "LAKE", ReferralTarget.Psychiatry, Sealed("needs a diagnosis"))
            )
            .ShouldBe(Given.AnIntervention with { ReferredTo = ReferralTarget.Psychiatry });

    [Fact]
    public void when_outcomes_are_measured_each_stays_in_order() =>
        Given
            .AnIntervention.When(it => Measure(it, "RIVER", Instrument.Phq9, 17, false))
            .ThenItHappens(
                new InterventionOutcomeMeasured(Colleague, "RIVER", Instrument.Phq9, 17, ScoreBand.ModeratelySevere)
            )
            .When(it => Measure(it, "LAKE", Instrument.Who5, 64, false))
            .ThenItHappens(new InterventionOutcomeMeasured(Colleague, "LAKE", Instrument.Who5, 64, ScoreBand.Adequate))
            .Measurements.ShouldBe([
                new Measurement(Instrument.Phq9, 17, ScoreBand.ModeratelySevere, Time("2023-07-03T02:00:00Z")),
                new Measurement(Instrument.Who5, 64, ScoreBand.Adequate, Time("2023-07-03T02:00:00Z")),
            ]);

    [Theory]
    [InlineData(Instrument.Phq9, 9 * 0, 9 * 3)]
    [InlineData(Instrument.Gad7, 7 * 0, 7 * 3)]
    [InlineData(Instrument.Who5, 5 * 0 * 4, 5 * 5 * 4)]
    [InlineData(Instrument.Pcl5, 20 * 0, 20 * 4)]
    [InlineData(Instrument.K10, 10 * 1, 10 * 5)]
    [InlineData(Instrument.Pss10, 10 * 0, 10 * 4)]
    [InlineData(Instrument.Scl90, 90 * 1, 90 * 5)]
    public void an_instruments_scores_range_from_all_items_lowest_to_all_items_highest(
        Instrument instrument,
        int least,
        int most
    ) => Instruments.RangeOf(instrument).ShouldBe((least, most));

    [Fact]
    public void every_instrument_has_a_range()
    {
        foreach (var instrument in Enum.GetValues<Instrument>())
            Instruments.RangeOf(instrument).Least.ShouldBeLessThan(Instruments.RangeOf(instrument).Most);
        Should.Throw<ArgumentOutOfRangeException>(() => Instruments.RangeOf((Instrument)99));
    }

    [Fact]
    public void when_an_intervention_is_interrupted_it_is_open_still_and_goes_on_as_it_was()
    {
        var suspended = Given
            .AnIntervention.When(it => Suspend(it, "LAKE", Sealed("in hospital"), false))
            .ThenItHappens(new InterventionSuspended(Colleague, "LAKE", Sealed("in hospital")));

        suspended.Status.ShouldBe(InterventionStatus.Suspended);
        suspended.Open.ShouldBeTrue();
        suspended
            .When(it => Resume(it, "LAKE", false))
            .ThenItHappens(new InterventionResumed(Colleague, "LAKE"))
            .ShouldBe(Given.AnIntervention);
    }

    [Fact]
    public void when_an_intervention_is_completed_what_it_came_to_is_kept() =>
        Given
            .AnIntervention.When(it =>
                Complete(it, "LAKE", InterventionOutcome.Improved, Sealed("sleeps again"), false)
            )
            .ThenItHappens(
                new InterventionCompleted(Colleague, "LAKE", InterventionOutcome.Improved, Sealed("sleeps again"))
            )
            .ShouldBe(
                Given.AnIntervention with
                {
                    Status = InterventionStatus.Completed,
                    Outcome = InterventionOutcome.Improved,
                    ClosedAt = Time("2023-07-03T02:00:00Z"),
                }
            );

    [Fact]
    public void when_an_intervention_is_given_up_it_has_no_outcome()
    {
        var abandoned = Given
            .AnIntervention.When(it => Abandon(it, "LAKE", Sealed("moved away"), false))
            .ThenItHappens(new InterventionAbandoned(Colleague, "LAKE", Sealed("moved away")));

        abandoned.Open.ShouldBeFalse();
        abandoned.ShouldBe(
            Given.AnIntervention with
            {
                Status = InterventionStatus.Abandoned,
                ClosedAt = Time("2023-07-03T02:00:00Z"),
            }
        );
    }

    private static Outcome<Intervention> Asked(InterventionKind kind, string standing, string act, bool counsellor)
    {
        var open = Given.AnInterventionOf(kind);
        var it = standing switch
        {
            "open" => open,
            "suspended" => open.Suspended(),
            "resumed" => open.Suspended().Resumed(),
            "completed" => open.Completed(),
            "abandoned" => open.Abandoned(),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
        };
        return it.When(x =>
            act switch
            {
                "session" => RecordSession(
                    x,
                    "RIVER",
                    ASession("2023-07-04T02:00:00Z", SessionProgress.Unchanged),
                    counsellor
                ),
                "plan" => RevisePlan(x, "RIVER", Sealed("two more sessions"), counsellor),
                "refer" => Refer(x, "RIVER", ReferralTarget.Hospital, null, counsellor),
                "measure" => Measure(x, "RIVER", Instrument.Gad7, 5, counsellor),
                "suspend" => Suspend(x, "RIVER", Sealed("in hospital"), counsellor),
                "resume" => Resume(x, "RIVER", counsellor),
                "complete" => Complete(x, "RIVER", InterventionOutcome.Recovered, null, counsellor),
                "abandon" => Abandon(x, "RIVER", Sealed("moved away"), counsellor),
                _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
            }
        );
    }

    private static Session ASession(string heldAt, SessionProgress progress) =>
        new(Time(heldAt), "counsellor-3", SessionMode.Video, progress, Sealed("slept better"));
}

internal static class InterventionStory
{
    public static Intervention Referred(this Intervention it, ReferralTarget to) =>
        it.After(new InterventionReferred(it.OfficerId, it.UnitCode, to, null));

    public static Intervention Suspended(this Intervention it) =>
        it.After(new InterventionSuspended(it.OfficerId, it.UnitCode, Sealed("in hospital")));

    public static Intervention Resumed(this Intervention it) =>
        it.After(new InterventionResumed(it.OfficerId, it.UnitCode));

    public static Intervention Completed(this Intervention it) =>
        it.After(new InterventionCompleted(it.OfficerId, it.UnitCode, InterventionOutcome.Recovered, null));

    public static Intervention Abandoned(this Intervention it) =>
        it.After(new InterventionAbandoned(it.OfficerId, it.UnitCode, Sealed("moved away")));
}
