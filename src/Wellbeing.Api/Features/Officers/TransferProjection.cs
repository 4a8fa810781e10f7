using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>That an officer came to a unit; <paramref name="Ordinal" /> is the stay's.</summary>
internal sealed record TransferRow(
    Guid OfficerId,
    int Ordinal,
    string FromUnit,
    string UnitCode,
    TransferReason Reason,
    DateOnly EffectiveOn
);

/// <summary>Who was transferred when.</summary>
internal sealed class TransferProjection() : RowProjection<TransferRow>("transfers", Transfers)
{
    public static readonly RowTable<TransferRow> Transfers = new RowTable<TransferRow>(
        Schemas.ReadModels,
        "transfers",
        x => new { x.OfficerId, x.Ordinal }
    ).Index("ix_transfers_effective", "effective_on", "officer_id");

    protected override IEnumerable<TransferRow> RowsOf(FoldStep step) =>
        step is { After: Officer officer, Event.Data: OfficerTransferred }
            ? RowsOf(officer).Except(step.Before is Officer before ? RowsOf(before) : [])
            : [];

    // Rows follow from the career and not from the event: a transfer that is recorded late lies between others.
    private static IEnumerable<TransferRow> RowsOf(Officer officer) =>
        officer
            .Career.Skip(1)
            .Zip(officer.Career, (to, from) => (to, from))
            .Select((x, place) => (x.from, x.to, Ordinal: place + 2))
            // Who comes back is not transferred.
            .Where(x => x.to.Reason is not null)
            .Select(x => new TransferRow(
                officer.Id,
                x.Ordinal,
                x.from.UnitCode,
                x.to.UnitCode,
                x.to.Reason!.Value,
                x.to.From
            ));
}
