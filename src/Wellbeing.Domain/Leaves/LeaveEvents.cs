using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Leaves;

/// <summary>What an officer is away for (请销假).</summary>
public enum LeaveKind
{
    /// <summary>The yearly leave.</summary>
    Annual,

    /// <summary>Illness.</summary>
    Sick,

    /// <summary>Visiting or looking after the family.</summary>
    Family,

    /// <summary>A marriage of one's own.</summary>
    Marriage,

    /// <summary>Having a child.</summary>
    Maternity,

    /// <summary>Being with a newborn child.</summary>
    Paternity,

    /// <summary>A death in the family.</summary>
    Bereavement,

    /// <summary>A course.</summary>
    Training,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>A fact of a leave.</summary>
public interface ILeaveEvent : ICareEvent;

/// <summary>A leave was asked for.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">What for.</param>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
/// <param name="Reason">Why.</param>
/// <param name="Ordinal">
/// Which of the officer's leaves it is, in the order of recording: of two that are asked for at once, one is decided upon
/// after the other. Null in events of before 0.4.
/// </param>
public sealed record LeaveRequested(
    Guid? OfficerId,
    string? UnitCode,
    LeaveKind Kind,
    DateOnly From,
    DateOnly To,
    SealedText? Reason,
    int? Ordinal = null
) : CareEvent, ILeaveEvent;

/// <summary>A leave was granted.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
public sealed record LeaveApproved(Guid? OfficerId, string? UnitCode) : CareEvent, ILeaveEvent;

/// <summary>A leave was not granted.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaveDeclined(Guid? OfficerId, string? UnitCode, SealedText Reason) : CareEvent, ILeaveEvent;

/// <summary>A leave that has not begun is not taken.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why.</param>
public sealed record LeaveWithdrawn(Guid? OfficerId, string? UnitCode, SealedText? Reason) : CareEvent, ILeaveEvent;

/// <summary>The officer went on leave.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="StartedOn">First day away.</param>
public sealed record LeaveStarted(Guid? OfficerId, string? UnitCode, DateOnly StartedOn) : CareEvent, ILeaveEvent;

/// <summary>The officer is back (销假).</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="ReturnedOn">First day back, or the last day away where it is reported on that day.</param>
public sealed record LeaveReturned(Guid? OfficerId, string? UnitCode, DateOnly ReturnedOn) : CareEvent, ILeaveEvent;

/// <summary>The last day of a leave went by, and the officer was not back.</summary>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="DueOn">The last day of the leave.</param>
/// <param name="Rule">The rule that found it out, and the events that it saw; null where another system tells.</param>
public sealed record LeaveOverstayed(Guid? OfficerId, string? UnitCode, DateOnly DueOn, RuleTrace? Rule = null)
    : CareEvent,
        ILeaveEvent;
