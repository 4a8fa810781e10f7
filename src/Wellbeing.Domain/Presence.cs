using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Assessments;
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

namespace Wellbeing.Domain;

/// <summary>
/// Whether those whom a fact names were there on its day, by what is on record now: the officer in service, in the unit that the
/// caller states, and the unit open. It is asked of every decision, so that no use case can go without it.
/// </summary>
public static class Presence
{
    /// <summary>The rule that a breach of these is recorded under where an import tells it.</summary>
    public const string RecordKeeping = "record-keeping";

    /// <summary>
    /// Breaches in what is about an officer: <c>before-appointment</c> and <c>already-departed</c> by the fact's day, and
    /// <c>not-in-unit</c> where the officer did not serve in the unit that the caller states.
    /// </summary>
    /// <param name="officer">The officer.</param>
    /// <param name="statedUnit">Code of the unit that the caller states, or null.</param>
    /// <param name="day">The fact's day.</param>
    /// <param name="made">The fact.</param>
    /// <param name="record">The record that it continues, or null.</param>
    public static IReadOnlyList<Finding> Breaches(
        Officer officer,
        string? statedUnit,
        DateOnly day,
        ICareEvent made,
        IRecordState? record
    )
    {
        var absent = officer.NotServingOn(day);
        if (absent is not null && !IsTaken(absent, made, record))
            return [new Finding(absent, RecordKeeping)];
        return statedUnit is not null && !string.Equals(officer.UnitOn(day), statedUnit, StringComparison.Ordinal)
            ? [new Finding("not-in-unit", RecordKeeping)]
            : [];
    }

    /// <summary>Why a unit cannot be named on a day, or null: <c>unit-closed</c> from the first day on which it is closed.</summary>
    public static Refusal? Refused(Unit unit, DateOnly day) => unit.IsClosedOn(day) ? new Refusal("unit-closed") : null;

    /// <summary>The breach of naming a unit before it was formed, which an import records and nothing refuses.</summary>
    public static IReadOnlyList<Finding> BeforeFormed(Unit unit, DateOnly day) =>
        day < unit.FormedOn ? [new Finding("before-unit-formed", RecordKeeping)] : [];

    // The whole list of what is put on record about somebody who does not serve.
    private static bool IsTaken(string absent, ICareEvent made, IRecordState? record) =>
        made switch
        {
            // Who read the record, and what is done to the record itself, is of the day on which it is done.
            IAccessEvent => true,
            OfficerReinstated => absent == "already-departed",
            OfficerIdentityChanged or OfficerContested or OfficerContestAnswered => true,
            ErasureProposed or ErasureWithdrawn or ErasureConfirmed or OfficerErased => true,
            ProcessingRestricted or RestrictionLifted or LegalHoldPlaced or LegalHoldLifted => true,
            // An award's later steps are about the award: its nomination says whether it came too early.
            ICommendationEvent and not CommendationNominated => true,
            _ when absent != "already-departed" => false,
            // Honours are given posthumously, too, and go their way after a departure.
            ICommendationEvent => true,
            OfficerMilestoneMarked { Kind: MilestoneKind.HonourableRetirement } => true,
            // The family is written to and visited.
            TalkScheduled { Kind: TalkKind.FamilyLetter or TalkKind.HomeVisit } => true,
            TalkHeld { Kind: TalkKind.FamilyLetter or TalkKind.HomeVisit } => true,
            ITalkEvent when record is Talk { Kind: TalkKind.FamilyLetter or TalkKind.HomeVisit } => true,
            // Help for the family, and for who fell ill or was hurt, goes on.
            InterventionOpened opened => GoesOn(opened.Kind),
            IInterventionEvent when record is Intervention intervention && GoesOn(intervention.Kind) => true,
            // What is open is closed, and what is wrong is put right.
            TalkMissed or TalkCancelled or TalkVoided or TalkAmended or TalkFollowUpDone => true,
            WarningResolved or WarningDismissed => true,
            InterventionCompleted or InterventionAbandoned => true,
            AssessmentReviewed or LeaveDeclined or LeaveReturned or EquipmentReturned => true,
            BanquetReviewed or BanquetWithdrawn => true,
            ISuggestionEvent and not SuggestionSubmitted => true,
            _ => false,
        };

    private static bool GoesOn(InterventionKind kind) =>
        kind is InterventionKind.FamilyHelp or InterventionKind.SeriousIllness or InterventionKind.DutyInjury;
}
