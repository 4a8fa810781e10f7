using System.Text.Json.Serialization;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Boards;

/// <summary>
/// The talks due in a unit. The query lists the officers due; with <c>&amp;result=held</c>, <c>late</c>, <c>missed</c> or
/// <c>open</c> added it lists those.
/// </summary>
internal sealed record CoverageLine(
    string UnitCode,
    long Due,
    long Held,
    long Late,
    long Missed,
    long Open,
    string Query
);

/// <summary>The quarterly talks due, and what became of them; <c>open</c> ones may still be held in time.</summary>
internal sealed record TalkCoverageAnswer(
    string Quarter,
    DateOnly AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Unit,
    Figure Due,
    Figure Held,
    Figure Late,
    Figure Missed,
    Figure Open,
    IReadOnlyList<CoverageLine> ByUnit
);

/// <summary>Talk coverage: quarterly talks due, held, late and missed.</summary>
internal static class GetTalkCoverage
{
    public static readonly Role[] Readers = [Role.Auditor, Role.Commander, Role.PoliticalOfficer];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/talk-coverage",
            HandleAsync,
            Readers,
            new Operation(
                Does.ReadOne,
                "getTalkCoverage",
                "Counts the quarterly talks due, held, late and missed, by unit"
            )
            {
                Answer = typeof(TalkCoverageAnswer),
                Query = [QuarterParameter.Parameter, .. Scope.Parameters],
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Scopes scopes,
        CoverageReader coverage,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var quarter = QuarterParameter.Of(query, calendar.DayOf(clock.GetUtcNow()));
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var units = (await coverage.ReadAsync([quarter], scope, http.RequestAborted))[0];
        return Export.Answer(asked, AnswerOf(quarter, scope, units), TableOf);
    }

    // A line a unit, so that they add up.
    private static Table TableOf(TalkCoverageAnswer it) =>
        Table.Of(
            "talk-coverage",
            [it.Unit, it.Quarter, it.AsOf],
            ["quarter", "asOf", "unit", "due", "held", "late", "missed", "open", "query"],
            it.ByUnit.Select(
                object?[] (x) => [it.Quarter, it.AsOf, x.UnitCode, x.Due, x.Held, x.Late, x.Missed, x.Open, x.Query]
            )
        );

    private static TalkCoverageAnswer AnswerOf(
        Quarter quarter,
        Scope scope,
        IReadOnlyDictionary<string, Coverage> units
    )
    {
        var of = new[] { ("quarter", (object?)quarter), ("asOf", scope.AsOf.Text) };
        var all = Link.To("talk-coverage/officers", [.. of, ("unit", scope.Unit)]);
        return new TalkCoverageAnswer(
            $"{quarter}",
            scope.AsOf.Day,
            scope.Unit,
            new Figure(units.Values.Sum(x => x.Due), all),
            Sum(x => x.Held, TalkDueResult.Held),
            Sum(x => x.Late, TalkDueResult.Late),
            Sum(x => x.Missed, TalkDueResult.Missed),
            Sum(x => x.Open, TalkDueResult.Open),
            [
                .. units.Select(x => new CoverageLine(
                    x.Key,
                    x.Value.Due,
                    x.Value.Held,
                    x.Value.Late,
                    x.Value.Missed,
                    x.Value.Open,
                    Link.With(all, "serving", x.Key)
                )),
            ]
        );

        Figure Sum(Func<Coverage, long> value, TalkDueResult result) =>
            new(units.Values.Sum(value), Link.With(all, "result", EnumNames.Of(result)));
    }
}

/// <summary>The quarter that is asked for.</summary>
internal static class QuarterParameter
{
    public static QueryParameter Parameter { get; } =
        new("quarter", typeof(string), "Such as 2023-Q4; the present one without it.")
        {
            Pattern = "^[0-9]{4}-Q[1-4]$",
        };

    /// <summary>Reads it; the present one without it, or where it is none.</summary>
    public static Quarter Of(Query query, DateOnly today) => Asked(query) ?? Quarter.Of(today);

    /// <summary>Reads it; null without it, or where it is none.</summary>
    public static Quarter? Asked(Query query)
    {
        if (query.Text("quarter") is not { } text)
            return null;
        if (Quarter.Parse(text) is { } asked)
            return asked;
        query.Errors.Add("quarter", "quarter");
        return null;
    }
}
