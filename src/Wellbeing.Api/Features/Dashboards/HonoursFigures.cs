using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The honours part of a dashboard.</summary>
internal sealed class HonoursFigures(HonoursReader honours)
{
    // What is not decided yet is in none of the other figures.
    private static readonly string[] Undecided =
    [
        "commendation_nominated",
        "commendation_reviewed",
        "commendation_publicised",
        "commendation_declined",
    ];

    public IReadOnlyList<DashboardPart> Parts =>
        [
            new(AwardsAsync, StreamKind.Commendation, StreamKind.Unit) { But = Undecided },
            new(NominatedAsync, StreamKind.Commendation, StreamKind.Unit),
            new(HeadcountAsync, StreamKind.Officer, StreamKind.Unit),
        ];

    private async Task<IReadOnlyList<DashboardFigure>> AwardsAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var totals = await honours.TotalsAsync([span.Quarter.First, span.Since], span.Quarter.Last, scope.Unit, stop);
        var links = LinksOf(span, scope);
        return
        [
            Figure("honoured-individuals", x => x.Individuals, links.Individuals),
            Figure("honoured-collectives", x => x.Collectives, links.Collectives),
            Figure("commendations-approved", x => x.Approved, links.Met(CountedEvent.Approved)),
            Figure("commendations-conferred", x => x.Conferred, links.Met(CountedEvent.Conferred)),
            Figure("frontline-honours-share", x => Share.Of(x.FrontlineApproved, x.Approved), links.FrontlineApproved),
        ];

        DashboardFigure Figure(string name, Func<HonoursTotals, decimal> value, string query) =>
            new(name, Pillar.Encourage, value(totals[0]), value(totals[1]), query);
    }

    private async Task<IReadOnlyList<DashboardFigure>> NominatedAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var counts = await honours.NominatedAsync(
            [span.Quarter.First, span.Since],
            span.Quarter.Last,
            scope.Unit,
            stop
        );
        var query = LinksOf(span, scope).Met(CountedEvent.Nominated);
        return [new("commendations-nominated", Pillar.Encourage, counts[0], counts[1], query)];
    }

    private async Task<IReadOnlyList<DashboardFigure>> HeadcountAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var headcount = await honours.HeadcountAsync(span.Quarter.Last, scope.Unit, stop);
        var share = Share.Of(headcount.Frontline, headcount.Serving);
        var serving = LinksOf(span, scope).FrontlineServing;
        return [new("frontline-headcount-share", Pillar.Encourage, share, share, serving)];
    }

    private static HonoursLinks LinksOf(DashboardSpan span, Scope scope) =>
        new(new Period(span.Quarter.First, span.Quarter.Last), span.Quarter.Last, scope.Unit);
}
