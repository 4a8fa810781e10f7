using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Leaves;

/// <summary>What may happen to a leave.</summary>
public static class LeaveDecisions
{
    /// <summary>
    /// How many days after its first one a leave's last day may be: what is longer is a mistake in a date, or no leave.
    /// </summary>
    public const int LongestDays = 366;

    /// <summary>
    /// Asks for a leave. Refuses <c>leave-overlaps</c> where another leave takes some of the days.
    /// </summary>
    /// <param name="officer">Whose it is.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="kind">What for.</param>
    /// <param name="from">First day.</param>
    /// <param name="to">Last day.</param>
    /// <param name="reason">Why, sealed.</param>
    /// <param name="others">The officer's leaves so far.</param>
    public static Decision Request(
        Officer officer,
        string unitCode,
        LeaveKind kind,
        DateOnly from,
        DateOnly to,
        SealedText? reason,
        IReadOnlyList<Leave> others
    ) =>
        others.FirstOrDefault(x => x.Takes(from, to)) is { } other
            ? Decision.Refuse(new Refusal("leave-overlaps", Facts: [other.Id.ToString()]))
            : Decision.Of(
                new LeaveRequested(
                    officer.Id,
                    unitCode,
                    kind,
                    from,
                    to,
                    reason,
                    1 + others.Max(x => x.Ordinal).GetValueOrDefault()
                )
            );

    /// <summary>
    /// Grants a leave. Refuses <c>leave-decided</c>, <c>leave-withdrawn</c>, and <c>own-request</c> where it is one's own.
    /// </summary>
    /// <param name="leave">The leave.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="own">Whether who decides is the officer.</param>
    public static Decision Approve(Leave leave, string unitCode, bool own) =>
        Decided(leave, own) ?? Decision.Of(new LeaveApproved(leave.OfficerId, unitCode));

    /// <summary>Does not grant a leave. Refuses as <see cref="Approve" /> does.</summary>
    public static Decision Decline(Leave leave, string unitCode, SealedText reason, bool own) =>
        Decided(leave, own) ?? Decision.Of(new LeaveDeclined(leave.OfficerId, unitCode, reason));

    /// <summary>
    /// Takes back a leave that has not begun, granted or not. Refuses <c>leave-withdrawn</c>, <c>leave-decided</c> where it was
    /// declined, <c>leave-started</c>, and <c>leave-ended</c>.
    /// </summary>
    public static Decision Withdraw(Leave leave, string unitCode, SealedText? reason) =>
        leave.Status switch
        {
            LeaveStatus.Requested or LeaveStatus.Approved => Decision.Of(
                new LeaveWithdrawn(leave.OfficerId, unitCode, reason)
            ),
            LeaveStatus.Withdrawn => Decision.Refuse("leave-withdrawn"),
            LeaveStatus.Declined => Decision.Refuse("leave-decided"),
            LeaveStatus.Returned => Decision.Refuse("leave-ended"),
            _ => Decision.Refuse("leave-started"),
        };

    /// <summary>
    /// Records that the officer went on leave. Refuses <c>leave-withdrawn</c>, <c>leave-not-approved</c> where it is not
    /// granted by that day, <c>leave-started</c>, and <c>outside-leave</c> where it is not within the days that were granted.
    /// </summary>
    /// <param name="leave">The leave.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="startedOn">First day away.</param>
    /// <param name="calendar">The bureau's days.</param>
    public static Decision Start(Leave leave, string unitCode, DateOnly startedOn, BureauCalendar calendar) =>
        leave.Status switch
        {
            LeaveStatus.Withdrawn => Decision.Refuse("leave-withdrawn"),
            LeaveStatus.Requested or LeaveStatus.Declined => Decision.Refuse("leave-not-approved"),
            not LeaveStatus.Approved => Decision.Refuse("leave-started"),
            _ when leave.DecidedAt is { } at && startedOn < calendar.DayOf(at) => Decision.Refuse("leave-not-approved"),
            _ when startedOn < leave.From || startedOn > leave.To => Decision.Refuse("outside-leave"),
            _ => Decision.Of(new LeaveStarted(leave.OfficerId, unitCode, startedOn)),
        };

    /// <summary>
    /// Records that the officer is back, in time or not. Refuses <c>leave-not-started</c>, <c>leave-ended</c>, and
    /// <c>outside-leave</c> where it would be before the first day away.
    /// </summary>
    public static Decision Return(Leave leave, string unitCode, DateOnly returnedOn) =>
        NotAway(leave)
        ?? (
            returnedOn < leave.StartedOn
                ? Decision.Refuse("outside-leave")
                : Decision.Of(new LeaveReturned(leave.OfficerId, unitCode, returnedOn))
        );

    /// <summary>
    /// Records that the officer was not back in time. Refuses <c>leave-overstayed</c> where that is on record, and
    /// <c>leave-not-overdue</c> up to the last day; where no rule has judged by what was on record then,
    /// <c>leave-not-started</c> and <c>leave-ended</c> too.
    /// </summary>
    /// <param name="leave">The leave.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="on">The day on which it is found, in the bureau's time zone.</param>
    /// <param name="rule">The rule that found it out.</param>
    public static Decision Overstay(Leave leave, string unitCode, DateOnly on, RuleTrace? rule = null) =>
        (rule is null ? NotAway(leave) : null)
        ?? (
            leave.OverstayedAt is not null ? Decision.Refuse("leave-overstayed")
            : on <= leave.To ? Decision.Refuse("leave-not-overdue")
            : Decision.Of(new LeaveOverstayed(leave.OfficerId, unitCode, leave.To, rule))
        );

    private static Decision? Decided(Leave leave, bool own) =>
        own ? Decision.Refuse("own-request")
        : leave.Status == LeaveStatus.Requested ? null
        : leave.Status == LeaveStatus.Withdrawn ? Decision.Refuse("leave-withdrawn")
        : Decision.Refuse("leave-decided");

    private static Decision? NotAway(Leave leave) =>
        leave.Status switch
        {
            LeaveStatus.Started or LeaveStatus.Overstayed => null,
            LeaveStatus.Returned => Decision.Refuse("leave-ended"),
            _ => Decision.Refuse("leave-not-started"),
        };
}
