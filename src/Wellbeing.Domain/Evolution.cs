using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain;

/// <summary>A bureau's days: what is counted by date is counted in its time zone.</summary>
/// <param name="Zone">The bureau's time zone.</param>
public sealed record BureauCalendar(TimeZoneInfo Zone)
{
    /// <summary>The day on which a time falls.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first instant of a day; the earlier midnight where the clocks are turned back and it happens twice.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        // East of Greenwich the first day of all begins before the first time that can be written.
        return local.Ticks < offset.Ticks
            ? DateTimeOffset.MinValue
            : new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

/// <summary>Folds events into states: the one fold behind snapshots, rebuilds and replays.</summary>
public static class Evolution
{
    /// <summary>
    /// The state of a stream after one more event. Throws <see cref="InvalidOperationException"/> where a stream's first
    /// event may not be one.
    /// </summary>
    /// <param name="before">The state before, or null for a stream's first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    public static object After(object? before, Recorded happened, BureauCalendar calendar) =>
        (before, happened.Data) switch
        {
            (null, UnitFormed formed) => Unit.Create(happened.StreamId, formed),
            (Unit unit, IUnitEvent next) => unit.Apply(next),
            (null, OfficerEnrolled enrolled) => Officer.Create(happened.StreamId, enrolled),
            (Officer officer, IOfficerEvent) => officer.Apply(happened),
            (null, CommendationNominated nominated) => Commendation.Create(happened.StreamId, happened.Id, nominated),
            (Commendation commendation, ICommendationEvent next) => commendation.Apply(
                next,
                calendar.DayOf(happened.OccurredAt)
            ),
            (null, TalkScheduled or TalkHeld or TalkOmitted) => Talk.Create(happened),
            (Talk talk, ITalkEvent) => talk.Apply(happened),
            (null, WarningRaised raised) => Warning.Create(happened, raised),
            (Warning warning, IWarningEvent) => warning.Apply(happened),
            (null, InterventionOpened opened) => Intervention.Create(happened.StreamId, opened, happened.OccurredAt),
            (Intervention intervention, IInterventionEvent next) => intervention.Apply(next, happened.OccurredAt),
            (null, AssessmentAssigned assigned) => Assessment.Create(happened, assigned),
            (Assessment assessment, IAssessmentEvent) => assessment.Apply(happened),
            (null, LeaveRequested requested) => Leave.Create(happened, requested),
            (Leave leave, ILeaveEvent) => leave.Apply(happened),
            (null, BanquetDeclared declared) => Banquet.Create(happened, declared),
            (Banquet banquet, IBanquetEvent) => banquet.Apply(happened),
            (null, SuggestionSubmitted submitted) => Suggestion.Create(happened, submitted),
            (Suggestion suggestion, ISuggestionEvent) => suggestion.Apply(happened),
            (null, EquipmentIssued issued) => IssuedPiece.Create(happened, issued),
            (IssuedPiece piece, IEquipmentEvent) => piece.Apply(happened),
            (null, ActivityPlanned or ActivityHeld) => Activity.Create(
                happened.StreamId,
                (IActivityEvent)happened.Data
            ),
            (Activity activity, IActivityEvent next) => activity.Apply(next),
            (null, RegisterConsolidated consolidated) => Register.Create(happened, consolidated),
            (Register register, IRegisterEvent) => register.Apply(happened),
            (null, ReviewHeld held) => Review.Create(happened.StreamId, held),
            (Review review, IReviewEvent) => review.Apply(happened),
            (null, RecordDisclosed or AccessOverridden or RecordExported) => Access.Create(happened),
            (Access access, IAccessEvent) => access.Apply(happened),
            (null, PolicyAdopted adopted) => Policy.Create(happened, adopted),
            (Policy policy, IPolicyEvent) => policy.Apply(happened),
            _ => throw new InvalidOperationException(
                $"{happened.Data.GetType().Name} cannot be version {happened.Version} of this stream."
            ),
        };

    /// <summary>The officers in whose histories an event appears.</summary>
    /// <param name="after">The stream's state after the event.</param>
    /// <param name="happened">The event.</param>
    public static IReadOnlyList<Guid> Concerned(object after, ICareEvent happened) =>
        // Of a unit's activity, an officer's history tells that the officer took part, and nothing of the others.
        happened is AttendanceRecorded attended
            ? attended.OfficerIds
            : Concerned(after);

    /// <summary>The officers whom a stream concerns with all of its events.</summary>
    /// <param name="after">The stream's state.</param>
    public static IReadOnlyList<Guid> Concerned(object after) =>
        after switch
        {
            Officer officer => [officer.Id],
            Commendation commendation => commendation.Concerned,
            Talk talk => [talk.OfficerId],
            Warning warning => [warning.OfficerId],
            Intervention intervention => [intervention.OfficerId],
            Assessment assessment => [assessment.OfficerId],
            Leave leave => [leave.OfficerId],
            Banquet banquet => [banquet.OfficerId],
            Suggestion suggestion => [suggestion.OfficerId],
            IssuedPiece piece => [piece.OfficerId],
            // Who read a record is told by the access log; a policy is about nobody.
            _ => [],
        };
}
