using System.Text.Json.Serialization;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Boards;

/// <summary>
/// The warnings that are open, by level, category and age, and what became of deadlines. Open ones are those of the unit's
/// officers of that day; deadlines stay the unit's in which the warning was raised.
/// </summary>
internal sealed record WarningBoardAnswer(
    DateOnly AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Unit,
    Figure Open,
    IReadOnlyList<BoardLine> ByLevel,
    IReadOnlyList<BoardLine> ByCategory,
    IReadOnlyList<BoardLine> ByAge,
    Figure DeadlinesKept,
    Figure DeadlinesMissed
);

/// <summary>The warning board.</summary>
internal static class GetWarningBoard
{
    /// <summary>From which day on deadlines count.</summary>
    public static QueryParameter Since { get; } =
        new("since", typeof(DateOnly), "The first day on which a deadline that counts was due; all without it.");

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/warning-board",
            HandleAsync,
            GetCareBoard.Readers,
            new Operation(
                Does.ReadOne,
                "getWarningBoard",
                "Counts open warnings by level, category and age, and deadlines kept and missed"
            )
            {
                Answer = typeof(WarningBoardAnswer),
                Query = [.. Scope.Parameters, Since],
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Scopes scopes,
        WarningReader warnings,
        BureauCalendar calendar
    )
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var since = query.Date("since");
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var figures = await warnings.ReadAsync(
            scope,
            since is { } day ? TimeRange.StartOf(day, calendar) : null,
            http.RequestAborted
        );
        return Export.Answer(asked, AnswerOf(scope, since, figures, calendar), TableOf);
    }

    private static Table TableOf(WarningBoardAnswer it) =>
        new FigureTable(
            "warning-board",
            [it.Unit, it.Since, it.AsOf],
            [("asOf", it.AsOf), ("since", it.Since), ("unit", it.Unit)]
        )
            .With("open-warnings", it.Open)
            .With("open-warnings", "level", it.ByLevel, ExportText.Choice<WarningLevel>)
            .With("open-warnings", "category", it.ByCategory, ExportText.Choice<CareCategory>)
            .With("open-warnings", "age", it.ByAge, ExportText.Choice<WarningAge>)
            .With("deadlines-kept", it.DeadlinesKept)
            .With("deadlines-missed", it.DeadlinesMissed)
            .Table;

    private static WarningBoardAnswer AnswerOf(
        Scope scope,
        DateOnly? since,
        WarningFigures figures,
        BureauCalendar calendar
    )
    {
        var open = Link.To("warnings", ("status", "open"), ("asOf", scope.AsOf.Text), ("officersIn", scope.Unit));
        var deadlines = Link.To(
            "warning-board/deadlines",
            ("asOf", scope.AsOf.Text),
            ("unit", scope.Unit),
            ("since", since)
        );
        return new WarningBoardAnswer(
            scope.AsOf.Day,
            since,
            scope.Unit,
            new Figure(figures.Open.Count, open),
            Lines(x => x.Level, x => Link.With(open, "level", EnumNames.Of(x))),
            Lines(x => x.Category, x => Link.With(open, "category", EnumNames.Of(x))),
            Lines(x => WarningAges.Of(scope.AsOf.Day.DayNumber - calendar.DayOf(x.RaisedAt).DayNumber), Aged),
            new Figure(figures.Kept, Link.With(deadlines, "result", EnumNames.Of(DeadlineResult.Kept))),
            new Figure(figures.Missed, Link.With(deadlines, "result", EnumNames.Of(DeadlineResult.Missed)))
        );

        List<BoardLine> Lines<T>(Func<OpenWarning, T> key, Func<T, string> link)
            where T : struct, Enum =>
            [
                .. Enum.GetValues<T>()
                    .Select(x => new BoardLine(
                        EnumNames.Of(x),
                        figures.Open.Count(y => EqualityComparer<T>.Default.Equals(key(y), x)),
                        link(x)
                    )),
            ];

        string Aged(WarningAge age)
        {
            var (from, to) = WarningAges.Raised(age, scope.AsOf.Day);
            var link = from is { } first ? Link.With(open, "from", first) : open;
            return to is { } last ? Link.With(link, "to", last) : link;
        }
    }
}
