using Wellbeing.Domain.Interventions;

namespace Wellbeing.Domain.Assessments;

/// <summary>A fact of a psychological test (心理测试).</summary>
public interface IAssessmentEvent : ICareEvent;

/// <summary>An officer was asked to take a test.</summary>
/// <param name="OfficerId">Who is to take it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Instrument">Which test.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record AssessmentAssigned(
    Guid? OfficerId,
    string? UnitCode,
    Instrument Instrument,
    DateOnly? DueOn,
    SealedText? Reason,
    IReadOnlyList<Finding>? Findings = null
) : IAssessmentEvent;

/// <summary>A test was taken. Its band is for all who reach the record; its score only for those who counsel.</summary>
/// <param name="OfficerId">Who took it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Instrument">Which test.</param>
/// <param name="InstrumentVersion">Which edition of it.</param>
/// <param name="Language">In which language, as a BCP 47 tag.</param>
/// <param name="Score">The score, by the instrument's published scoring.</param>
/// <param name="Band">The band in which it lies.</param>
/// <param name="Highest">True where that is the instrument's highest band, the one that asks for help.</param>
/// <param name="Items">The answers, and the scores beside the total, as JSON.</param>
public sealed record AssessmentCompleted(
    Guid? OfficerId,
    string? UnitCode,
    Instrument Instrument,
    string InstrumentVersion,
    string Language,
    int Score,
    ScoreBand Band,
    bool Highest,
    SealedText? Items
) : IAssessmentEvent;

/// <summary>An answer asks for help at once, whatever the score; it follows the test in the same transaction.</summary>
/// <param name="OfficerId">Who gave it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Instrument">Which test.</param>
/// <param name="Item">Number of the item, 1 and up; what was answered is sealed with the others.</param>
public sealed record AssessmentItemAlerted(Guid? OfficerId, string? UnitCode, Instrument Instrument, int Item)
    : IAssessmentEvent;

/// <summary>A counsellor has looked at a test.</summary>
/// <param name="OfficerId">Who took it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Note">What the counsellor makes of it.</param>
public sealed record AssessmentReviewed(Guid? OfficerId, string? UnitCode, SealedText? Note) : IAssessmentEvent;
