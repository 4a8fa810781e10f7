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
    ) => [Talks("talks-due", await coverage.DueAsync(span.Quarters, scope, stop), DueIn(span, scope))];

    private async Task<IReadOnlyList<DashboardFigure>> HeldAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var query = Link.With(DueIn(span, scope), "result", EnumNames.Of(TalkDueResult.Held));
        return [Talks("talks-held", await coverage.HeldAsync(span.Quarters, scope, stop), query)];
    }

    private async Task<IReadOnlyList<DashboardFigure>> RoomsAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var units = (await unitsThen.ReadAsync(scope, UnitKind.Frontline, stop)).FindAll(x => !x.Closed);
        var room = Share.Of(units.Count(UnitsThen.Equipped), units.Count);
        var frontline = new SupportLinks(scope, InQuarter(span)).Frontline;
        return [new("room-coverage", Pillar.Relieve, room, room, Link.With(frontline, "equipped", "true"))];
    }

    private async Task<IReadOnlyList<DashboardFigure>> CareersAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var transfers = await support.TransfersAsync(Periods(span), scope, stop);
        var talents = await support.TalentsAsync(scope, stop);
        var (links, all) = (new SupportLinks(scope, InQuarter(span)), talents.Values.Sum());
        return
        [
            new("talents", Pillar.Enrich, all, all, links.Talents),
            new("talent-categories", Pillar.Enrich, talents.Count, talents.Count, links.TalentCategories),
            Resolved("rotations", transfers, links.Transfers, "reason", EnumNames.Of(TransferReason.Rotation)),
        ];
    }

    private async Task<IReadOnlyList<DashboardFigure>> HelpAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var cases = await support.CasesAsync(Periods(span), scope, stop);
        var links = new SupportLinks(scope, InQuarter(span));
        return [Resolved("family-help", cases, links.Cases, "kind", EnumNames.Of(InterventionKind.FamilyHelp))];
    }

    private static DashboardFigure Resolved(
        string name,
        List<IReadOnlyDictionary<string, long>> periods,
        string list,
        string field,
        string word
    ) =>
        new(
            name,
            Pillar.Resolve,
            periods[0].GetValueOrDefault(word),
            periods[1].GetValueOrDefault(word),
            Link.With(list, field, word)
        );

    private static Period InQuarter(DashboardSpan span) => new(span.Quarter.First, span.Quarter.Last);

    private static IReadOnlyList<Period> Periods(DashboardSpan span) =>
        [InQuarter(span), new(span.Since, span.Quarter.Last)];

    private static DashboardFigure Talks(string name, List<long> quarters, string query) =>
        new(name, Pillar.Encourage, quarters[^1], quarters.Sum(), query);

    private static string DueIn(DashboardSpan span, Scope scope) =>
        Link.To("talk-coverage/officers", ("quarter", span.Quarter), ("asOf", scope.AsOf.Text), ("unit", scope.Unit));
}
