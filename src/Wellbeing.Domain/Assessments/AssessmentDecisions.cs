using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Assessments;

/// <summary>A test as it was taken.</summary>
/// <param name="InstrumentVersion">Which edition.</param>
/// <param name="Language">In which language, as a BCP 47 tag.</param>
/// <param name="Result">What it came to.</param>
/// <param name="Items">The answers, sealed.</param>
public sealed record TakenTest(string InstrumentVersion, string Language, ScoredTest Result, SealedText? Items);

/// <summary>What may happen to a test.</summary>
public static class AssessmentDecisions
{
    /// <summary>Asks an officer to take a test.</summary>
    /// <param name="officer">Who is to take it.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="instrument">Which test.</param>
    /// <param name="dueOn">The last day for it.</param>
    /// <param name="reason">Why, sealed.</param>
    /// <param name="findings">Breaches that are put on record with it.</param>
    public static Decision Assign(
        Officer officer,
        string unitCode,
        Instrument instrument,
        DateOnly? dueOn,
        SealedText? reason,
        IReadOnlyList<Finding>? findings = null
    ) => Decision.Of(new AssessmentAssigned(officer.Id, unitCode, instrument, dueOn, reason) { Findings = findings });

    /// <summary>
    /// Puts a taken test on record, and with it each answer that asks for help at once. Refuses
    /// <c>assessment-completed</c>.
    /// </summary>
    /// <param name="assessment">The test.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="taken">What was answered.</param>
    public static Decision Complete(Assessment assessment, string unitCode, TakenTest taken) =>
        assessment.Status == AssessmentStatus.Assigned
            ? Decision.Of(
                new AssessmentCompleted(
                    assessment.OfficerId,
                    unitCode,
                    assessment.Instrument,
                    taken.InstrumentVersion,
                    taken.Language,
                    taken.Result.Score,
                    taken.Result.Band,
                    taken.Result.Highest,
                    taken.Items
                ),
                [
                    .. taken.Result.Alerts.Select(item => new AssessmentItemAlerted(
                        assessment.OfficerId,
                        unitCode,
                        assessment.Instrument,
                        item
                    )),
                ]
            )
            : Decision.Refuse("assessment-completed");

    /// <summary>
    /// Records that a counsellor looked at it. Refuses <c>assessment-not-completed</c>, and <c>assessment-reviewed</c>.
    /// </summary>
    public static Decision Review(Assessment assessment, string unitCode, SealedText? note) =>
        assessment.Status switch
        {
            AssessmentStatus.Assigned => Decision.Refuse("assessment-not-completed"),
            AssessmentStatus.Reviewed => Decision.Refuse("assessment-reviewed"),
            _ => Decision.Of(new AssessmentReviewed(assessment.OfficerId, unitCode, note)),
        };
}
