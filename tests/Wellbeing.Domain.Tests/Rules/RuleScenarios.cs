using Shouldly;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Rules;

/// <summary>The station's time is eight hours ahead: its quarter ends at 16:00 UTC.</summary>
public sealed class RuleScenarios
{
    private const string AfterTheQuarter = "2023-03-31T16:00:05Z";

    [Fact]
    public void when_a_quarter_ends_without_a_talk_it_is_omitted_and_before_that_nothing()
    {
        new Facts().Recorded("2023-03-31T16:00:04Z").ShouldBeEmpty();
        new Facts().Recorded(AfterTheQuarter).ShouldBe(["quarterly 2023-03-31"]);
        new Facts().Judged("2023-02-01T00:00:00Z").NextAt.ShouldBe(Time(AfterTheQuarter));
        new Facts().Judged(AfterTheQuarter).NextAt.ShouldBe(Time("2023-06-30T16:00:05Z"));
    }

    [Theory]
    [InlineData("2023-03-31T15:59:00Z", null, null, true)]
    [InlineData("2023-03-31T15:59:00Z", TalkTrigger.Quarterly, null, true)]
    [InlineData("2023-03-31T15:59:00Z", TalkTrigger.Award, null, false)]
    [InlineData("2022-12-31T15:59:00Z", TalkTrigger.Quarterly, "2023-01-02T03:00:00Z", false)]
    [InlineData("2022-12-31T16:00:00Z", TalkTrigger.Quarterly, "2023-01-02T03:00:00Z", true)]
    [InlineData("2023-03-31T15:59:00Z", TalkTrigger.Quarterly, "2023-03-31T16:00:00Z", true)]
    [InlineData("2023-03-31T15:59:00Z", TalkTrigger.Quarterly, "2023-03-31T16:00:01Z", false)]
    public void a_talk_counts_by_when_it_was_held_and_by_whether_it_was_on_record_in_time(
        string heldAt,
        TalkTrigger? trigger,
        string? recordedAt,
        bool counts
    ) =>
        new Facts()
            .Talk(heldAt, trigger, recordedAt: recordedAt)
            .Recorded(AfterTheQuarter)
            .Any(x => x == "quarterly 2023-03-31")
            .ShouldBe(!counts);

    [Fact]
    public void a_talk_that_was_declared_void_does_not_count() =>
        new Facts()
            .Talk("2023-02-01T02:00:00Z", null)
            .On("2023-02-02T02:00:00Z", "talk", new TalkVoided(Colleague, "RIVER", Sealed("x")))
            .Recorded(AfterTheQuarter)
            .ShouldBe(["quarterly 2023-03-31"]);

    [Theory]
    [InlineData("2023-03-31", false)]
    [InlineData("2023-04-01", true)]
    public void who_has_left_by_the_last_day_is_owed_no_talk(string departedOn, bool owed) =>
        new Facts()
            .On(
                "2023-03-01T02:00:00Z",
                "officer",
                new OfficerDeparted(Colleague, "RIVER", DepartureKind.Retired, null, Day(departedOn))
            )
            .Recorded("2024-03-31T16:00:05Z")
            .ShouldBe(owed ? ["quarterly 2023-03-31"] : []);

    [Theory]
    [InlineData("2023-03-15T15:59:00Z", true)]
    [InlineData("2023-03-15T16:00:00Z", false)]
    [InlineData("2023-02-28T15:00:00Z", false)]
    public void a_must_talk_is_in_time_until_the_end_of_the_fourteenth_day(string heldAt, bool inTime) =>
        new Facts()
            .Talk("2023-02-28T15:00:00Z", null, "quarterly")
            .Warning("2023-03-01T02:00:00Z", category: CareCategory.Family)
            .Talk(heldAt, TalkTrigger.FamilyEvent)
            .Recorded("2023-03-15T16:00:05Z")
            .Any(x => x == "familyEvent 2023-03-15")
            .ShouldBe(!inTime);

