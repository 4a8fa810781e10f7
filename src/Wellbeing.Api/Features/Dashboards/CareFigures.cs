using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
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
    public IReadOnlyList<DashboardPart> Parts =>
        [
            new(DueAsync, StreamKind.Officer, StreamKind.Unit),
            new(HeldAsync, StreamKind.Talk, StreamKind.Officer, StreamKind.Unit),
            new(RoomsAsync, StreamKind.Unit),
            new(CareersAsync, StreamKind.Officer, StreamKind.Unit),
            new(HelpAsync, StreamKind.Intervention, StreamKind.Officer, StreamKind.Unit),
        ];

    private async Task<IReadOnlyList<DashboardFigure>> DueAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    ) => [Talks("talks-due", await coverage.DueAsync(span.Quarters, scope, stop), span, scope, result: null)];

    private async Task<IReadOnlyList<DashboardFigure>> HeldAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    ) =>
        [
            Talks(
                "talks-held",
                await coverage.HeldAsync(span.Quarters, scope, stop),
                span,
                scope,
                EnumNames.Of(TalkDueResult.Held)
            ),
        ];

    private async Task<IReadOnlyList<DashboardFigure>> RoomsAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var units = (await unitsThen.ReadAsync(scope, UnitKind.Frontline, stop)).FindAll(x => !x.Closed);
        var room = Share.Of(units.Count(UnitsThen.Equipped), units.Count);
        var equipped = Link.With(LinksOf(span, scope)[0].Frontline, "equipped", "true");
        return [new("room-coverage", Pillar.Relieve, room, equipped, room, equipped)];
    }

    private async Task<IReadOnlyList<DashboardFigure>> CareersAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var transfers = await support.TransfersAsync(span.Periods, scope, stop);
        var talents = await support.TalentsAsync(scope, stop);
        var (links, all) = (LinksOf(span, scope), talents.Values.Sum());
        var (listed, categories) = (links[0].Talents, links[0].TalentCategories);
        return
        [
            new("talents", Pillar.Enrich, all, listed, all, listed),
            new("talent-categories", Pillar.Enrich, talents.Count, categories, talents.Count, categories),
            Resolved(
                "rotations",
                transfers,
                [.. links.Select(x => x.Transfers)],
                "reason",
                EnumNames.Of(TransferReason.Rotation)
            ),
        ];
    }

    private async Task<IReadOnlyList<DashboardFigure>> HelpAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var cases = await support.CasesAsync(span.Periods, scope, stop);
        return
        [
            Resolved(
                "family-help",
                cases,
                [.. LinksOf(span, scope).Select(x => x.Cases)],
                "kind",
                EnumNames.Of(InterventionKind.FamilyHelp)
            ),
        ];
    }

    private static DashboardFigure Resolved(
        string name,
        List<IReadOnlyDictionary<string, long>> periods,
        IReadOnlyList<string> lists,
        string field,
        string word
    ) =>
        new(
            name,
            Pillar.Resolve,
            periods[0].GetValueOrDefault(word),
            Link.With(lists[0], field, word),
            periods[1].GetValueOrDefault(word),
            Link.With(lists[1], field, word)
        );

    private static List<SupportLinks> LinksOf(DashboardSpan span, Scope scope) =>
        [.. span.Periods.Select(x => new SupportLinks(scope, x))];

    private static DashboardFigure Talks(
        string name,
        List<long> quarters,
        DashboardSpan span,
        Scope scope,
        string? result
    )
    {
        return new(name, Pillar.Encourage, quarters[^1], Due(since: null), quarters.Sum(), Due(span.Since));

        string Due(DateOnly? since) =>
            Link.To(
                "talk-coverage/officers",
                ("quarter", span.Quarter),
                ("since", since),
                ("asOf", scope.AsOf.Text),
                ("unit", scope.Unit),
                ("result", result)
            );
    }
}
