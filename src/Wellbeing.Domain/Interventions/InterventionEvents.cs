using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Interventions;

/// <summary>What is done for the officer (疏导、干预、帮扶).</summary>
public enum InterventionKind
{
    /// <summary>Counselling.</summary>
    Counselling,

    /// <summary>Help in a crisis.</summary>
    Crisis,

    /// <summary>Counselling in a group.</summary>
    GroupCounselling,

    /// <summary>Help for the family: the bureau's "internal 110".</summary>
    FamilyHelp,

    /// <summary>Help with a child's schooling (就学).</summary>
    Schooling,

    /// <summary>Help with a relative's employment (就业).</summary>
    Employment,

    /// <summary>Help with medical care (就医).</summary>
    MedicalCare,

    /// <summary>Help in a serious illness.</summary>
    SeriousIllness,

    /// <summary>Help after an injury on duty.</summary>
    DutyInjury,

    /// <summary>Help in hardship.</summary>
    Hardship,

    /// <summary>Bringing a separated couple or family together (团圆计划).</summary>
    Reunion,

    /// <summary>An allowance.</summary>
    Allowance,

    /// <summary>Other duties.</summary>
    DutyAdjustment,

    /// <summary>Rest and recreation.</summary>
    Rest,
}

/// <summary>How a session takes place.</summary>
public enum SessionMode
{
    /// <summary>Face to face.</summary>
    InPerson,

    /// <summary>By telephone.</summary>
    Telephone,

    /// <summary>By video.</summary>
    Video,

    /// <summary>At the officer's home.</summary>
    HomeVisit,

    /// <summary>In a group.</summary>
    Group,

    /// <summary>Any other way.</summary>
    Other,
}

/// <summary>How things have gone since the session before.</summary>
public enum SessionProgress
{
    /// <summary>Better.</summary>
    Improved,

    /// <summary>Neither better nor worse.</summary>
    Unchanged,

    /// <summary>Worse.</summary>
    Worsened,
}

/// <summary>To whom an officer is referred.</summary>
public enum ReferralTarget
{
    /// <summary>Another counsellor.</summary>
    Counsellor,

    /// <summary>A general hospital.</summary>
    Hospital,

    /// <summary>A psychiatrist or a psychiatric hospital.</summary>
    Psychiatry,

    /// <summary>Legal aid.</summary>
    LegalAid,

    /// <summary>Social services.</summary>
    SocialServices,

    /// <summary>Anybody else.</summary>
    Other,
}

/// <summary>An instrument by which an outcome is measured, under its name in the field.</summary>
public enum Instrument
{
    /// <summary>Patient Health Questionnaire, 9 items; 0 to 27.</summary>
    [JsonStringEnumMemberName("PHQ-9")]
    Phq9,

    /// <summary>Generalised Anxiety Disorder, 7 items; 0 to 21.</summary>
    [JsonStringEnumMemberName("GAD-7")]
    Gad7,

    /// <summary>WHO well-being index, 5 items; 0 to 100.</summary>
    [JsonStringEnumMemberName("WHO-5")]
    Who5,

    /// <summary>PTSD checklist for DSM-5, 20 items; 0 to 80.</summary>
    [JsonStringEnumMemberName("PCL-5")]
    Pcl5,

    /// <summary>Kessler psychological distress scale, 10 items; 10 to 50.</summary>
    [JsonStringEnumMemberName("K10")]
    K10,

    /// <summary>Perceived stress scale, 10 items; 0 to 40.</summary>
    [JsonStringEnumMemberName("PSS-10")]
    Pss10,

    /// <summary>Symptom checklist, 90 items; 90 to 450.</summary>
    [JsonStringEnumMemberName("SCL-90")]
    Scl90,
}

/// <summary>The band in which a score lies; each instrument has some of them.</summary>
public enum ScoreBand
{
    /// <summary>Minimal.</summary>
    Minimal,

    /// <summary>Mild.</summary>
    Mild,

    /// <summary>Moderate.</summary>
    Moderate,

    /// <summary>Moderately severe.</summary>
    ModeratelySevere,

    /// <summary>Severe.</summary>
    Severe,

    /// <summary>WHO-5: well-being as it should be.</summary>
    Adequate,

    /// <summary>WHO-5: poor well-being.</summary>
    Poor,

