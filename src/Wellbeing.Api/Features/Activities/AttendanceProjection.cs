using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Activities;

namespace Wellbeing.Api.Features.Activities;

/// <summary>That an officer took part in an activity of a unit.</summary>
internal sealed record AttendanceRow(
    Guid ActivityId,
    Guid OfficerId,
    string UnitCode,
    ActivityKind Kind,
    DateTimeOffset At
);

/// <summary>Which officers took part in which activities.</summary>
internal sealed class AttendanceProjection() : RowProjection<AttendanceRow>("attendances", Attendances)
{
    public static readonly RowTable<AttendanceRow> Attendances = new RowTable<AttendanceRow>(
        Schemas.ReadModels,
        "attendances",
        x => new { x.ActivityId, x.OfficerId }
    )
        .Index("ix_attendances_officer", "officer_id", "at")
        .Index("ix_attendances_unit", "unit_code", "at")
        .Index("ix_attendances_at", "at", "activity_id", "officer_id");

    protected override IEnumerable<AttendanceRow> RowsOf(FoldStep step) =>
        step.Event.Data is AttendanceRecorded attended
            ? attended.OfficerIds.Select(officer => new AttendanceRow(
                step.Event.StreamId,
                officer,
                attended.UnitCode,
                attended.Kind,
                attended.HeldAt
            ))
            : [];
}
