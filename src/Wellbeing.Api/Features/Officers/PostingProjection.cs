using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Officers;

/// <summary>An officer's stay in a unit; <paramref name="UntilOn" /> is the first day out of it.</summary>
internal sealed record PostingRow(Guid OfficerId, int Ordinal, string UnitCode, DateOnly FromOn, DateOnly? UntilOn);

/// <summary>Who was in which unit on which days.</summary>
internal sealed class PostingProjection() : RowProjection<PostingRow>("postings", Postings)
{
    public static readonly RowTable<PostingRow> Postings = new RowTable<PostingRow>(
        Schemas.ReadModels,
        "postings",
        x => new { x.OfficerId, x.Ordinal }
    ).Index("ix_postings_unit_code", "unit_code", "from_on");

    protected override IEnumerable<PostingRow> RowsOf(FoldStep step)
    {
        if (step.After is not Officer after)
            yield break;
        var before = (step.Before as Officer)?.Career ?? [];
        for (var i = 0; i < after.Career.Count; i++)
        {
            var stay = after.Career[i];
            if (i >= before.Count || before[i] != stay)
                yield return new PostingRow(after.Id, i + 1, stay.UnitCode, stay.From, stay.Until);
        }
    }
}
