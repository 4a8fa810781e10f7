using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>That a talent of an officer was listed, the first of them with ordinal 1.</summary>
internal sealed record TalentRow(Guid OfficerId, int Ordinal, TalentCategory Category, DateTimeOffset ListedAt);

/// <summary>Which talents were listed when.</summary>
internal sealed class TalentProjection() : RowProjection<TalentRow>("talents", Talents)
{
    public static readonly RowTable<TalentRow> Talents = new(
        Schemas.ReadModels,
        "talents",
        x => new { x.OfficerId, x.Ordinal }
    );

    protected override IEnumerable<TalentRow> RowsOf(FoldStep step) =>
        step is { After: Officer officer, Event: { Data: OfficerTalentListed x } listed }
            ? [new(officer.Id, officer.Talents.Count, x.Category, listed.OccurredAt)]
            : [];
}
