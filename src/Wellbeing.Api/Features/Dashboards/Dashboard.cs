using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
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

/// <summary>A figure of a quarter and of the year so far, with the list of what the quarter's counts.</summary>
internal sealed record DashboardFigure(string Name, Pillar Pillar, decimal Quarter, decimal YearToDate, string Query);

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

/// <summary>Puts a dashboard together from its parts.</summary>
internal sealed class DashboardReader(
    HonoursReader honours,
    CareFigures care,
    LifeFigures life,
    BureauCalendar calendar,
    TimeProvider clock
)
{
    /// <summary>Answers the dashboard of the bureau, or of a unit with those below it.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, string? unit, Reach reach)
    {
        var query = new Query(http);
        var span = DashboardSpan.Of(query, calendar.DayOf(clock.GetUtcNow()));
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var scope = new Scope(AsOf.OfDay(span.Quarter.Last, calendar, clock.GetUtcNow()), unit, reach);
        var figures = await HonoursFigures.OfAsync(honours, span, unit, http.RequestAborted);
        var more = await care.OfAsync(span, scope, http.RequestAborted);
        var living = await life.OfAsync(span, scope, http.RequestAborted);
        return Export.Answer(
            asked,
            new DashboardAnswer(span.Quarter.ToString(), [.. figures, .. more, .. living]),
            it => TableOf(it, unit)
        );
    }

    private static Table TableOf(DashboardAnswer it, string? unit) =>
        Table.Of(
            "dashboard",
            [unit, it.Quarter],
            ["quarter", "unit", "pillar", "figure", "value", "yearToDate", "query"],
            it.Figures.Select(
                object?[] (x) =>
                    [it.Quarter, unit, Told.Of<Pillar>(x.Pillar), Told.Figure(x.Name), x.Quarter, x.YearToDate, x.Query]
            )
        );
}
