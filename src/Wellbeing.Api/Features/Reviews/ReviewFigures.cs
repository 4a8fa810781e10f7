using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>A figure of a quarter.</summary>
/// <param name="Quarter">The quarter.</param>
/// <param name="Value">The figure.</param>
/// <param name="Query">The list of exactly what it counts.</param>
internal sealed record QuarterValue(string Quarter, long Value, string Query);

/// <summary>A figure of the quarter with what it was before.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Value">The quarter's.</param>
/// <param name="Query">The list of exactly what it counts.</param>
/// <param name="Change">How much more or less it is than the quarter before.</param>
/// <param name="Trend">The same of up to four quarters before and of this one, the oldest first.</param>
internal sealed record ReviewFigure(
    string Name,
    long Value,
    string Query,
    long? Change,
    IReadOnlyList<QuarterValue> Trend
);

/// <summary>Counts what the record holds of a unit and those below it, as the lists show it to the same reader.</summary>
internal sealed class ReviewFigures(NpgsqlDataSource database, BureauCalendar calendar)
{
    private const int Before = 4;

    private static readonly Counted[] All =
    [
        new("talks-held", StreamKind.Talk, "held", OfOfficers: true),
        new("talks-missed", StreamKind.Talk, "missed", OfOfficers: true),
        new("talks-omitted", StreamKind.Talk, "omitted", OfOfficers: true),
        new("warnings-raised", StreamKind.Warning, null, OfOfficers: true),
        new("interventions-opened", StreamKind.Intervention, null, OfOfficers: true),
        new("activities-held", StreamKind.Activity, "held", OfOfficers: false),
    ];

    /// <summary>The quarter and up to four before it, the oldest first.</summary>
    public static IReadOnlyList<Quarter> Trend(Quarter quarter)
    {
        var quarters = new List<Quarter> { quarter };
        while (quarters.Count <= Before && quarters[0].Previous is { } before)
            quarters.Insert(0, before);
        return quarters;
    }

    /// <param name="reach">Whom the reader reaches.</param>
    /// <param name="unit">The unit; null for the whole bureau.</param>
    /// <param name="quarters">The quarters, the last one last.</param>
    /// <param name="stop">Stops it.</param>
    public async Task<List<ReviewFigure>> ReadAsync(
        AccessScope reach,
        string? unit,
        IReadOnlyList<Quarter> quarters,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var counted in All)
        foreach (var quarter in quarters)
            batch.BatchCommands.Add(Count(counted, quarter, reach, unit));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var figures = new List<ReviewFigure>();
        foreach (var counted in All)
        {
            var trend = new List<QuarterValue>();
            foreach (var quarter in quarters)
            {
                await reader.ReadAsync(stop);
                trend.Add(new QuarterValue(quarter.ToString(), reader.GetInt64(0), QueryOf(counted, quarter, unit)));
                await reader.NextResultAsync(stop);
            }
            figures.Add(
                new ReviewFigure(
                    counted.Name,
                    trend[^1].Value,
                    trend[^1].Query,
                    trend.Count > 1 ? trend[^1].Value - trend[^2].Value : null,
                    trend
                )
            );
        }
        return figures;
    }

    private NpgsqlBatchCommand Count(Counted counted, Quarter quarter, AccessScope reach, string? unit)
    {
        var where = new SqlFilter();
        where.AndWithin(unit, "c.unit_code");
        where.AndIf("c.at >= {0}", TimeRange.StartOf(quarter.First, calendar));
        where.AndIf("c.at <= {0}", TimeRange.EndOf(quarter.Last, calendar));
        where.AndIf("c.status = {0}", counted.Status);
        var from = $"{counted.Kind.Record().Table()} AS c";
        if (counted.OfOfficers)
        {
            from += " JOIN readmodels.mt_doc_officer AS o ON o.id = c.officer_id";
            where.AndCareWithin(reach);
        }
        else
            where.AndWithin(reach);
        return where.Command($"SELECT count(*) FROM {from} WHERE {where}");
    }

    private static string QueryOf(Counted counted, Quarter quarter, string? unit) =>
        Link.To(
            counted.Kind.Record().Plural,
            ("within", unit),
            ("from", quarter.First),
            ("to", quarter.Last),
            ("status", counted.Status)
        );

    /// <summary>What a figure counts.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">Of which kind of record.</param>
    /// <param name="Status">The status that counts; null for all.</param>
    /// <param name="OfOfficers">Whether the records are officers' and not a unit's.</param>
    private sealed record Counted(string Name, StreamKind Kind, string? Status, bool OfOfficers);
}