    [Fact]
    public void what_makes_a_talk_due()
    {
        MustTalks
            .TriggerOf(new OfficerTransferred(Colleague, "A", "B", "A", TransferReason.Rotation, Day("2023-01-01")))
            .ShouldBe(TalkTrigger.PostChange);
        MustTalks.TriggerOf(new OfficerPromoted(Colleague, "A", "r", null, Day("2023-01-01"))).ShouldBeNull();
        MustTalks
            .TriggerOf(new OfficerPromoted(Colleague, "A", "r", "p", Day("2023-01-01")))
            .ShouldBe(TalkTrigger.PostChange);
        OfWarning(CareCategory.Conduct, WarningSource.Complaint).ShouldBe(TalkTrigger.Complaint);
        OfWarning(CareCategory.Conduct, WarningSource.Self).ShouldBe(TalkTrigger.Request);
        OfWarning(CareCategory.Conduct, WarningSource.Peer).ShouldBe(TalkTrigger.Conduct);
        OfWarning(CareCategory.Conduct, WarningSource.Rule).ShouldBeNull();
        OfWarning(CareCategory.Health, WarningSource.Peer).ShouldBeNull();

        static TalkTrigger? OfWarning(CareCategory category, WarningSource source) =>
            MustTalks.TriggerOf(
                new WarningRaised(Colleague, "A", category, WarningLevel.Blue, source, null, null, null, null, null)
            );
    }

    [Fact]
    public void when_nobody_acts_both_deadlines_of_a_warning_are_missed_each_at_its_time()
    {
        var facts = new Facts().Warning("2023-01-10T02:00:00Z");

        facts.Recorded("2023-01-11T02:00:04Z").ShouldBeEmpty();
        facts.Recorded("2023-01-11T02:00:05Z").ShouldBe(["knowledge missed at 01-11 02"]);
        facts
            .Recorded("2023-01-14T00:00:00Z")
            .ShouldBe(["knowledge missed at 01-11 02", "intervene missed at 01-13 02"]);
    }

    [Fact]
    public void what_is_done_in_time_keeps_a_deadline_and_what_is_done_later_does_not()
    {
        var facts = new Facts().Warning("2023-01-10T02:00:00Z");
        var help = new InterventionOpened(
            Colleague,
            "RIVER",
            InterventionKind.Crisis,
            "l",
            [facts.StreamOf("warning")],
            null
        );

        facts
            .On("2023-01-11T02:00:00Z", "warning", new WarningAcknowledged(Colleague, "RIVER"))
            .On("2023-01-13T02:00:01Z", "help", help)
            .Recorded("2023-01-14T00:00:00Z")
            .ShouldBe(["intervene missed at 01-13 02"]);
    }

    [Fact]
    public void a_closed_warning_misses_nothing_and_one_that_is_opened_again_has_its_deadlines_anew() =>
        new Facts()
            .Warning("2023-01-10T02:00:00Z")
            .On("2023-01-10T03:00:00Z", "warning", new WarningDismissed(Colleague, "RIVER", Sealed("x")))
            .On(
                "2023-01-20T02:00:00Z",
                "warning",
                new WarningReopened(
                    Colleague,
                    "RIVER",
                    Sealed("x"),
                    Time("2023-01-21T02:00:00Z"),
                    Time("2023-01-23T02:00:00Z")
                )
            )
            .Recorded("2023-01-22T00:00:00Z")
            .ShouldBe(["knowledge missed at 01-21 02"]);

    [Fact]
    public void another_level_replaces_deadlines_that_have_not_passed() =>
        new Facts()
            .Warning("2023-01-10T02:00:00Z")
            .On(
                "2023-01-11T03:00:00Z",
                "warning",
                new WarningReclassified(
                    Colleague,
                    "RIVER",
                    WarningLevel.Red,
                    Sealed("x"),
                    Time("2023-01-11T05:00:00Z"),
                    Time("2023-01-12T03:00:00Z")
                )
            )
            .Recorded("2023-01-20T00:00:00Z")
            .ShouldBe(["knowledge missed at 01-11 02", "knowledge missed at 01-11 05", "intervene missed at 01-12 03"]);

