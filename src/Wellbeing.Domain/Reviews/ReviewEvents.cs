using System.Text.Json.Serialization;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Reviews;

/// <summary>What an action came to.</summary>
public enum ReviewOutcome
{
    /// <summary>Done.</summary>
    Done,

    /// <summary>Done in part.</summary>
    PartlyDone,

    /// <summary>Not done.</summary>
    NotDone,
}

/// <summary>A fact of a quarterly review, which is a unit's and not an officer's.</summary>
public interface IReviewEvent : ICareEvent
{
    /// <inheritdoc />
    [JsonIgnore]
    Guid? ICareEvent.OfficerId => null;
}

/// <summary>The state of a unit's force in a quarter was reviewed.</summary>
/// <param name="UnitCode">Code of the unit; the review is of it and the units below it.</param>
/// <param name="Period">The quarter, such as <c>2023-Q4</c>.</param>
/// <param name="HeldAt">When the review took place.</param>
public sealed record ReviewHeld(string UnitCode, string Period, DateTimeOffset HeldAt) : IReviewEvent;

/// <summary>A review found something out about the force.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Number">Its number within the review, 1 and up.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Severity">1 (slight) to 3 (severe).</param>
/// <param name="Text">What was found; about a force, names nobody.</param>
public sealed record ReviewFindingRecorded(
    string UnitCode,
    int Number,
    CareCategory Category,
    int Severity,
    string Text
) : IReviewEvent;

/// <summary>A review resolved that something has to be done.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Number">Its number within the review, 1 and up.</param>
/// <param name="What">What has to be done; names nobody.</param>
/// <param name="Owner">Opaque id of who does it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Finding">Number of the finding that it answers, or null.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record ReviewActionAssigned(
    string UnitCode,
    int Number,
    string What,
    string Owner,
    DateOnly DueOn,
    int? Finding,
    IReadOnlyList<Finding>? Findings = null
) : IReviewEvent;

/// <summary>What a review had resolved came to its end.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Number">The action's number within the review.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="ClosedOn">On which day.</param>
public sealed record ReviewActionClosed(string UnitCode, int Number, ReviewOutcome Outcome, DateOnly ClosedOn)
    : IReviewEvent;

/// <summary>The last day for what a review had resolved went by, and it was not closed.</summary>
/// <param name="UnitCode">Code of the unit.</param>
/// <param name="Number">The action's number within the review.</param>
/// <param name="Owner">Opaque id of who was to do it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Rule">The rule that found it out, and the events that it saw; null where another system tells.</param>
public sealed record ReviewActionOverdue(
    string UnitCode,
    int Number,
    string Owner,
    DateOnly DueOn,
    RuleTrace? Rule = null
) : IReviewEvent;
