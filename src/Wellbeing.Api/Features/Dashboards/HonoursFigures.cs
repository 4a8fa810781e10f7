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
        var quarter = new HonoursQuestion(new Period(span.Quarter.First, last), last, unit);
        var year = new HonoursQuestion(new Period(span.Since, last), last, unit);
        if (await honours.ReadAsync([quarter, year], stop) is not [var inQuarter, var inYear])
            throw new InvalidOperationException("Two rolls were asked for.");
        var links = new HonoursLinks(quarter);
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
