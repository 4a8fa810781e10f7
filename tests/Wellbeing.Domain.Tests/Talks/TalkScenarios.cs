using Shouldly;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Tests.Officers;
using Xunit;
using static Wellbeing.Domain.Talks.TalkDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Talks;

public sealed class TalkScenarios
{
    /// <summary>What may be done to a talk, wherever it stands; <c>agreed</c> and <c>done</c> are held ones with a follow-up.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                       hold               miss               cancel             agree          finish             amend          void
            scheduled  yes                yes                yes                talk-not-held  talk-not-held      talk-not-held  nothing-to-void
            held       talk-already-held  talk-already-held  talk-already-held  yes            unknown-follow-up  yes            yes
            agreed     talk-already-held  talk-already-held  talk-already-held  yes            yes                yes            yes
            done       talk-already-held  talk-already-held  talk-already-held  yes            follow-up-done     yes            yes
            missed     talk-closed        talk-closed        talk-closed        talk-not-held  talk-not-held      talk-not-held  yes
            cancelled  talk-closed        talk-closed        talk-closed        talk-not-held  talk-not-held      talk-not-held  nothing-to-void
            omitted    talk-closed        talk-closed        talk-closed        talk-not-held  talk-not-held      talk-not-held  yes
            voided     talk-closed        talk-closed        talk-closed        talk-voided    talk-voided        talk-voided    talk-voided
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_talk(string talk, string act, string answer)
    {
        var scheduled = Given.ATalk;
        var it = talk switch
        {
            "scheduled" => scheduled,
            "held" => scheduled.Held(),
            "agreed" => scheduled.Held().Agreed(),
            "done" => scheduled.Held().Agreed().Done(1),
            "missed" => scheduled.Missed(),
            "cancelled" => scheduled.Cancelled(),
            "omitted" => AnOmittedTalk,
            "voided" => scheduled.Held().Agreed().Voided(),
            _ => throw new ArgumentOutOfRangeException(nameof(talk), talk, null),
        };

        it.When(x =>
                act switch
                {
                    "hold" => Hold(x, "RIVER", TalkStory.Content),
                    "miss" => Miss(x, "RIVER", null),
                    "cancel" => Cancel(x, "RIVER", Sealed("arranged twice")),
                    "agree" => AgreeFollowUp(x, "RIVER", Sealed("other shifts"), "owner-1", Day("2023-07-31")),
                    "finish" => FinishFollowUp(x, "RIVER", 1, null),
                    "amend" => Amend(x, Amendment(mood: 4)),
                    "void" => Void(x, "RIVER", "second-1", Sealed("was another officer")),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_a_talk_is_arranged_it_is_open_and_in_the_officers_history()
    {
        var arranged = Given
            .Nothing<Talk>()
            .When(_ =>
                Schedule(
                    Given.AColleague,
                    "LAKE",
                    TalkKind.HomeVisit,
                    TalkTrigger.FamilyEvent,
                    "host-1",
                    Time("2023-07-10T02:00:00Z"),
                    Sealed("a child was born")
                )
            )
            .ThenItHappens(
                new TalkScheduled(
                    Colleague,
                    "LAKE",
                    TalkKind.HomeVisit,
                    TalkTrigger.FamilyEvent,
                    "host-1",
                    Time("2023-07-10T02:00:00Z"),
                    Sealed("a child was born")
                )
            );

        arranged.Id.ShouldBe(StreamId);
        arranged.Status.ShouldBe(TalkStatus.Scheduled);
        arranged.Open.ShouldBeTrue();
        arranged.UnitCode.ShouldBe("LAKE");
        arranged.Kind.ShouldBe(TalkKind.HomeVisit);
        arranged.Trigger.ShouldBe(TalkTrigger.FamilyEvent);
        arranged.Host.ShouldBe("host-1");
        arranged.ScheduledFor.ShouldBe(Time("2023-07-10T02:00:00Z"));
        arranged.HeldAt.ShouldBeNull();
        Evolution.Concerned(arranged).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_a_talk_that_nobody_arranged_is_put_on_record_it_starts_as_held()
    {
        var held = Given
            .Nothing<Talk>()
            .When(_ => Record(Given.AColleague, "LAKE", TalkKind.FamilyLetter, TalkTrigger.Award, TalkStory.Content))
            .ThenItHappens(HeldAs(TalkKind.FamilyLetter, TalkTrigger.Award, "LAKE"));

        held.Status.ShouldBe(TalkStatus.Held);
        held.Open.ShouldBeFalse();
        held.ScheduledFor.ShouldBeNull();
        held.Host.ShouldBe("host-2");
        held.HeldAt.ShouldBe(Time("2023-07-10T02:30:00Z"));
        held.Minutes.ShouldBe(40);
        held.Concerns.ShouldBe([new Concern(CareCategory.Workload, 1)]);
        held.Mood.ShouldBe(3);
        held.RecordedBy.ShouldBe("political-officer-1");
        Evolution.Concerned(held).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_an_officer_has_left_the_talks_before_that_may_still_be_put_on_record() =>
        Given
            .Nothing<Talk>()
            .When(_ => Record(Gone, "RIVER", TalkKind.HeartToHeart, null, TalkStory.Content))
            .ThenItHappens()
            .Status.ShouldBe(TalkStatus.Held);

    [Fact]
    public void when_a_talk_was_due_and_nobody_arranged_it_that_is_a_fact()
    {
        var omitted = AnOmittedTalk;

        omitted.Status.ShouldBe(TalkStatus.Omitted);
        omitted.Open.ShouldBeFalse();
        omitted.Kind.ShouldBeNull();
        omitted.Host.ShouldBeNull();
        omitted.Trigger.ShouldBe(TalkTrigger.PostChange);
        omitted.DueOn.ShouldBe(Day("2023-07-14"));
        omitted.RecordedBy.ShouldBe("political-officer-1");
        Evolution.Concerned(omitted).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_an_arranged_talk_takes_place_kind_and_trigger_stay_and_the_event_names_the_unit_of_now()
    {
        var held = Given
            .ATalk.When(it => Hold(it, "LAKE", TalkStory.Content))
            .ThenItHappens(HeldAs(TalkKind.HeartToHeart, TalkTrigger.Quarterly, "LAKE"));

        held.Status.ShouldBe(TalkStatus.Held);
        held.UnitCode.ShouldBe("RIVER");
        held.Host.ShouldBe("host-2");
        held.ScheduledFor.ShouldBe(Time("2023-07-10T02:00:00Z"));
        held.HeldAt.ShouldBe(Time("2023-07-10T02:30:00Z"));
        held.RecordedBy.ShouldBe("political-officer-1");
    }

    [Fact]
    public void when_an_arranged_talk_does_not_take_place_it_is_missed()
    {
        var missed = Given
            .ATalk.When(it => Miss(it, "LAKE", Sealed("called to an operation")))
            .ThenItHappens(new TalkMissed(Colleague, "LAKE", Sealed("called to an operation")));

        missed.Status.ShouldBe(TalkStatus.Missed);
        missed.Open.ShouldBeFalse();
        missed.RecordedBy.ShouldBe("political-officer-1");
    }

    [Fact]
    public void when_an_arranged_talk_is_called_off_it_is_cancelled()
    {
        var cancelled = Given
            .ATalk.When(it => Cancel(it, "LAKE", Sealed("arranged twice")))
            .ThenItHappens(new TalkCancelled(Colleague, "LAKE", Sealed("arranged twice")));

        cancelled.Status.ShouldBe(TalkStatus.Cancelled);
        cancelled.RecordedBy.ShouldBe("political-officer-1");
    }

    [Fact]
    public void when_something_is_agreed_it_is_numbered_within_the_talk() =>
        Given
            .ATalk.Held()
            .Agreed()
            .When(it => AgreeFollowUp(it, "LAKE", Sealed("see a doctor"), "owner-2", Day("2023-08-15")))
            .ThenItHappens(
                new TalkFollowUpAgreed(Colleague, "LAKE", 2, Sealed("see a doctor"), "owner-2", Day("2023-08-15"))
            )
            .FollowUps.ShouldBe([
                new FollowUp(1, "owner-1", Day("2023-07-31")),
                new FollowUp(2, "owner-2", Day("2023-08-15")),
            ]);

    [Fact]
    public void when_what_was_agreed_is_done_the_others_stay_open() =>
        Given
            .ATalk.Held()
            .Agreed()
            .Agreed()
            .When(it => FinishFollowUp(it, "LAKE", 2, Sealed("granted")))
            .ThenItHappens(new TalkFollowUpDone(Colleague, "LAKE", 2, Sealed("granted")))
            .FollowUps.Select(x => x.DoneAt)
            .ShouldBe([null, Time("2023-07-03T02:00:00Z")]);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void when_nothing_was_agreed_under_a_number_it_cannot_be_done(int number) =>
        Given
            .ATalk.Held()
            .Agreed()
            .When(it => FinishFollowUp(it, "RIVER", number, null))
            .ThenItIsRefused("unknown-follow-up");

    [Theory]
    [InlineData(1, "2023-07-30", "follow-up-not-overdue")]
    [InlineData(1, "2023-07-31", "follow-up-not-overdue")]
    [InlineData(1, "2023-08-01", "yes")]
    [InlineData(2, "2023-08-01", "follow-up-done")]
    [InlineData(3, "2023-08-01", "unknown-follow-up")]
    public void what_was_not_done_by_the_end_of_its_day_is_overdue_from_then_on(
        int number,
        string day,
        string answer
    ) =>
        Given
            .ATalk.Held()
            .Agreed()
            .Agreed()
            .Done(2)
            .When(it => MissFollowUp(it, "LAKE", number, Day(day)))
            .ThenTheAnswerIs(answer);

    [Fact]
    public void what_is_overdue_is_so_once_and_can_still_be_done()
    {
        var overdue = Given
            .ATalk.Held()
            .Agreed()
            .When(it => MissFollowUp(it, "LAKE", 1, Day("2023-08-01")))
            .ThenItHappens(new TalkFollowUpOverdue(Colleague, "LAKE", 1, "owner-1", Day("2023-07-31")));

        overdue.When(it => MissFollowUp(it, "LAKE", 1, Day("2023-08-01"))).ThenItIsRefused("follow-up-overdue");
        var done = overdue.When(it => FinishFollowUp(it, "LAKE", 1, null)).ThenItHappens().FollowUps[0];
        (done.OverdueAt, done.DoneAt).ShouldBe((Time("2023-07-03T02:00:00Z"), Time("2023-07-03T02:00:00Z")));
    }

    [Fact]
    public void nothing_that_a_void_talk_agreed_is_overdue_as_another_system_tells() =>
        Given
            .ATalk.Held()
            .Agreed()
            .Voided()
            .When(it => MissFollowUp(it, "LAKE", 1, Day("2023-08-01")))
            .ThenItIsRefused("talk-voided");

    [Fact]
    public void when_a_talk_is_amended_what_is_not_named_stays_and_the_amendment_is_listed()
    {
        var held = Given.ATalk.Held();
        var amended = held.When(it => Amend(it, Amendment(mood: 2, narrative: Sealed("far too many nights"))))
            .ThenItHappens(Amendment(mood: 2, narrative: Sealed("far too many nights")));

        (amended with { Mood = held.Mood, Amendments = held.Amendments }).ShouldBe(held);
        amended.Mood.ShouldBe(2);
        var amendment = amended.Amendments.ShouldHaveSingleItem();
        amendment.Version.ShouldBe(2);
        amendment.By.ShouldBe("political-officer-1");
        amendment.At.ShouldBe(Time("2023-07-03T02:00:00Z"));
        amendment.Fields.ShouldBe(["mood", "narrative"]);
    }

    [Fact]
    public void when_everything_is_amended_everything_is_replaced()
    {
        var amendment = new TalkAmended(
            Colleague,
            "RIVER",
            Time("2023-07-11T02:00:00Z"),
            25,
            Sealed("family"),
            [new Concern(CareCategory.Family, 3)],
            1,
            Sealed("the mother is ill"),
            Sealed("mixed up with another talk")
        );

        var amended = Given.ATalk.Held().When(it => Amend(it, amendment)).ThenItHappens(amendment);

        amended.HeldAt.ShouldBe(Time("2023-07-11T02:00:00Z"));
        amended.Minutes.ShouldBe(25);
        amended.Concerns.ShouldBe([new Concern(CareCategory.Family, 3)]);
        amended.Mood.ShouldBe(1);
        amended
            .Amendments.ShouldHaveSingleItem()
            .Fields.ShouldBe(["heldAt", "minutes", "topics", "concerns", "mood", "narrative"]);
    }

    [Fact]
    public void when_there_was_no_concern_after_all_an_amendment_takes_it_away() =>
        Given.ATalk.Held().When(it => Amend(it, Amendment(concerns: []))).ThenItHappens().Concerns.ShouldBeEmpty();

    [Fact]
    public void when_a_talk_is_amended_twice_both_amendments_are_listed() =>
        Given
            .ATalk.Held()
            .After(Amendment(mood: 2))
            .After(Amendment(concerns: []), by: "political-officer-2")
            .Amendments.Select(x => (x.By, x.Fields.Single()))
            .ShouldBe([("political-officer-1", "mood"), ("political-officer-2", "concerns")]);

    [Fact]
    public void when_an_amendment_replaces_nothing_it_is_refused() =>
        Given.ATalk.Held().When(it => Amend(it, Amendment())).ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_second_person_voids_a_talk_what_it_said_stays_on_record()
    {
        var held = Given.ATalk.Held();
        var voided = held.When(it => Void(it, "LAKE", "second-1", Sealed("was another officer")))
            .ThenItHappens(new TalkVoided(Colleague, "LAKE", Sealed("was another officer")));

        voided.ShouldBe(held with { Status = TalkStatus.Voided, VoidedBy = "political-officer-1" });
    }

    [Theory]
    [InlineData("host-2")]
    [InlineData("recorder-1")]
    public void when_the_host_or_who_recorded_a_talk_voids_it_a_second_person_is_needed(string actor) =>
        Given
            .ATalk.Held(by: "recorder-1")
            .When(it => Void(it, "RIVER", actor, Sealed("was another officer")))
            .ThenItIsRefused("second-person-needed");

    [Fact]
    public void when_who_amended_a_talk_voids_it_a_second_person_is_needed() =>
        Given
            .ATalk.Held(by: "recorder-1")
            .After(Amendment(mood: 2), by: "amender-1")
            .When(it => Void(it, "RIVER", "amender-1", Sealed("was another officer")))
            .ThenItIsRefused("second-person-needed");

    [Fact]
    public void when_who_was_only_to_host_a_talk_voids_it_it_is_void() =>
        Given
            .ATalk.Held(by: "recorder-1")
            .When(it => Void(it, "RIVER", "host-1", Sealed("was another officer")))
            .ThenItHappens()
            .Status.ShouldBe(TalkStatus.Voided);

    [Theory]
    [InlineData("host-1")]
    [InlineData("recorder-1")]
    public void when_a_talk_was_missed_neither_its_host_nor_who_recorded_that_may_void_it(string actor) =>
        Given
            .ATalk.Missed(by: "recorder-1")
            .When(it => Void(it, "RIVER", actor, Sealed("it took place")))
            .ThenItIsRefused("second-person-needed");

    [Fact]
    public void when_who_recorded_an_omission_voids_it_a_second_person_is_needed() =>
        AnOmittedTalk
            .When(it => Void(it, "RIVER", "political-officer-1", Sealed("it took place")))
            .ThenItIsRefused("second-person-needed");

    private static Officer Gone => Given.AColleague.Departed();

    private static Talk AnOmittedTalk =>
        Given
            .Nothing<Talk>()
            .When(_ => Omit(Given.AColleague, "RIVER", TalkTrigger.PostChange, Day("2023-07-14")))
            .ThenItHappens(new TalkOmitted(Colleague, "RIVER", TalkTrigger.PostChange, Day("2023-07-14")));

    private static TalkHeld HeldAs(TalkKind kind, TalkTrigger trigger, string unitCode) =>
        new(
            Colleague,
            unitCode,
            kind,
            trigger,
            "host-2",
            Time("2023-07-10T02:30:00Z"),
            40,
            Sealed("shifts"),
            [new Concern(CareCategory.Workload, 1)],
            3,
            Sealed("too many nights")
        );

    private static TalkAmended Amendment(
        int? mood = null,
        IReadOnlyList<Concern>? concerns = null,
        SealedText? narrative = null
    ) => new(Colleague, "RIVER", null, null, null, concerns, mood, narrative, Sealed("misheard"));
}
