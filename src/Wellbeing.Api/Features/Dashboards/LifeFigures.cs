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
            "activities",
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
            "activities",
            "c.kind = 'cultureCampaign' AND c.status = 'held'",
            "activities?kind=cultureCampaign&status=held"
        ),
        new("quarterly-reviews", Pillar.Encourage, "reviews", "TRUE", "reviews"),
        new(
            "relief-measures-adopted",
            Pillar.Resolve,
            "suggestions",
            "c.kind = 'reliefMeasure'",
            "suggestions?kind=reliefMeasure&event=adopted"
        )
        {
            At = "c.adopted_at",
        },
        new(
            "relief-measures",
            Pillar.Resolve,
            "suggestions",
            "c.kind = 'reliefMeasure'",
            "suggestions?kind=reliefMeasure&event=implemented"
        )
        {
            At = "c.implemented_at",
        },
    ];

    public async Task<IReadOnlyList<DashboardFigure>> OfAsync(DashboardSpan span, Scope scope, CancellationToken stop)
    {
        var (first, last) = (span.Quarter.First, span.Quarter.Last);
        await using var batch = database.CreateBatch();
        foreach (var counted in All)
        foreach (var from in (DateOnly[])[first, span.Since])
            batch.BatchCommands.Add(Count(counted, from, last, scope));
        batch.BatchCommands.Add(HonoursReader.Serving(last, scope.Unit));
        var figures = new List<DashboardFigure>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        foreach (var counted in All)
        {
            var quarter = await OneAsync(reader, stop);
            var year = await OneAsync(reader, stop);
            var query = Link.With(Link.With($"/api/v1/{counted.List}", "from", first), "to", last);
            if (scope.Unit is { } unit)
                query = Link.With(query, "within", unit);
            figures.Add(new DashboardFigure(counted.Name, counted.Pillar, quarter, year, query));
        }
        var serving = await OneAsync(reader, stop);
        var sport = figures.Find(x => x.Name == "sport-participants")!;
        figures.Add(
            sport with
            {
                Name = "sport-share",
                Quarter = Share.Of((long)sport.Quarter, serving),
                YearToDate = Share.Of((long)sport.YearToDate, serving),
            }
        );
        return figures;
    }

    private NpgsqlBatchCommand Count(Counted counted, DateOnly from, DateOnly to, Scope scope)
    {
        var where = new Conditions();
        where.And(counted.Where);
        where.And($"{counted.At} >= {where.Add(Stretch.StartOf(from, calendar))}");
        where.And($"{counted.At} <= {where.Add(Stretch.EndOf(to, calendar))}");
        where.AndWithin(scope.Unit, "c.unit_code");
        if (counted.OfOfficers)
            where.AndCareWithin(scope.Reach);
        else
            where.AndWithin(scope.Reach);
        // As their list has it: a record that is not to be processed is shown to auditors alone.
        if (counted.Table == "attendances" && !scope.Reach.IsEverything)
            where.And(
                "NOT EXISTS (SELECT FROM readmodels.officers AS o WHERE o.id = c.officer_id AND o.restricted IS NOT NULL)"
            );
        var officers = counted.OfOfficers ? "JOIN readmodels.officers AS o ON o.id = c.officer_id " : "";
        return where.Command(
            $"SELECT count({counted.Of}) FROM readmodels.{counted.Table} AS c {officers}WHERE {where}"
        );
    }

    private static async Task<long> OneAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        await reader.ReadAsync(stop);
        var count = reader.GetInt64(0);
        await reader.NextResultAsync(stop);
        return count;
    }

    private sealed record Counted(string Name, Pillar Pillar, string Table, string Where, string List)
    {
        public string Of { get; init; } = "*";

        public string At { get; init; } = "c.at";

        public bool OfOfficers => Table == "suggestions";
    }
}
