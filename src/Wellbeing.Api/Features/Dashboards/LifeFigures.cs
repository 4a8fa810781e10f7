using Npgsql;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>
/// The part of a dashboard that activities, suggestions and reviews give, by when they took place. A share is of who serves
/// on the quarter's last day.
/// </summary>
internal sealed class LifeFigures(NpgsqlDataSource database, BureauCalendar calendar)
{
    private const string Lectures = "kind=psychologyLecture";
    private const string Sport = "kind=sport";

    // What a figure counts, from what, and the list of the same.
    private static readonly Counted[] All =
    [
        new(
            "lectures",
            Pillar.Relieve,
            "mt_doc_activity",
            "c.kind = 'psychologyLecture' AND c.status = 'held'",
            $"activities?{Lectures}&status=held"
        ),
        new(
            "lecture-attendances",
            Pillar.Relieve,
            "attendances",
            "c.kind = 'psychologyLecture'",
            $"attendances?{Lectures}"
        ),
        new("sport-participants", Pillar.Enrich, "attendances", "c.kind = 'sport'", $"attendances?{Sport}&once=true")
        {
            Of = "DISTINCT c.officer_id",
        },
        new(
            "culture-campaigns",
            Pillar.Enrich,
            "mt_doc_activity",
            "c.kind = 'cultureCampaign' AND c.status = 'held'",
            "activities?kind=cultureCampaign&status=held"
        ),
        new("quarterly-reviews", Pillar.Encourage, "mt_doc_review", "TRUE", "reviews"),
        new(
            "relief-measures-adopted",
            Pillar.Resolve,
            "mt_doc_suggestion",
            "c.kind = 'reliefMeasure'",
            "suggestions?kind=reliefMeasure&event=adopted"
        )
        {
            At = "c.adopted_at",
        },
        new(
            "relief-measures",
            Pillar.Resolve,
            "mt_doc_suggestion",
            "c.kind = 'reliefMeasure'",
            "suggestions?kind=reliefMeasure&event=implemented"
        )
        {
            At = "c.implemented_at",
        },
    ];

    public IReadOnlyList<DashboardPart> Parts =>
        [
            PartOf(
                x => x.Pillar != Pillar.Resolve,
                StreamKind.Activity,
                StreamKind.Review,
                StreamKind.Officer,
                StreamKind.Unit
            ),
            PartOf(x => x.Pillar == Pillar.Resolve, StreamKind.Suggestion, StreamKind.Officer, StreamKind.Unit),
            new(SportAsync, StreamKind.Activity, StreamKind.Officer, StreamKind.Unit),
        ];

    private DashboardPart PartOf(Func<Counted, bool> which, params IReadOnlyList<StreamKind> from)
    {
        Counted[] counted = [.. All.Where(which)];
        return new(ReadAsync, from);

        async Task<IReadOnlyList<DashboardFigure>> ReadAsync(DashboardSpan span, Scope scope, CancellationToken stop)
        {
            var counts = await CountAsync([.. counted.SelectMany(x => Both(x, span, scope))], stop);
            return [.. counted.Select((x, i) => FigureOf(x, span, scope.Unit, counts[2 * i], counts[(2 * i) + 1]))];
        }
    }

    private async Task<IReadOnlyList<DashboardFigure>> SportAsync(
        DashboardSpan span,
        Scope scope,
        CancellationToken stop
    )
    {
        var sport = Array.Find(All, x => x.Name == "sport-participants")!;
        var serving = HonoursReader.Serving(span.Quarter.Last, scope.Unit);
        var counts = await CountAsync([.. Both(sport, span, scope), serving], stop);
        var (quarter, year) = (Share.Of(counts[0], counts[2]), Share.Of(counts[1], counts[2]));
        return [FigureOf(sport with { Name = "sport-share" }, span, scope.Unit, quarter, year)];
    }

    private static DashboardFigure FigureOf(Counted it, DashboardSpan span, string? unit, decimal quarter, decimal year)
    {
        return new DashboardFigure(it.Name, it.Pillar, quarter, Listed(span.Quarter.First), year, Listed(span.Since));

        string Listed(DateOnly from)
        {
            var list = Link.With(Link.With($"/api/v1/{it.List}", "from", from), "to", span.Quarter.Last);
            return unit is null ? list : Link.With(list, "within", unit);
        }
    }

    private IEnumerable<NpgsqlBatchCommand> Both(Counted counted, DashboardSpan span, Scope scope) =>
        [
            Count(counted, span.Quarter.First, span.Quarter.Last, scope),
            Count(counted, span.Since, span.Quarter.Last, scope),
        ];

    private async Task<List<long>> CountAsync(IReadOnlyList<NpgsqlBatchCommand> commands, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        foreach (var command in commands)
            batch.BatchCommands.Add(command);
        var counts = new List<long>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        do
        {
            await reader.ReadAsync(stop);
            counts.Add(reader.GetInt64(0));
        } while (await reader.NextResultAsync(stop));
        return counts;
    }

    private NpgsqlBatchCommand Count(Counted counted, DateOnly from, DateOnly to, Scope scope)
    {
        var where = new SqlFilter();
        where.And(counted.Where);
        where.And($"{counted.At} >= {where.Add(TimeRange.StartOf(from, calendar))}");
        where.And($"{counted.At} <= {where.Add(TimeRange.EndOf(to, calendar))}");
        where.AndWithin(scope.Unit, "c.unit_code");
        if (counted.OfOfficers)
            where.AndCareWithin(scope.Reach);
        else
            where.AndWithin(scope.Reach);
        // As their list has it: a record that is not to be processed is shown to auditors alone.
        if (counted.Table == "attendances" && !scope.Reach.IsEverything)
            where.And(
                "NOT EXISTS (SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = c.officer_id AND o.restricted IS TRUE)"
            );
        var officers = counted.OfOfficers ? "JOIN readmodels.mt_doc_officer AS o ON o.id = c.officer_id " : "";
        return where.Command(
            $"SELECT count({counted.Of}) FROM readmodels.{counted.Table} AS c {officers}WHERE {where}"
        );
    }

    private sealed record Counted(string Name, Pillar Pillar, string Table, string Where, string List)
    {
        public string Of { get; init; } = "*";

        public string At { get; init; } = "c.at";

        public bool OfOfficers => Table == "mt_doc_suggestion";
    }
}
