namespace Wellbeing.Domain.Warnings;

/// <summary>How serious it is, ascending. A scale of care: disciplinary colours are another system's business.</summary>
public enum WarningLevel
{
    /// <summary>To be watched.</summary>
    Blue,

    /// <summary>To be talked about soon.</summary>
    Yellow,

    /// <summary>To be helped within days.</summary>
    Orange,

    /// <summary>To be helped at once.</summary>
    Red,
}

/// <summary>What gave rise to a warning.</summary>
public enum WarningSource
{
    /// <summary>A talk.</summary>
    Talk,

    /// <summary>A psychological test.</summary>
    Assessment,

    /// <summary>A colleague.</summary>
    Peer,

    /// <summary>The family.</summary>
    Family,

    /// <summary>The officer, who asks for help.</summary>
    Self,

    /// <summary>A superior.</summary>
    Supervisor,

    /// <summary>A rule that runs by itself.</summary>
    Rule,

    /// <summary>A complaint.</summary>
    Complaint,
}

/// <summary>How a warning came to its end.</summary>
public enum WarningOutcome
{
    /// <summary>The officer was helped.</summary>
    Helped,

    /// <summary>The cause goes on and is borne.</summary>
    Sustained,

    /// <summary>There was no cause.</summary>
    Unfounded,

    /// <summary>Any other way.</summary>
    Other,
}

/// <summary>A deadline that a warning sets.</summary>
public enum DeadlineKind
{
    /// <summary>For its acknowledgement.</summary>
    Acknowledge,

    /// <summary>For an intervention to be open.</summary>
    Intervene,
}

/// <summary>The rule that put something on record, so that it can be replayed.</summary>
/// <param name="Name">The rule's name.</param>
/// <param name="Version">The rule's version, 1 and up.</param>
/// <param name="Events">Ids of the events that it saw.</param>
public sealed record RuleTrace(string Name, int Version, IReadOnlyList<Guid> Events);

/// <summary>Why a warning is dismissed.</summary>
public enum DismissalCause
{
    /// <summary>It was raised by mistake, such as twice or about somebody else.</summary>
    Mistaken,

    /// <summary>There was nothing to it.</summary>
    Unfounded,

    /// <summary>Any other reason.</summary>
    Other,
}

/// <summary>A fact of a warning.</summary>
public interface IWarningEvent : ICareEvent;

/// <summary>A warning was raised.</summary>
/// <param name="OfficerId">About whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Level">How serious.</param>
/// <param name="Source">What gave rise to it.</param>
/// <param name="SourceId">Id of that; for a talk, the talk's.</param>
/// <param name="Evidence">What speaks for it.</param>
/// <param name="Rule">The rule, where one raised it.</param>
/// <param name="AcknowledgeBy">Deadline for its acknowledgement, by the policy then in force.</param>
/// <param name="InterveneBy">Deadline for an intervention to be open, by the policy then in force.</param>
public sealed record WarningRaised(
    Guid? OfficerId,
    string? UnitCode,
    CareCategory Category,
    WarningLevel Level,
    WarningSource Source,
    Guid? SourceId,
    SealedText? Evidence,
    RuleTrace? Rule,
    DateTimeOffset? AcknowledgeBy,
    DateTimeOffset? InterveneBy
) : CareEvent, IWarningEvent;

/// <summary>A commander took note of a warning.</summary>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
public sealed record WarningAcknowledged(Guid? OfficerId, string? UnitCode) : CareEvent, IWarningEvent;

/// <summary>Somebody was put in charge of a warning.</summary>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="To">Opaque id of who is in charge.</param>
public sealed record WarningAssigned(Guid? OfficerId, string? UnitCode, string To) : CareEvent, IWarningEvent;

/// <summary>A warning's level was changed; its deadlines count anew.</summary>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Level">The new level.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcknowledgeBy">New deadline for its acknowledgement.</param>
/// <param name="InterveneBy">New deadline for an intervention to be open.</param>
public sealed record WarningReclassified(
    Guid? OfficerId,
    string? UnitCode,
    WarningLevel Level,
    SealedText Reason,
    DateTimeOffset? AcknowledgeBy,
    DateTimeOffset? InterveneBy
) : CareEvent, IWarningEvent;

/// <summary>A warning was brought to the level of command above.</summary>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="ToUnit">Code of the unit whose command it now concerns; null where there is none above.</param>
/// <param name="Missed">The deadline that passed, where that is why.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Rule">The rule that found the deadline missed; null where somebody brings it there.</param>
public sealed record WarningEscalated(
    Guid? OfficerId,
    string? UnitCode,
    string? ToUnit,
    DeadlineKind? Missed,
    SealedText? Reason,
    RuleTrace? Rule = null
) : CareEvent, IWarningEvent;

/// <summary>A warning came to its end.</summary>
/// <param name="OfficerId">About whom it was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Outcome">How.</param>
/// <param name="Note">How, in words.</param>
public sealed record WarningResolved(Guid? OfficerId, string? UnitCode, WarningOutcome Outcome, SealedText? Note)
    : CareEvent,
        IWarningEvent;

/// <summary>A warning was dismissed.</summary>
/// <param name="OfficerId">About whom it was.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
/// <param name="Cause">What kind of reason; one that was a mistake counts for nothing. Null where nobody said.</param>
public sealed record WarningDismissed(
    Guid? OfficerId,
    string? UnitCode,
    SealedText Reason,
    DismissalCause? Cause = null
) : CareEvent, IWarningEvent;

/// <summary>A warning that had ended was opened again; its deadlines count anew.</summary>
/// <param name="OfficerId">About whom it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
/// <param name="AcknowledgeBy">New deadline for its acknowledgement.</param>
/// <param name="InterveneBy">New deadline for an intervention to be open.</param>
public sealed record WarningReopened(
    Guid? OfficerId,
    string? UnitCode,
    SealedText Reason,
    DateTimeOffset? AcknowledgeBy,
    DateTimeOffset? InterveneBy
) : CareEvent, IWarningEvent;
