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
        return
        [
            Figure("honoured-individuals", x => x.Individuals, x => x.Individuals),
            Figure("honoured-collectives", x => x.Collectives, x => x.Collectives),
            Figure("commendations-approved", x => x.Approved, x => x.Met(CountedEvent.Approved)),
            Figure("commendations-conferred", x => x.Conferred, x => x.Met(CountedEvent.Conferred)),
            Figure("frontline-honours-share", x => Share.Of(x.FrontlineApproved, x.Approved), x => x.FrontlineApproved),
        ];

        DashboardFigure Figure(string name, Func<HonoursTotals, decimal> value, Func<HonoursLinks, string> query) =>
            Encouraging(name, [.. totals.Select(value)], span, scope, query);
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
        return
        [
            Encouraging(
                "commendations-nominated",
                [.. counts.Select(x => (decimal)x)],
                span,
                scope,
                x => x.Met(CountedEvent.Nominated)
            ),
        ];
    }

    private async Task<IReadOnlyList<DashboardFigure>> HeadcountAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var headcount = await honours.HeadcountAsync(span.Quarter.Last, scope.Unit, stop);
        var share = Share.Of(headcount.Frontline, headcount.Serving);
        return [Encouraging("frontline-headcount-share", [share, share], span, scope, x => x.FrontlineServing)];
    }

    private static DashboardFigure Encouraging(
        string name,
        IReadOnlyList<decimal> values,
        DashboardSpan span,
        Scope scope,
        Func<HonoursLinks, string> query
    )
    {
        var links = span.Periods.Select(x => query(new HonoursLinks(x, span.Quarter.Last, scope.Unit))).ToList();
        return new(name, Pillar.Encourage, values[0], links[0], values[1], links[1]);
    }
}
