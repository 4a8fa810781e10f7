using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>A deadline of a warning, with whom the warning is about and the unit of that time.</summary>
internal sealed record DeadlineRow(
    Guid WarningId,
    DeadlineKind Kind,
    DateTimeOffset DueAt,
    Guid OfficerId,
    string UnitCode,
    DateTimeOffset SetAt,
    DateTimeOffset? MetAt,
    DateTimeOffset? EndedAt
);

/// <summary>Which deadlines warnings set, and whether they were met.</summary>
internal sealed class DeadlineProjection() : RowProjection<DeadlineRow>("deadlines", Deadlines)
{
    public static readonly RowTable<DeadlineRow> Deadlines = new RowTable<DeadlineRow>(
        Schemas.ReadModels,
        "deadlines",
        x => new
        {
            x.WarningId,
            x.Kind,
            x.DueAt,
        }
    ).Index("ix_deadlines_due", "due_at");

    protected override IEnumerable<DeadlineRow> RowsOf(FoldStep step) =>
        step.After is not Warning after
            ? []
            : WarningDeadline
                .Changed(step.Before as Warning, step.Event.Data, step.Event.OccurredAt)
                .Select(x => new DeadlineRow(
                    after.Id,
                    x.Kind,
                    x.DueAt,
                    after.OfficerId,
                    after.UnitCode,
                    x.SetAt,
                    x.MetAt,
                    x.EndedAt
                ));
}
