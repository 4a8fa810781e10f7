using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Interventions;

/// <summary>What an instrument can measure.</summary>
public static class Instruments
{
    /// <summary>The lowest and the highest score of an instrument, by its published scoring.</summary>
    public static (int Least, int Most) RangeOf(Instrument instrument) =>
        instrument switch
        {
            Instrument.Phq9 => (0, 27),
            Instrument.Gad7 => (0, 21),
            Instrument.Who5 => (0, 100),
            Instrument.Pcl5 => (0, 80),
            Instrument.K10 => (10, 50),
            Instrument.Pss10 => (0, 40),
            Instrument.Scl90 => (90, 450),
            _ => throw new ArgumentOutOfRangeException(nameof(instrument), instrument, null),
        };
}

/// <summary>A session as it took place.</summary>
/// <param name="HeldAt">When.</param>
/// <param name="With">Opaque id of who conducted it.</param>
/// <param name="Mode">How it took place.</param>
/// <param name="Progress">How things have gone since the session before.</param>
/// <param name="Note">What was said and done, sealed.</param>
public sealed record Session(
    DateTimeOffset HeldAt,
    string With,
    SessionMode Mode,
    SessionProgress Progress,
    SealedText? Note
);

/// <summary>What may happen to an intervention.</summary>
public static class InterventionDecisions
{
    /// <summary>Whether a kind is a counsellor's to open and to lead, and its notes are a counsellor's notes.</summary>
    public static bool IsCounselling(InterventionKind kind) =>
        kind is InterventionKind.Counselling or InterventionKind.Crisis or InterventionKind.GroupCounselling;

    /// <summary>
    /// Opens an intervention. Refuses <c>counsellor-only</c>, and <c>warning-closed</c> where it is to answer a warning
    /// that has ended.
    /// </summary>
    /// <param name="officer">For whom.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="kind">What is done.</param>
    /// <param name="lead">Opaque id of who leads it.</param>
    /// <param name="warnings">The warnings that it answers.</param>
    /// <param name="plan">What is planned, sealed.</param>
    /// <param name="counsellor">Whether who opens it may counsel.</param>
    public static Decision Open(
        Officer officer,
        string unitCode,
        InterventionKind kind,
        string lead,
        IReadOnlyList<Warning> warnings,
        SealedText? plan,
        bool counsellor
    ) =>
        CounsellorOnly(kind, counsellor)
        ?? (
            warnings.Any(x => !x.Open)
                ? Decision.Refuse("warning-closed")
                : Decision.Of(
                    new InterventionOpened(officer.Id, unitCode, kind, lead, [.. warnings.Select(x => x.Id)], plan)
                )
        );

    /// <summary>
    /// Records a session. Refuses <c>counsellor-only</c>, <c>intervention-closed</c>, and <c>intervention-suspended</c>.
    /// </summary>
    public static Decision RecordSession(Intervention it, string unitCode, Session session, bool counsellor) =>
        NotActive(it, counsellor)
        ?? Decision.Of(
            new InterventionSessionRecorded(
                it.OfficerId,
                unitCode,
                it.Sessions + 1,
                session.HeldAt,
                session.With,
                session.Mode,
                session.Progress,
                session.Note
            )
        );

    /// <summary>Revises the plan. Refuses <c>counsellor-only</c>, and <c>intervention-closed</c>.</summary>
    public static Decision RevisePlan(Intervention it, string unitCode, SealedText plan, bool counsellor) =>
        Ended(it, counsellor) ?? Decision.Of(new InterventionPlanRevised(it.OfficerId, unitCode, plan));

    /// <summary>Refers the officer to somebody else. Refuses <c>counsellor-only</c>, and <c>intervention-closed</c>.</summary>
    public static Decision Refer(
        Intervention it,
        string unitCode,
        ReferralTarget to,
        SealedText? reason,
        bool counsellor
    ) => Ended(it, counsellor) ?? Decision.Of(new InterventionReferred(it.OfficerId, unitCode, to, reason));

    /// <summary>
    /// Records a measured outcome. Refuses <c>counsellor-only</c>, <c>intervention-closed</c>, and
    /// <c>intervention-suspended</c>. The band is that of the instrument's own table.
    /// </summary>
    public static Decision Measure(
        Intervention it,
        string unitCode,
        Instrument instrument,
        int score,
        bool counsellor
    ) =>
        NotActive(it, counsellor)
        ?? Decision.Of(
            new InterventionOutcomeMeasured(
                it.OfficerId,
                unitCode,
                instrument,
                score,
                Scoring.BandOf(instrument, score)
            )
        );

    /// <summary>
    /// Interrupts an intervention. Refuses <c>counsellor-only</c>, <c>intervention-closed</c>, and
    /// <c>intervention-suspended</c>.
    /// </summary>
    public static Decision Suspend(Intervention it, string unitCode, SealedText reason, bool counsellor) =>
        NotActive(it, counsellor) ?? Decision.Of(new InterventionSuspended(it.OfficerId, unitCode, reason));

    /// <summary>
    /// Goes on with an interrupted intervention. Refuses <c>counsellor-only</c>, <c>intervention-closed</c>, and
    /// <c>intervention-not-suspended</c>.
    /// </summary>
    public static Decision Resume(Intervention it, string unitCode, bool counsellor) =>
        Ended(it, counsellor)
        ?? (
            it.Status == InterventionStatus.Suspended
                ? Decision.Of(new InterventionResumed(it.OfficerId, unitCode))
                : Decision.Refuse("intervention-not-suspended")
        );

    /// <summary>Completes an intervention, interrupted or not. Refuses <c>counsellor-only</c>, and <c>intervention-closed</c>.</summary>
    public static Decision Complete(
        Intervention it,
        string unitCode,
        InterventionOutcome outcome,
        SealedText? note,
        bool counsellor
    ) => Ended(it, counsellor) ?? Decision.Of(new InterventionCompleted(it.OfficerId, unitCode, outcome, note));

    /// <summary>Gives an intervention up, interrupted or not. Refuses <c>counsellor-only</c>, and <c>intervention-closed</c>.</summary>
    public static Decision Abandon(Intervention it, string unitCode, SealedText reason, bool counsellor) =>
        Ended(it, counsellor) ?? Decision.Of(new InterventionAbandoned(it.OfficerId, unitCode, reason));

    private static Decision? CounsellorOnly(InterventionKind kind, bool counsellor) =>
        IsCounselling(kind) && !counsellor ? Decision.Refuse("counsellor-only") : null;

    private static Decision? Ended(Intervention it, bool counsellor) =>
        CounsellorOnly(it.Kind, counsellor) ?? (it.Open ? null : Decision.Refuse("intervention-closed"));

    private static Decision? NotActive(Intervention it, bool counsellor) =>
        Ended(it, counsellor)
        ?? (it.Status == InterventionStatus.Suspended ? Decision.Refuse("intervention-suspended") : null);
}