    [Fact]
    public void a_threshold_takes_its_number_within_its_window_and_counts_each_once()
    {
        var facts = new Facts()
            .Warning("2023-01-03T00:00:00Z", "a")
            .Warning("2023-01-04T00:00:00Z", "b")
            .Warning("2023-04-03T00:00:00Z", "c");
        Raised(facts).ShouldBeEmpty();
        Raised(facts.Warning("2023-04-03T01:00:00Z", "d")).ShouldBe(["repeated-warnings@1 health of 2 3 4"]);
        Raised(facts.Warning("2023-04-04T00:00:00Z", "e").Warning("2023-04-05T00:00:00Z", "f"))
            .ShouldBe(["repeated-warnings@1 health of 2 3 4"]);
    }

    [Fact]
    public void a_warning_that_was_raised_by_mistake_counts_for_no_threshold()
    {
        foreach (var (cause, counts) in new[] { (DismissalCause.Mistaken, false), (DismissalCause.Unfounded, true) })
        {
            var facts = new Facts()
                .Warning("2023-01-03T00:00:00Z", "a")
                .Warning("2023-01-04T00:00:00Z", "b")
                .On("2023-01-05T00:00:00Z", "b", new WarningDismissed(Colleague, "RIVER", Sealed("x"), cause))
                .Warning("2023-01-06T00:00:00Z", "c");

            Raised(facts).Count().ShouldBe(counts ? 1 : 0, $"{cause}");
        }
    }

    [Fact]
    public void concerns_count_as_they_stand()
    {
        var two = () => Concerned(Concerned(new Facts(), "2023-01-03", "a", 2), "2023-01-04", "b", 2);
        Raised(Concerned(two(), "2023-01-06", "c", 2)).Count().ShouldBe(1);
        Raised(
                Concerned(
                    two().On("2023-01-05T00:00:00Z", "b", new TalkVoided(Colleague, "RIVER", Sealed("x"))),
                    "2023-01-06",
                    "c",
                    2
                )
            )
            .ShouldBeEmpty();
        Raised(Concerned(two().On("2023-01-05T00:00:00Z", "b", Amended([])), "2023-01-06", "c", 2)).ShouldBeEmpty();
        var without = Concerned(two(), "2023-01-06", "c", null);
        Raised(without).ShouldBeEmpty();
        Raised(without.On("2023-01-07T00:00:00Z", "c", Amended([new(CareCategory.Family, 2)])))
            .Count()
            .ShouldBe(1, "A concern that an amendment adds counts like any other.");
    }

