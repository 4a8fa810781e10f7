using Wellbeing.Domain.Units;

namespace Wellbeing.Domain.Activities;

/// <summary>What an activity came to.</summary>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long, 1 to 1440 minutes.</param>
/// <param name="Topics">What it was about; null for what was planned.</param>
/// <param name="Summary">What it came to.</param>
public sealed record ActivityReport(
    DateTimeOffset HeldAt,
    int? Minutes,
    IReadOnlyList<string>? Topics,
    string? Summary
);

/// <summary>What may happen to an activity.</summary>
public static class ActivityDecisions
{
    /// <summary>The most officers whose attendance one event records.</summary>
    public const int MostTogether = 2_000;

    /// <summary>Plans an activity.</summary>
    public static Decision Plan(
        Unit unit,
        ActivityKind kind,
        string title,
        DateTimeOffset plannedFor,
        IReadOnlyList<string> topics
    ) => Decision.Of(new ActivityPlanned(unit.UnitCode, kind, title, plannedFor, topics));

    /// <summary>Records an activity that took place without having been planned.</summary>
    public static Decision Record(Unit unit, ActivityKind kind, string title, ActivityReport report) =>
        Decision.Of(
            new ActivityHeld(
                unit.UnitCode,
                kind,
                title,
                report.HeldAt,
                report.Minutes,
                report.Topics ?? [],
                report.Summary
            )
        );

    /// <summary>Records that a planned activity took place. Refuses <c>activity-already-held</c>.</summary>
    public static Decision Hold(Activity it, ActivityReport report) =>
        it.Status == ActivityStatus.Held
            ? Decision.Refuse("activity-already-held")
            : Decision.Of(
                new ActivityHeld(
                    it.UnitCode,
                    it.Kind,
                    it.Title,
                    report.HeldAt,
                    report.Minutes,
                    report.Topics ?? it.Topics,
                    report.Summary
                )
            );

    /// <summary>
    /// Records who took part; who is named again, or is on record already, counts once. Refuses
    /// <c>activity-not-held</c>, and <c>attendance-already-recorded</c> where that leaves nobody.
    /// </summary>
    public static Decision RecordAttendance(Activity it, IReadOnlyList<Guid> officers)
    {
        if (it.HeldAt is not { } heldAt)
            return Decision.Refuse("activity-not-held");
        var more = officers.Except(it.OfficerIds).ToList();
        return more.Count == 0
            ? Decision.Refuse("attendance-already-recorded")
            : Decision.Of(new AttendanceRecorded(more, it.UnitCode, it.Kind, it.Title, heldAt));
    }
}
