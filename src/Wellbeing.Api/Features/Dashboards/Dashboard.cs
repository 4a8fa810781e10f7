using System.Globalization;
using Npgsql;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The method's four pillars (加减乘除).</summary>
internal enum Pillar
{
    Encourage,
    Relieve,
    Enrich,
    Resolve,
}

/// <summary>A figure of a quarter and of the year so far, each with the list of exactly what it counts.</summary>
/// <param name="Name">What it counts.</param>
/// <param name="Pillar">The pillar to which it belongs.</param>
/// <param name="Quarter">The quarter's.</param>
/// <param name="Query">The list of what the quarter's counts; of a share, of its numerator.</param>
/// <param name="YearToDate">That of the year so far, or since the day asked for.</param>
/// <param name="YearToDateQuery">The list of what that counts.</param>
internal sealed record DashboardFigure(
    string Name,
    Pillar Pillar,
    decimal Quarter,
    string Query,
    decimal YearToDate,
    string YearToDateQuery
);

/// <summary>A quarter's figures.</summary>
internal sealed record DashboardAnswer(string Quarter, IReadOnlyList<DashboardFigure> Figures);

/// <summary>The quarter asked for, and from when on its year counts.</summary>
internal sealed record DashboardSpan(Quarter Quarter, DateOnly Since)
{
    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        QuarterParameter.Parameter,
        new("since", typeof(DateOnly), "The first day of the year so far; 1 January of the quarter's year without it."),
    ];

    /// <summary>Reads it; without a quarter the present one, without <c>since</c> the year's start.</summary>
    public static DashboardSpan Of(Query query, DateOnly today)
    {
        var quarter = QuarterParameter.Of(query, today);
        var since = query.Date("since") ?? quarter.YearStart;
        if (since > quarter.Last)
            query.Errors.Add("since", "later-than", ("max", quarter.Last));
        var earliest = quarter.First.Year <= MostYears ? DateOnly.MinValue : quarter.YearStart.AddYears(-MostYears);
        if (since < earliest)
            query.Errors.Add("since", "earlier-than", ("min", earliest));
        return new DashboardSpan(quarter, since);
    }

    /// <summary>The quarter's days, and those of the year so far.</summary>
    public IReadOnlyList<Period> Periods => [new(Quarter.First, Quarter.Last), new(Since, Quarter.Last)];

    // Each quarter's talks are counted by themselves.
    private const int MostYears = 10;

    /// <summary>The quarters from the one in which the year so far begins, up to the one asked for.</summary>
    public IReadOnlyList<Quarter> Quarters
    {
        get
        {
            var quarters = new List<Quarter> { Quarter };
            while (quarters[^1].First > Since)
                quarters.Add(Quarter.Of(quarters[^1].First.AddDays(-1)));
            quarters.Reverse();
            return quarters;
        }
    }
}

/// <summary>What is shown to whom: the figures of a span, as of a day, for a reach.</summary>
internal sealed record DashboardAsked(DashboardSpan Span, Scope Scope)
{
    /// <summary>The same for all who are shown the same figures, on every node.</summary>
    public string Key { get; } =
        string.Join(
            '\n',
            Span.Quarter,
            Span.Since.ToString("O", CultureInfo.InvariantCulture),
            Scope.AsOf.Text,
            Scope.Unit,
            Scope.Reach.IsEverything,
            string.Join(',', (Scope.Reach.UnitCodes ?? []).Order(StringComparer.Ordinal)),
            string.Join(',', Scope.Reach.OfficerIds.Order())
        );
}

/// <summary>Puts a dashboard together from its parts.</summary>
internal sealed class DashboardReader(
    HonoursFigures honours,
    CareFigures care,
    LifeFigures life,
    AccessScopes scopes,
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock
)
{
    public IReadOnlyList<DashboardPart> Parts { get; } = [.. honours.Parts, .. care.Parts, .. life.Parts];

    /// <summary>Answers the dashboard of the bureau, or of a unit with those below it.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, string? unit)
    {
        var query = new Query(http);
        if (await AskedAsync(query, unit) is not { } asked)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var form = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var figures = new List<DashboardFigure>();
        foreach (var part in Parts)
            figures.AddRange(await part.ReadAsync(asked.Span, asked.Scope, http.RequestAborted));
        return Export.Answer(
            form,
            new DashboardAnswer(asked.Span.Quarter.ToString(), figures),
            it => TableOf(it, unit)
        );
    }

    /// <summary>
    /// Reads what is asked for; null where the caller does not reach the unit, or without one the whole bureau. Who serves a
    /// unit sees the bureau's figures where that unit is the bureau.
    /// </summary>
    public async Task<DashboardAsked?> AskedAsync(Query query, string? unit)
    {
        var (stop, now) = (query.Context.RequestAborted, clock.GetUtcNow());
        var span = DashboardSpan.Of(query, calendar.DayOf(now));
        var reach = await scopes.OfAsync(AccessScopes.As(query.Context), stop);
        var seen = unit is null
            ? reach.UnitCodes is not { } codes || !await AnyOutsideAsync(codes, stop)
            : reach.Covers(unit, null) && await UnitTree.IdOfAsync(database, unit, stop) is not null;
        return seen ? new(span, new Scope(AsOf.OfDay(span.Quarter.Last, calendar, now), unit, reach)) : null;
    }

    private async Task<bool> AnyOutsideAsync(IReadOnlyList<string> codes, CancellationToken stop)
    {
        await using var command = database.CreateCommand(
            "SELECT cardinality($1) = 0 OR EXISTS (SELECT FROM readmodels.mt_doc_unit WHERE unit_code <> ALL ($1))"
        );
        command.Parameters.Add(SqlParameter.Of(codes.ToArray()));
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }

    private static Table TableOf(DashboardAnswer it, string? unit) =>
        Table.Of(
            "dashboard",
            [unit, it.Quarter],
            ["quarter", "unit", "pillar", "figure", "value", "query", "yearToDate", "yearToDateQuery"],
            it.Figures.Select(
                object?[] (x) =>
                    [
                        it.Quarter,
                        unit,
                        ExportText.Of<Pillar>(x.Pillar),
                        ExportText.Figure(x.Name),
                        x.Quarter,
                        x.Query,
                        x.YearToDate,
                        x.YearToDateQuery,
                    ]
            )
        );
}
