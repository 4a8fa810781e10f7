using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Records;

/// <summary>That one record came from another: a warning from a talk, an intervention from a warning.</summary>
internal sealed record LinkRow(
    Guid FromId,
    string FromKind,
    Guid ToId,
    string ToKind,
    Guid OfficerId,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt
);

/// <summary>Which records came from which.</summary>
internal sealed class LinkProjection() : RowProjection<LinkRow>("links", Links)
{
    public static readonly RowTable<LinkRow> Links = new RowTable<LinkRow>(
        Schemas.ReadModels,
        "links",
        x => new { x.FromId, x.ToId }
    )
        .Index("ix_links_to", "to_id")
        .Index("ix_links_officer", "officer_id");

    protected override IEnumerable<LinkRow> RowsOf(FoldStep step) =>
        step.Event.Data switch
        {
            WarningRaised { Source: WarningSource.Talk, SourceId: { } talk } =>
            [
                RowOf(step.Event, talk, StreamKind.Talk),
            ],
            InterventionOpened opened => opened.WarningIds.Select(x => RowOf(step.Event, x, StreamKind.Warning)),
            _ => [],
        };

    private static LinkRow RowOf(RecordedEvent to, Guid from, StreamKind kind) =>
        new(from, kind.Word(), to.StreamId, to.Stream.Word(), to.Data.OfficerId!.Value, to.OccurredAt, to.RecordedAt);
}
