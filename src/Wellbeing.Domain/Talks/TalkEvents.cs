using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Talks;

/// <summary>What kind of talk it is (谈心谈话).</summary>
public enum TalkKind
{
    /// <summary>A heart-to-heart talk (谈心).</summary>
    HeartToHeart,

    /// <summary>A visit at home (家访).</summary>
    HomeVisit,

    /// <summary>A letter to the family (致家属的一封信).</summary>
    FamilyLetter,

    /// <summary>A counselling talk.</summary>
    Counselling,

    /// <summary>Any other talk.</summary>
    Other,
}

/// <summary>Why a talk is due: the quarterly one, and the six must-talks (六必谈) with what an officer asks for.</summary>
public enum TalkTrigger
{
    /// <summary>Once a quarter.</summary>
    Quarterly,

    /// <summary>A change of post.</summary>
    PostChange,

    /// <summary>An award.</summary>
    Award,

    /// <summary>A disciplinary matter.</summary>
    Discipline,

    /// <summary>A complaint.</summary>
    Complaint,

    /// <summary>Conspicuous conduct.</summary>
    Conduct,

    /// <summary>An event in the family.</summary>
    FamilyEvent,

    /// <summary>The officer asked for it.</summary>
    Request,
}

/// <summary>Something that burdens the officer, as it showed in a talk.</summary>
/// <param name="Category">What it is about.</param>
/// <param name="Severity">1 (slight) to 3 (severe).</param>
public sealed record Concern(CareCategory Category, int Severity);

/// <summary>A fact of a talk.</summary>
public interface ITalkEvent : ICareEvent;

/// <summary>A talk was arranged.</summary>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">What kind of talk.</param>
/// <param name="Trigger">Why it is due, where a rule or an event asks for it.</param>
/// <param name="Host">Opaque id of who is to host it.</param>
/// <param name="ScheduledFor">When it is to take place.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record TalkScheduled(
    Guid? OfficerId,
    string? UnitCode,
    TalkKind Kind,
    TalkTrigger? Trigger,
    string Host,
    DateTimeOffset ScheduledFor,
    SealedText? Reason
) : ITalkEvent;

/// <summary>A talk took place.</summary>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">What kind of talk.</param>
/// <param name="Trigger">Why it was due, where a rule or an event asked for it.</param>
/// <param name="Host">Opaque id of who hosted it.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long, 1 to 1440 minutes.</param>
/// <param name="Topics">What was talked about, a topic a line.</param>
/// <param name="Concerns">What burdens the officer.</param>
/// <param name="Mood">The officer's mood as the officer said it, 1 (low) to 5 (good).</param>
/// <param name="Narrative">What was said.</param>
public sealed record TalkHeld(
    Guid? OfficerId,
    string? UnitCode,
    TalkKind Kind,
    TalkTrigger? Trigger,
    string Host,
    DateTimeOffset HeldAt,
    int? Minutes,
    SealedText? Topics,
    IReadOnlyList<Concern> Concerns,
    int? Mood,
    SealedText? Narrative
) : ITalkEvent;

/// <summary>A talk that was arranged did not take place.</summary>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record TalkMissed(Guid? OfficerId, string? UnitCode, SealedText? Reason) : ITalkEvent;

/// <summary>A talk was called off.</summary>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record TalkCancelled(Guid? OfficerId, string? UnitCode, SealedText Reason) : ITalkEvent;

/// <summary>A talk was due and nobody arranged it.</summary>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Trigger">Why it was due.</param>
/// <param name="DueOn">The last day on which it would have been in time.</param>
/// <param name="Rule">The rule that found it out, and the events that it saw; null where another system tells.</param>
public sealed record TalkOmitted(
    Guid? OfficerId,
    string? UnitCode,
    TalkTrigger Trigger,
    DateOnly DueOn,
    RuleTrace? Rule = null
) : ITalkEvent;

/// <summary>Something was agreed that has to follow a talk.</summary>
/// <param name="OfficerId">With whom the talk was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Number">Its number within the talk, 1 and up.</param>
/// <param name="What">What was agreed.</param>
/// <param name="Owner">Opaque id of who does it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record TalkFollowUpAgreed(
    Guid? OfficerId,
    string? UnitCode,
    int Number,
    SealedText What,
    string Owner,
    DateOnly DueOn,
    IReadOnlyList<Finding>? Findings = null
) : ITalkEvent;

/// <summary>What was agreed in a talk was done.</summary>
/// <param name="OfficerId">With whom the talk was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Number">Its number within the talk.</param>
/// <param name="Note">How, in words.</param>
public sealed record TalkFollowUpDone(Guid? OfficerId, string? UnitCode, int Number, SealedText? Note) : ITalkEvent;

/// <summary>The last day for what was agreed in a talk went by, and it was not done.</summary>
/// <param name="OfficerId">With whom the talk was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Number">Its number within the talk.</param>
/// <param name="Owner">Opaque id of who was to do it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="Rule">The rule that found it out, and the events that it saw; null where another system tells.</param>
public sealed record TalkFollowUpOverdue(
    Guid? OfficerId,
    string? UnitCode,
    int Number,
    string Owner,
    DateOnly DueOn,
    RuleTrace? Rule = null
) : ITalkEvent;

/// <summary>The record of a talk was amended: what is given here replaces what it said; the original stays on record.</summary>
/// <param name="OfficerId">With whom the talk was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long, 1 to 1440 minutes.</param>
/// <param name="Topics">What was talked about, a topic a line.</param>
/// <param name="Concerns">What burdens the officer.</param>
/// <param name="Mood">The officer's mood, 1 to 5.</param>
/// <param name="Narrative">What was said.</param>
/// <param name="Reason">Why it is amended.</param>
public sealed record TalkAmended(
    Guid? OfficerId,
    string? UnitCode,
    DateTimeOffset? HeldAt,
    int? Minutes,
    SealedText? Topics,
    IReadOnlyList<Concern>? Concerns,
    int? Mood,
    SealedText? Narrative,
    SealedText Reason
) : ITalkEvent;

/// <summary>A second person declared the record of a talk void; it stays, and counts no longer.</summary>
/// <param name="OfficerId">With whom the talk was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record TalkVoided(Guid? OfficerId, string? UnitCode, SealedText Reason) : ITalkEvent;
