using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Journal;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>
/// The part of a dashboard that talks, transfers, interventions, talents and facilities give. Talents and rooms are counted as
/// of the quarter's end (today while it runs), for the year so far as well; of talks the year's count is the sum of its quarters'.
/// </summary>
internal sealed class CareFigures(CoverageReader coverage, SupportReader support, UnitsThen unitsThen)
{
    public async Task<IReadOnlyList<DashboardFigure>> OfAsync(DashboardSpan span, Scope scope, CancellationToken stop)
    {
        var period = new Period(span.Quarter.First, span.Quarter.Last);
        var (periods, talents) = await support.ReadAsync([period, new(span.Since, span.Quarter.Last)], scope, stop);
        var talks = await coverage.ReadAsync(span.Quarters, scope, stop);
        var units = (await unitsThen.ReadAsync(scope, UnitKind.Frontline, stop)).FindAll(x => !x.Closed);
        var (links, all) = (new SupportLinks(scope, period), talents.Values.Sum());
        var room = Share.Of(units.Count(UnitsThen.Equipped), units.Count);
        var due = Link.To(
            "talk-coverage/officers",
            ("quarter", span.Quarter),
            ("asOf", scope.AsOf.Text),
            ("unit", scope.Unit)
        );
        return
        [
            new("talks-due", Pillar.Encourage, Talks(talks.TakeLast(1), x => x.Due), Talks(talks, x => x.Due), due),
            new(
                "talks-held",
                Pillar.Encourage,
                Talks(talks.TakeLast(1), x => x.Held),
                Talks(talks, x => x.Held),
                Link.With(due, "result", Word.Of(TalkDueResult.Held))
            ),
            new("room-coverage", Pillar.Relieve, room, room, Link.With(links.Frontline, "equipped", "true")),
            new("talents", Pillar.Enrich, all, all, links.Talents),
            new("talent-categories", Pillar.Enrich, talents.Count, talents.Count, links.TalentCategories),
            Figure(
                "rotations",
                x => x.Rotations,
                Link.With(links.Transfers, "reason", Word.Of(TransferReason.Rotation))
            ),
            Figure(
                "family-help",
                x => x.FamilyHelp,
                Link.With(links.Cases, "kind", Word.Of(InterventionKind.FamilyHelp))
            ),
        ];

        DashboardFigure Figure(string name, Func<Support, long> value, string query) =>
            new(name, Pillar.Resolve, value(periods[0]), value(periods[1]), query);
    }

    private static long Talks(
        IEnumerable<IReadOnlyDictionary<string, Coverage>> quarters,
        Func<Coverage, long> value
    ) => quarters.Sum(x => x.Values.Sum(value));
}
