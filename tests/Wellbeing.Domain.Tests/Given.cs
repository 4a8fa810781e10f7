using Shouldly;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests;

/// <summary>Where a scenario begins: <c>Given.AUnit.Closed().When(…).ThenItIsRefused(…)</c>.</summary>
internal static class Given
{
    /// <summary>The station that every scenario is about, frontline, below the bureau's headquarters.</summary>
    public static Unit AUnit { get; } =
        Nothing<Unit>().After(new UnitFormed("RIVER", "Riverside station", UnitKind.Frontline, "HQ"));

    /// <summary>A unit that others are moved to.</summary>
    public static Unit AnotherUnit { get; } =
        Nothing<Unit>().After(new UnitFormed("LAKE", "Lakeside station", UnitKind.Frontline, "HQ"));

    /// <summary>A constable at the station, appointed on 2020-07-01.</summary>
    public static Officer AnOfficer { get; } =
        Nothing<Officer>()
            .After(
                new OfficerEnrolled(StreamId, "RIVER", "constable", "patrol", Day("2020-07-01"), "Y29tbWl0bWVudA==")
            );

    /// <summary>A nomination of the constable for the flood, of 2023-04-03.</summary>
    public static Commendation ACommendation { get; } = Nothing<Commendation>().After(NominatedFor("flood-2023"));

    /// <summary>The same where nothing says which deed it is.</summary>
    public static Commendation ACommendationOfNoDeedInParticular { get; } =
        Nothing<Commendation>().After(NominatedFor(null));

    /// <summary>A colleague at the station: care records are about somebody whose id is not the record's.</summary>
    public static Officer AColleague { get; } = AnOfficer with { Id = Colleague };

    /// <summary>The quarterly talk with the colleague, arranged for 2023-07-10 at ten.</summary>
    public static Talk ATalk { get; } =
        Nothing<Talk>()
            .After(
                new TalkScheduled(
                    Colleague,
                    "RIVER",
                    TalkKind.HeartToHeart,
                    TalkTrigger.Quarterly,
                    "host-1",
                    Time("2023-07-10T02:00:00Z"),
                    null
                )
            );

    /// <summary>An orange warning about the colleague, raised on 2023-07-03 at ten: a day and three days to act.</summary>
    public static Warning AWarning { get; } =
        Nothing<Warning>()
            .After(
                new WarningRaised(
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
                )
            );

    /// <summary>Help for the colleague's family, opened on 2023-07-03.</summary>
    public static Intervention AnIntervention { get; } = AnInterventionOf(InterventionKind.FamilyHelp);

    /// <summary>The same of another kind.</summary>
    public static Intervention AnInterventionOf(InterventionKind kind) =>
        Nothing<Intervention>().After(new InterventionOpened(Colleague, "RIVER", kind, "lead-1", [], null));

    /// <summary>The colleague's leave, asked for on 2023-07-03: five days from 2023-07-10 on.</summary>
    public static Leave ALeave { get; } =
        Nothing<Leave>()
            .After(
                new LeaveRequested(Colleague, "RIVER", LeaveKind.Annual, Day("2023-07-10"), Day("2023-07-14"), null)
            );

    /// <summary>The colleague's wedding banquet, declared on 2023-07-03 for 2023-07-22.</summary>
    public static Banquet ABanquet { get; } =
        Nothing<Banquet>()
            .After(new BanquetDeclared(Colleague, "RIVER", BanquetOccasion.Wedding, Day("2023-07-22"), 60, null, null));

    /// <summary>The colleague's idea, made on 2023-07-03.</summary>
    public static Suggestion ASuggestion { get; } =
        Nothing<Suggestion>()
            .After(new SuggestionSubmitted(Colleague, "RIVER", SuggestionKind.Idea, "One form", Sealed("twice")));

    /// <summary>A body-worn camera that the colleague was given on 2023-07-03.</summary>
    public static IssuedPiece APiece { get; } =
        Nothing<IssuedPiece>()
            .After(new EquipmentIssued(Colleague, "RIVER", EquipmentItem.BodyCamera, null, Day("2023-07-03")));

    /// <summary>A stream without events.</summary>
    public static TState? Nothing<TState>()
        where TState : class => null;

    /// <summary>The state after one more event, by the fold that the product uses.</summary>
    public static TState After<TState>(
        this TState? before,
        ICareEvent happened,
        string at = "2023-07-03T02:00:00Z",
        string by = "political-officer-1"
    )
        where TState : class =>
        Evolution
            .After(
                before,
                new RecordedEvent(
                    EventId,
                    StreamId,
                    Catalogue.Of(happened).Stream,
                    before is null ? 1 : 2,
                    Time(at),
                    Time(at),
                    by,
                    happened
                ),
                Shanghai
            )
            .ShouldBeOfType<TState>();

    /// <summary>Asks for a decision.</summary>
    public static Outcome<TState> When<TState>(this TState? before, Func<TState, Decision> decide)
        where TState : class => new(before, decide(before!));

    private static CommendationNominated NominatedFor(string? deedReference) =>
        new(
            RecipientKind.Individual,
            StreamId,
            null,
            null,
            "RIVER",
            "Flood rescue",
            Deed.Emergency,
            deedReference,
            null,
            Day("2023-04-03")
        );
}

/// <summary>What came of a decision.</summary>
internal sealed record Outcome<TState>(TState? Before, Decision Decision)
    where TState : class
{
    /// <summary>
    /// Nothing happens, for a reason with a stable code and, where it has them, an outside rule and what stands in the way.
    /// </summary>
    public void ThenItIsRefused(string code, string? rule = null, string? named = null)
    {
        var refusal = Decision.Refusal.ShouldNotBeNull();
        (refusal.Code, refusal.Rule).ShouldBe((code, rule));
        (refusal.Facts ?? []).ShouldBe(named is null ? [] : [named]);
        Decision.Events.ShouldBeEmpty();
    }

    /// <summary>Exactly this happens; gives the state that it leaves.</summary>
    public TState ThenItHappens(ICareEvent expected)
    {
        var made = TheOneEvent();
        made.ShouldBeOfType(expected.GetType());
        Json(made).ShouldBe(Json(expected));
        return Before.After(made);
    }

    /// <summary>It happens; gives the state that it leaves.</summary>
    public TState ThenItHappens() => Before.After(TheOneEvent());

    /// <summary>It happens, and these breaches of policy are put on record with it.</summary>
    public TState ThenItIsOnRecordWith(params Finding[] findings)
    {
        var made = TheOneEvent();
        (made.Findings ?? []).ShouldBe(findings);
        return Before.After(made);
    }

    /// <summary>It is refused with the code, or happens where there is none.</summary>
    public void ThenTheAnswerIs(string answer)
    {
        if (string.Equals(answer, "yes", StringComparison.Ordinal))
            ThenItHappens();
        else
            ThenItIsRefused(answer, Decision.Refusal?.Rule, Decision.Refusal?.Facts?[0]);
    }

    private ICareEvent TheOneEvent()
    {
        Decision.Refusal.ShouldBeNull();
        return Decision.Events.ShouldHaveSingleItem();
    }
}
