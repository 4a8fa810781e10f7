using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Reviews;

/// <summary>What may happen to a quarterly review.</summary>
public static class ReviewDecisions
{
    /// <summary>
    /// Records a review. Refuses <c>quarter-not-begun</c> where it took place before its quarter, and
    /// <c>review-exists</c> where there is one of that unit and quarter.
    /// </summary>
    /// <param name="unit">The unit.</param>
    /// <param name="quarter">The quarter.</param>
    /// <param name="heldAt">When it took place.</param>
    /// <param name="on">The day of that.</param>
    /// <param name="exists">Whether there is a review of them.</param>
    public static Decision Hold(Unit unit, Quarter quarter, DateTimeOffset heldAt, DateOnly on, bool exists) =>
        on < quarter.First ? Decision.Refuse("quarter-not-begun")
        : exists ? Decision.Refuse("review-exists")
        : Decision.Of(new ReviewHeld(unit.UnitCode, quarter.ToString(), heldAt));

    /// <summary>Records a finding.</summary>
    public static Decision Find(Review it, CareCategory category, int severity, string text) =>
        Decision.Of(new ReviewFindingRecorded(it.UnitCode, it.Findings.Count + 1, category, severity, text));

    /// <summary>Assigns an action. Refuses <c>unknown-finding</c> where it is to answer one that is not there.</summary>
    public static Decision Assign(
        Review it,
        string what,
        string owner,
        DateOnly dueOn,
        int? finding,
        IReadOnlyList<Finding>? findings = null
    ) =>
        finding is { } number && it.Findings.All(x => x.Number != number)
            ? Decision.Refuse("unknown-finding")
            : Decision.Of(
                new ReviewActionAssigned(it.UnitCode, it.Actions.Count + 1, what, owner, dueOn, finding)
                {
                    Findings = findings,
                }
            );

    /// <summary>Closes an action. Refuses <c>unknown-action</c>, and <c>action-closed</c>.</summary>
    public static Decision Close(Review it, int number, ReviewOutcome outcome, DateOnly closedOn) =>
        it.Actions.FirstOrDefault(x => x.Number == number) is not { } action ? Decision.Refuse("unknown-action")
        : action.Outcome is not null ? Decision.Refuse("action-closed")
        : Decision.Of(new ReviewActionClosed(it.UnitCode, number, outcome, closedOn));

    /// <summary>
    /// Records that the last day for an action went by without its end. Refuses <c>unknown-action</c>,
    /// <c>action-overdue</c> where that is on record, and <c>action-not-overdue</c> up to that day, whose last instant alone a
    /// rule names; where no rule has judged by what was on record then, <c>action-closed</c> too.
    /// </summary>
    /// <param name="it">The review.</param>
    /// <param name="number">The action's number.</param>
    /// <param name="on">The day on which it is found, in the bureau's time zone.</param>
    /// <param name="rule">The rule that found it out.</param>
    public static Decision Miss(Review it, int number, DateOnly on, RuleTrace? rule = null) =>
        it.Actions.FirstOrDefault(x => x.Number == number) is not { } action ? Decision.Refuse("unknown-action")
        : action.OverdueAt is not null ? Decision.Refuse("action-overdue")
        : rule is null && action.Outcome is not null ? Decision.Refuse("action-closed")
        : on < action.DueOn || (rule is null && on == action.DueOn) ? Decision.Refuse("action-not-overdue")
        : Decision.Of(new ReviewActionOverdue(it.UnitCode, number, action.Owner, action.DueOn, rule));
}