    [Fact]
    public void to_whom_is_gone_no_deadline_is_missed_not_even_later_that_day()
    {
        var facts = () => new Facts().Warning("2023-01-10T02:00:00Z");
        var died = new OfficerDeparted(Colleague, "RIVER", DepartureKind.Deceased, null, Day("2023-01-11"));

        facts().Recorded("2023-02-01T00:00:00Z").ShouldContain(x => x.Contains("missed", StringComparison.Ordinal));
        facts()
            .On("2023-01-10T20:00:00Z", "officer", died)
            .Recorded("2023-02-01T00:00:00Z")
            .ShouldNotContain(x => x.Contains("missed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2023-03-01T00:00:00+08:00", "orders 02-28 16:00:00.000000")]
    [InlineData("2023-02-28T23:59:59+08:00", null)]
    public void an_order_is_carried_out_when_its_day_begins_by_the_bureaus_clock(string now, string? carriedOut)
    {
        var facts = new Facts().On(
            "2023-01-10T02:00:00Z",
            "officer",
            new OfficerTransferOrdered(Colleague, "RIVER", "LAKE", TransferReason.Rotation, Day("2023-03-01"))
        );

        facts
            .Recorded($"{Time(now).Add(RuleEngine.Settled):O}")
            .Where(x => x.StartsWith("orders", StringComparison.Ordinal))
            .ShouldBe(carriedOut is null ? [] : [carriedOut]);
        facts
            .On("2023-01-11T02:00:00Z", "officer", new OfficerTransferRescinded(Colleague, "RIVER", 2))
            .Recorded("2023-03-02T00:00:00Z")
            .ShouldNotContain(x => x.StartsWith("orders", StringComparison.Ordinal));
    }

    private static TalkAmended Amended(IReadOnlyList<Concern> concerns) =>
        new(Colleague, "RIVER", null, null, null, concerns, null, null, Sealed("as said"));

    private static Facts Concerned(Facts facts, string day, string stream, int? severity) =>
        facts.On(
            $"{day}T00:00:00Z",
            stream,
            new TalkHeld(
                Colleague,
                "RIVER",
                TalkKind.HeartToHeart,
                null,
                "h",
                Time($"{day}T00:00:00Z"),
                null,
                null,
                severity is { } some ? [new(CareCategory.Family, some)] : [],
                null,
                null
            )
        );

    [Fact]
    public void what_is_recorded_late_completes_a_threshold_too() =>
        Raised(
                new Facts()
                    .Warning("2023-02-01T00:00:00Z", "a")
                    .Warning("2023-02-20T00:00:00Z", "b")
                    .Warning("2023-02-10T00:00:00Z", "c", recordedAt: "2023-02-25T00:00:00Z")
            )
            .ShouldBe(["repeated-warnings@1 health of 1 3 2"]);

    [Fact]
    public void a_version_counts_from_when_it_is_on_record_whatever_day_it_names()
    {
        var facts = new Facts()
            .Warning("2023-01-03T00:00:00Z", "a")
            .Warning("2023-01-04T00:00:00Z", "b")
            .Adopting(
                "2023-01-05T00:00:00Z",
                "2023-01-01",
                x => x with { Thresholds = [x.Thresholds[0] with { Version = 2, Count = 2 }] }
            );
        Raised(facts).ShouldBeEmpty();
        Raised(facts.Warning("2023-01-06T00:00:00Z", "c")).ShouldBe(["repeated-warnings@2 health of 2 3"]);
    }

    [Fact]
    public void records_of_the_past_set_nothing_off_but_show_what_was_kept()
    {
        var before = "2030-01-01T00:00:00Z";
        new Facts().Warning("2023-01-10T02:00:00Z").Recorded("2023-02-01T00:00:00Z").ShouldNotBeEmpty();
        var imported = new Facts().On(
            "2023-02-01T00:00:00Z",
            "talk",
            new TalkHeld(
                Colleague,
                "RIVER",
                TalkKind.HeartToHeart,
                null,
                "h",
                Time("2023-02-01T00:00:00Z"),
                null,
                null,
                [],
                null,
                null
            ),
            live: false
        );
        imported.Recorded(AfterTheQuarter).ShouldBeEmpty();
        new Facts().Recorded(AfterTheQuarter, activeFrom: before).ShouldBeEmpty();
    }

    [Fact]
    public void while_a_record_is_restricted_nothing_is_judged_and_what_falls_due_then_is_let_go()
    {
        var facts = new Facts()
            .Warning("2023-01-10T02:00:00Z")
            .On("2023-01-12T00:00:00Z", "officer", new ProcessingRestricted(Colleague, "RIVER", default, null));
        facts.Recorded("2023-01-20T00:00:00Z").ShouldBeEmpty();
        facts
            .On("2023-02-01T00:00:00Z", "officer", new RestrictionLifted(Colleague, "RIVER", Sealed("x")))
            .Recorded("2023-02-02T00:00:00Z")
            .ShouldBe(["knowledge missed at 01-11 02"]);
    }

    [Fact]
    public void what_is_to_be_on_record_does_not_depend_on_when_it_is_asked()
    {
        var facts = new Facts()
            .Warning("2023-01-10T02:00:00Z")
            .Talk("2023-05-01T00:00:00Z", null)
            .On("2023-06-01T00:00:00Z", "warning", new WarningAcknowledged(Colleague, "RIVER"));
        var asked = facts.Judged("2023-04-10T00:00:00Z").Outcomes.Select(x => (x.Actor, x.Key)).ToList();

        asked.Count.ShouldBe(3);
        var later = facts.Judged("2024-01-10T00:00:00Z").Outcomes.Select(x => (x.Actor, x.Key)).ToList();
        asked.Except(later).ShouldBeEmpty();
        // The third and the fourth quarter have come.
        later.Count.ShouldBe(5);
    }

    private static IEnumerable<string> Raised(Facts facts) =>
        facts.Recorded("2023-04-06T00:00:00Z").Where(x => x.StartsWith("repeated", StringComparison.Ordinal));
}
