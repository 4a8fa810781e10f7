using Shouldly;
using Wellbeing.Domain.Tests.Talks;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;
using static Wellbeing.Domain.Warnings.WarningDecisions;

namespace Wellbeing.Domain.Tests.Warnings;

public sealed class WarningScenarios
{
    private static readonly string[] LineOfCommand = ["RIVER", "DISTRICT", "HQ"];

    // When both deadlines of the warning given have passed.
    private static readonly DateTimeOffset Late = Time("2023-07-06T02:00:01Z");

    private static readonly Deadlines NewDeadlines = new(Time("2023-08-01T02:00:00Z"), Time("2023-08-02T02:00:00Z"));

    /// <summary>What may be done to a warning, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                          acknowledge           assign            reclassify      escalate        resolve         dismiss         reopen
            raised        yes                   not-acknowledged  yes             yes             yes             yes             warning-open
            escalated     yes                   not-acknowledged  yes             yes             yes             yes             warning-open
            acknowledged  already-acknowledged  yes               yes             yes             yes             yes             warning-open
            assigned      already-acknowledged  yes               yes             yes             yes             yes             warning-open
            resolved      warning-closed        warning-closed    warning-closed  warning-closed  warning-closed  warning-closed  yes
            dismissed     warning-closed        warning-closed    warning-closed  warning-closed  warning-closed  warning-closed  yes
            reopened      yes                   not-acknowledged  yes             yes             yes             yes             warning-open
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_warning(string warning, string act, string answer)
    {
        var raised = Given.AWarning;
        var it = warning switch
        {
            "raised" => raised,
            "escalated" => raised.EscalatedTo("DISTRICT"),
            "acknowledged" => raised.Acknowledged(),
            "assigned" => raised.Acknowledged().AssignedTo("counsellor-3"),
            "resolved" => raised.Acknowledged().Resolved(),
            "dismissed" => raised.Dismissed(),
            "reopened" => raised.Acknowledged().Resolved().Reopened(),
            _ => throw new ArgumentOutOfRangeException(nameof(warning), warning, null),
        };

        it.When(x =>
                act switch
                {
                    "acknowledge" => Acknowledge(x, "RIVER"),
                    "assign" => Assign(x, "RIVER", "counsellor-4"),
                    "reclassify" => Reclassify(
                        x,
                        "RIVER",
                        WarningLevel.Red,
                        Sealed("spoke of giving up"),
                        NewDeadlines
                    ),
                    "escalate" => Escalate(x, "RIVER", LineOfCommand, null, null, Late, PolicyMode.Refuse),
                    "resolve" => Resolve(x, "RIVER", WarningOutcome.Helped, null),
                    "dismiss" => Dismiss(x, "RIVER", Sealed("raised twice")),
                    "reopen" => Reopen(x, "RIVER", Sealed("has come back"), NewDeadlines),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_a_warning_is_raised_from_a_talk_it_is_open_links_to_it_and_is_in_the_officers_history()
    {
        var talk = Given.ATalk.Held();
        var raised = Given
            .Nothing<Warning>()
            .When(_ => Raise(Given.AColleague, "LAKE", FromATalk, talk, NewDeadlines))
            .ThenItHappens(
                new WarningRaised(
                    Colleague,
                    "LAKE",
                    CareCategory.Family,
                    WarningLevel.Yellow,
                    WarningSource.Talk,
                    EventId,
                    Sealed("the mother is ill"),
                    null,
                    NewDeadlines.AcknowledgeBy,
                    NewDeadlines.InterveneBy
                )
            );

        raised.Id.ShouldBe(StreamId);
        raised.Status.ShouldBe(WarningStatus.Raised);
        raised.Open.ShouldBeTrue();
        raised.UnitCode.ShouldBe("LAKE");
        raised.Category.ShouldBe(CareCategory.Family);
        raised.Level.ShouldBe(WarningLevel.Yellow);
        raised.Source.ShouldBe(WarningSource.Talk);
        raised.SourceId.ShouldBe(EventId);
        raised.RaisedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        raised.AcknowledgeBy.ShouldBe(NewDeadlines.AcknowledgeBy);
        raised.InterveneBy.ShouldBe(NewDeadlines.InterveneBy);
        Evolution.Concerned(raised).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_a_rule_raises_a_warning_the_rule_its_version_and_what_it_saw_are_kept()
    {
        var rule = new RuleTrace("highest-band", 2, [EventId, StreamId]);

        var raised = Given
            .Nothing<Warning>()
            .When(_ =>
                Raise(
                    Given.AColleague,
                    "RIVER",
                    new Alert(CareCategory.Assessment, WarningLevel.Red, WarningSource.Rule, null, null, rule),
                    null,
                    NewDeadlines
                )
            )
            .ThenItHappens();

        raised.Rule.ShouldBe(rule);
        raised.Source.ShouldBe(WarningSource.Rule);
    }

    [Theory]
    [InlineData("scheduled", "talk-not-held")]
    [InlineData("held", "yes")]
    [InlineData("missed", "talk-not-held")]
    [InlineData("cancelled", "talk-not-held")]
    [InlineData("voided", "talk-not-held")]
    public void when_a_warning_is_raised_from_a_talk_the_talk_has_to_have_taken_place(string talk, string answer)
    {
        var from = talk switch
        {
            "scheduled" => Given.ATalk,
            "held" => Given.ATalk.Held(),
            "missed" => Given.ATalk.Missed(),
            "cancelled" => Given.ATalk.Cancelled(),
            "voided" => Given.ATalk.Held().Voided(),
            _ => throw new ArgumentOutOfRangeException(nameof(talk), talk, null),
        };

        Given
            .Nothing<Warning>()
            .When(_ => Raise(Given.AColleague, "RIVER", FromATalk, from, NewDeadlines))
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_a_warning_is_acknowledged_who_and_when_are_kept()
    {
        var acknowledged = Given
            .AWarning.When(it => Acknowledge(it, "LAKE"))
            .ThenItHappens(new WarningAcknowledged(Colleague, "LAKE"));

        acknowledged.Status.ShouldBe(WarningStatus.Acknowledged);
        acknowledged.AcknowledgedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        acknowledged.AcknowledgedBy.ShouldBe("political-officer-1");
        acknowledged.UnitCode.ShouldBe("RIVER");
    }

    [Fact]
    public void when_somebody_else_is_put_in_charge_the_last_one_is()
    {
        var assigned = Given
            .AWarning.Acknowledged()
            .AssignedTo("counsellor-3")
            .When(it => Assign(it, "LAKE", "counsellor-4"))
            .ThenItHappens(new WarningAssigned(Colleague, "LAKE", "counsellor-4"));

        assigned.Status.ShouldBe(WarningStatus.Assigned);
        assigned.AssignedTo.ShouldBe("counsellor-4");
    }

    [Fact]
    public void when_who_is_in_charge_is_put_in_charge_it_is_refused() =>
        Given
            .AWarning.Acknowledged()
            .AssignedTo("counsellor-3")
            .When(it => Assign(it, "RIVER", "counsellor-3"))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_warning_is_reclassified_its_deadlines_count_anew_and_nothing_else_changes()
    {
        var assigned = Given.AWarning.Acknowledged().AssignedTo("counsellor-3");

        assigned
            .When(it => Reclassify(it, "LAKE", WarningLevel.Red, Sealed("spoke of giving up"), NewDeadlines))
            .ThenItHappens(
                new WarningReclassified(
                    Colleague,
                    "LAKE",
                    WarningLevel.Red,
                    Sealed("spoke of giving up"),
                    NewDeadlines.AcknowledgeBy,
                    NewDeadlines.InterveneBy
                )
            )
            .ShouldBe(
                assigned with
                {
                    Level = WarningLevel.Red,
                    AcknowledgeBy = NewDeadlines.AcknowledgeBy,
                    InterveneBy = NewDeadlines.InterveneBy,
                }
            );
    }

    [Theory]
    [InlineData(WarningLevel.Blue)]
    [InlineData(WarningLevel.Yellow)]
    [InlineData(WarningLevel.Red)]
    public void when_a_warning_is_reclassified_the_level_may_rise_and_fall(WarningLevel level) =>
        Given
            .AWarning.When(it => Reclassify(it, "RIVER", level, Sealed("seen again"), NewDeadlines))
            .ThenItHappens()
            .Level.ShouldBe(level);

    [Fact]
    public void when_a_warning_is_reclassified_to_the_level_that_it_has_it_is_refused() =>
        Given
            .AWarning.When(it => Reclassify(it, "RIVER", WarningLevel.Orange, Sealed("seen again"), NewDeadlines))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_warning_is_escalated_it_goes_up_the_line_of_command_a_level_at_a_time()
    {
        var first = Given
            .AWarning.When(it =>
                Escalate(it, "RIVER", LineOfCommand, null, Sealed("no counsellor is free"), Late, PolicyMode.Refuse)
            )
            .ThenItHappens(new WarningEscalated(Colleague, "RIVER", "DISTRICT", null, Sealed("no counsellor is free")));
        var second = first
            .When(it => Escalate(it, "RIVER", LineOfCommand, DeadlineKind.Intervene, null, Late, PolicyMode.Refuse))
            .ThenItHappens(new WarningEscalated(Colleague, "RIVER", "HQ", DeadlineKind.Intervene, null));

        first.ShouldBe(Given.AWarning with { Escalations = 1, EscalatedTo = "DISTRICT" });
        second.ShouldBe(Given.AWarning with { Escalations = 2, EscalatedTo = "HQ" });
        second
            .When(it => Escalate(it, "RIVER", LineOfCommand, null, Sealed("still nobody"), Late, PolicyMode.Refuse))
            .ThenItIsRefused("nobody-above");
    }

    [Fact]
    public void when_a_deadline_passes_at_the_top_it_is_on_record_and_concerns_the_same_command()
    {
        var missed = Given
            .AWarning.EscalatedTo("HQ")
            .When(it => Escalate(it, "RIVER", LineOfCommand, DeadlineKind.Acknowledge, null, Late, PolicyMode.Refuse))
            .ThenItHappens(new WarningEscalated(Colleague, "RIVER", null, DeadlineKind.Acknowledge, null));

        missed.Escalations.ShouldBe(2);
        missed.EscalatedTo.ShouldBe("HQ");
    }

    [Theory]
    [InlineData(DeadlineKind.Acknowledge, "2023-07-04T02:00:00Z", "deadline-not-missed")]
    [InlineData(DeadlineKind.Acknowledge, "2023-07-04T02:00:01Z", null)]
    [InlineData(DeadlineKind.Intervene, "2023-07-06T02:00:00Z", "deadline-not-missed")]
    [InlineData(DeadlineKind.Intervene, "2023-07-06T02:00:01Z", null)]
    public void when_a_deadline_is_named_it_is_one_that_has_passed(DeadlineKind missed, string at, string? code)
    {
        var outcome = Given.AWarning.When(it =>
            Escalate(it, "RIVER", LineOfCommand, missed, null, Time(at), PolicyMode.Refuse)
        );

        if (code is null)
            outcome.ThenItHappens().EscalatedTo.ShouldBe("DISTRICT");
        else
            outcome.ThenItIsRefused(code);
    }

    [Fact]
    public void when_a_warning_was_acknowledged_too_late_that_deadline_was_missed() =>
        Given
            .AWarning.After(new WarningAcknowledged(Colleague, "RIVER"), at: "2023-07-04T02:00:01Z")
            .When(it => Escalate(it, "RIVER", LineOfCommand, DeadlineKind.Acknowledge, null, Late, PolicyMode.Refuse))
            .ThenItHappens()
            .Escalations.ShouldBe(1);

    [Fact]
    public void when_the_past_is_put_on_record_its_own_deadlines_counted() =>
        Given
            .AWarning.When(it =>
                Escalate(
                    it,
                    "RIVER",
                    LineOfCommand,
                    DeadlineKind.Acknowledge,
                    null,
                    Time("2023-07-03T03:00:00Z"),
                    PolicyMode.Record
                )
            )
            .ThenItHappens()
            .EscalatedTo.ShouldBe("DISTRICT");

    [Fact]
    public void who_first_acts_on_a_warning_of_somebody_else_has_taken_it_up()
    {
        var raised = Given.AWarning.After(new WarningAssigned(Colleague, "RIVER", "counsellor-3"));
        raised.TakenUpBy.ShouldBeNull();
        var taken = raised.After(new WarningAcknowledged(Colleague, "RIVER"), by: "commander-1");
        taken.TakenUpBy.ShouldBe("commander-1");
        taken
            .After(new WarningDismissed(Colleague, "RIVER", Sealed("twice")), by: "po-2")
            .TakenUpBy.ShouldBe("commander-1");
    }

    [Fact]
    public void when_a_warning_was_acknowledged_that_deadline_was_not_missed() =>
        Given
            .AWarning.Acknowledged()
            .When(it => Escalate(it, "RIVER", LineOfCommand, DeadlineKind.Acknowledge, null, Late, PolicyMode.Refuse))
            .ThenItIsRefused("deadline-not-missed");

    [Theory]
    [InlineData("DISTRICT", "LAKE DISTRICT HQ", "HQ")] // Another station under the same district.
    [InlineData("DISTRICT", "HARBOUR PORT HQ", "PORT")] // Out of the line that it was brought up: from the new unit on.
    [InlineData("DISTRICT", "DISTRICT HQ", "HQ")] // Into the unit whose command it concerns.
    [InlineData("HQ", "HARBOUR PORT HQ", null)] // The top is the top of every line.
    [InlineData("DISTRICT", "HQ", null)]
    [InlineData(null, "HARBOUR PORT HQ", "PORT")]
    public void when_the_officer_was_transferred_it_goes_up_the_line_of_the_new_unit(
        string? escalatedTo,
        string line,
        string? next
    )
    {
        var above = line.Split(' ');
        var it = escalatedTo is null ? Given.AWarning : Given.AWarning.EscalatedTo(escalatedTo);

        var outcome = it.When(x => Escalate(x, above[0], above, null, null, Late, PolicyMode.Refuse));

        if (next is null)
            outcome.ThenItIsRefused("nobody-above");
        else
            outcome.ThenItHappens(new WarningEscalated(Colleague, above[0], next, null, null));
    }

    [Fact]
    public void when_a_warning_is_resolved_how_and_when_are_kept()
    {
        var resolved = Given
            .AWarning.When(it => Resolve(it, "LAKE", WarningOutcome.Unfounded, Sealed("a mix-up")))
            .ThenItHappens(new WarningResolved(Colleague, "LAKE", WarningOutcome.Unfounded, Sealed("a mix-up")));

        resolved.Status.ShouldBe(WarningStatus.Resolved);
        resolved.Open.ShouldBeFalse();
        resolved.Outcome.ShouldBe(WarningOutcome.Unfounded);
        resolved.ClosedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
    }

    [Fact]
    public void when_a_warning_is_dismissed_it_has_no_outcome()
    {
        var dismissed = Given
            .AWarning.When(it => Dismiss(it, "LAKE", Sealed("raised twice")))
            .ThenItHappens(new WarningDismissed(Colleague, "LAKE", Sealed("raised twice")));

        dismissed.Status.ShouldBe(WarningStatus.Dismissed);
        dismissed.Open.ShouldBeFalse();
        dismissed.Outcome.ShouldBeNull();
        dismissed.ClosedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
    }

    [Fact]
    public void when_a_warning_is_opened_again_it_waits_for_command_anew_where_it_had_been_brought()
    {
        Given
            .AWarning.EscalatedTo("DISTRICT")
            .Acknowledged()
            .AssignedTo("counsellor-3")
            .Resolved()
            .When(it => Reopen(it, "LAKE", Sealed("has come back"), NewDeadlines))
            .ThenItHappens(
                new WarningReopened(
                    Colleague,
                    "LAKE",
                    Sealed("has come back"),
                    NewDeadlines.AcknowledgeBy,
                    NewDeadlines.InterveneBy
                )
            )
            .ShouldBe(
                Given.AWarning with
                {
                    AcknowledgeBy = NewDeadlines.AcknowledgeBy,
                    InterveneBy = NewDeadlines.InterveneBy,
                    Escalations = 1,
                    EscalatedTo = "DISTRICT",
                }
            );
    }

    private static Alert FromATalk { get; } =
        new(CareCategory.Family, WarningLevel.Yellow, WarningSource.Talk, EventId, Sealed("the mother is ill"), null);
}

internal static class WarningStory
{
    public static Warning Acknowledged(this Warning it) => it.After(new WarningAcknowledged(it.OfficerId, it.UnitCode));

    public static Warning AssignedTo(this Warning it, string to) =>
        it.After(new WarningAssigned(it.OfficerId, it.UnitCode, to));

    public static Warning EscalatedTo(this Warning it, string unit) =>
        it.After(new WarningEscalated(it.OfficerId, it.UnitCode, unit, null, null));

    public static Warning Resolved(this Warning it) =>
        it.After(new WarningResolved(it.OfficerId, it.UnitCode, WarningOutcome.Helped, null));

    public static Warning Dismissed(this Warning it) =>
        it.After(new WarningDismissed(it.OfficerId, it.UnitCode, Sealed("raised twice")));

    public static Warning Reopened(this Warning it) =>
        it.After(new WarningReopened(it.OfficerId, it.UnitCode, Sealed("has come back"), null, null));
}
