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
        step is { After: Officer officer, Event.Data: OfficerTransferred x }
            ? [new(officer.Id, officer.Postings, x.FromUnit, x.ToUnit, x.Reason, x.EffectiveOn)]
            : [];
}