    /// <summary>WHO-5: so poor that PHQ-9 is to be offered.</summary>
    VeryPoor,

    /// <summary>PSS-10: little stress.</summary>
    Low,

    /// <summary>PSS-10: much stress.</summary>
    High,

    /// <summary>PCL-5 and SCL-90: the cut is not reached.</summary>
    Negative,

    /// <summary>PCL-5 and SCL-90: the cut is reached.</summary>
    Positive,
}

/// <summary>How an intervention came to its end.</summary>
public enum InterventionOutcome
{
    /// <summary>The officer has recovered.</summary>
    Recovered,

    /// <summary>The officer is better.</summary>
    Improved,

    /// <summary>Nothing has changed.</summary>
    Unchanged,

    /// <summary>The officer is worse.</summary>
    Worsened,
}

/// <summary>A fact of an intervention.</summary>
public interface IInterventionEvent : ICareEvent;

/// <summary>An intervention was opened.</summary>
/// <param name="OfficerId">For whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Lead">Opaque id of who leads it.</param>
/// <param name="WarningIds">Ids of the warnings that it answers.</param>
/// <param name="Plan">What is planned.</param>
public sealed record InterventionOpened(
    Guid? OfficerId,
    string? UnitCode,
    InterventionKind Kind,
    string Lead,
    IReadOnlyList<Guid> WarningIds,
    SealedText? Plan
) : CareEvent, IInterventionEvent;

/// <summary>A session took place.</summary>
/// <param name="OfficerId">For whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Number">Its number within the intervention, 1 and up.</param>
/// <param name="HeldAt">When.</param>
/// <param name="With">Opaque id of who conducted it.</param>
/// <param name="Mode">How it took place.</param>
/// <param name="Progress">How things have gone since the session before.</param>
/// <param name="Note">What was said and done.</param>
public sealed record InterventionSessionRecorded(
    Guid? OfficerId,
    string? UnitCode,
    int Number,
    DateTimeOffset HeldAt,
    string With,
    SessionMode Mode,
    SessionProgress Progress,
    SealedText? Note
) : CareEvent, IInterventionEvent;

/// <summary>The plan was revised; the one before stays on record.</summary>
/// <param name="OfficerId">For whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Plan">What is planned from now on.</param>
public sealed record InterventionPlanRevised(Guid? OfficerId, string? UnitCode, SealedText Plan)
    : CareEvent,
        IInterventionEvent;

/// <summary>The officer was referred to somebody else.</summary>
/// <param name="OfficerId">For whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="To">To whom.</param>
/// <param name="Reason">Why, and to whom exactly.</param>
public sealed record InterventionReferred(Guid? OfficerId, string? UnitCode, ReferralTarget To, SealedText? Reason)
    : CareEvent,
        IInterventionEvent;

/// <summary>An outcome was measured.</summary>
/// <param name="OfficerId">For whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Instrument">By which instrument.</param>
/// <param name="Score">The score, within the instrument's range.</param>
/// <param name="Band">The band in which it lies.</param>
public sealed record InterventionOutcomeMeasured(
    Guid? OfficerId,
    string? UnitCode,
    Instrument Instrument,
    int Score,
    ScoreBand? Band
) : CareEvent, IInterventionEvent;

/// <summary>An intervention was interrupted.</summary>
/// <param name="OfficerId">For whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record InterventionSuspended(Guid? OfficerId, string? UnitCode, SealedText Reason)
    : CareEvent,
        IInterventionEvent;

/// <summary>An interrupted intervention goes on.</summary>
/// <param name="OfficerId">For whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
public sealed record InterventionResumed(Guid? OfficerId, string? UnitCode) : CareEvent, IInterventionEvent;

/// <summary>An intervention was completed.</summary>
/// <param name="OfficerId">For whom it was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="Note">The same in words.</param>
public sealed record InterventionCompleted(
    Guid? OfficerId,
    string? UnitCode,
    InterventionOutcome Outcome,
    SealedText? Note
) : CareEvent, IInterventionEvent;

/// <summary>An intervention was given up.</summary>
/// <param name="OfficerId">For whom it was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record InterventionAbandoned(Guid? OfficerId, string? UnitCode, SealedText Reason)
    : CareEvent,
        IInterventionEvent;
