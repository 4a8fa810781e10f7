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
    public static QueryParameter QuarterParameter =>
        new("quarter", typeof(string), "Such as 2023-Q4.") { Pattern = "^[0-9]{4}-Q[1-4]$" };

    public static IReadOnlyList<QueryParameter> Parameters { get; } =
    [
        QuarterParameter with
        {
            Description = "Such as 2023-Q4; the present one without it.",
        },
        new("since", typeof(DateOnly), "The first day of the year so far; 1 January of the quarter's year without it."),
    ];

    /// <summary>Reads the quarter that is asked for, where one is.</summary>
    public static Quarter? QuarterOf(Query query)
    {
        if (query.Text("quarter") is not { } text)
            return null;
        if (Quarter.Parse(text) is { } asked)
            return asked;
        query.Errors.Add("quarter", "quarter");
        return null;
    }

    /// <summary>Reads it; without a quarter the present one, without <c>since</c> the year's start.</summary>
    public static DashboardSpan Of(Query query, DateOnly today)
    {
        var quarter = QuarterOf(query) ?? Quarter.Of(today);
        var since = query.Date("since") ?? quarter.YearStart;
        if (since > quarter.Last)
            query.Errors.Add("since", "later-than", ("max", quarter.Last));
        return new DashboardSpan(quarter, since);
    }
}

/// <summary>Puts a dashboard together from its parts.</summary>
internal sealed class DashboardReader(HonoursReader honours, BureauCalendar calendar, TimeProvider clock)
{
    /// <summary>Answers the dashboard of the bureau, or of a unit with those below it.</summary>
    public async Task<IResult> AnswerAsync(HttpContext http, string? unit)
    {
        var query = new Query(http);
        var span = DashboardSpan.Of(query, calendar.DayOf(clock.GetUtcNow()));
        if (query.Refusal() is { } refused)
            return refused;
        var figures = await HonoursFigures.OfAsync(honours, span, unit, http.RequestAborted);
        return Board.Answer(http, new DashboardAnswer(span.Quarter.ToString(), figures));
    }
}
