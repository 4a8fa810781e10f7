using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The honours part of a dashboard.</summary>
internal static class HonoursFigures
{
    public static async Task<IReadOnlyList<DashboardFigure>> OfAsync(
        HonoursReader honours,
        DashboardSpan span,
        string? unit,
        CancellationToken stop
    )
    {
        var last = span.Quarter.Last;
        var quarter = new Period(span.Quarter.First, last);
        var rolls = await honours.ReadAsync([quarter, new Period(span.Since, last)], last, unit, stop);
        var (inQuarter, inYear) = (rolls[0], rolls[1]);
        var links = new HonoursLinks(quarter, last, unit);
        return
        [
            Figure("honoured-individuals", x => x.Individuals, links.Individuals),
            Figure("honoured-collectives", x => x.Collectives, links.Collectives),
            Figure("commendations-nominated", x => x.Counts.Nominated, links.Met(CountedEvent.Nominated)),
            Figure("commendations-approved", x => x.Counts.Approved, links.Met(CountedEvent.Approved)),
            Figure("commendations-conferred", x => x.Counts.Conferred, links.Met(CountedEvent.Conferred)),
            Figure("frontline-honours-share", x => x.FrontlineShare, links.FrontlineApproved),
            Figure("frontline-headcount-share", x => x.FrontlineHeadcountShare, links.FrontlineServing),
        ];

        DashboardFigure Figure(string name, Func<HonoursRoll, decimal> value, string query) =>
            new(name, Pillar.Encourage, value(inQuarter), value(inYear), query);
    }
}
