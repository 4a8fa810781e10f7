using System.Text.Json.Serialization;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.CareBoard;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Boards;

/// <summary>What a board counts under one key, and the list of exactly that.</summary>
internal sealed record BoardLine(string Key, long Value, string Query);

/// <summary>The officers at one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Value">How many.</param>
/// <param name="Query">The list of exactly these.</param>
/// <param name="MedianDays">Days in the stage, of the officer in the middle (of two the lower); null for nobody.</param>
/// <param name="LongestDays">Days in the stage, of the officer longest in it.</param>
/// <param name="ByLevel">The same by the highest open warning's level; <c>none</c> where only interventions are open.</param>
internal sealed record StageLine(
    CareStage Stage,
    long Value,
    string Query,
    int? MedianDays,
    int? LongestDays,
    IReadOnlyList<BoardLine> ByLevel
);

/// <summary>The officers under care, by how far that has come and how serious it is.</summary>
internal sealed record CareBoardAnswer(
    DateOnly AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Unit,
    Figure UnderCare,
    IReadOnlyList<StageLine> ByStage,
    IReadOnlyList<BoardLine> ByLevel
);

/// <summary>The care board (关爱对象库).</summary>
internal static class GetCareBoard
{
    public static readonly Role[] Readers = [Role.Auditor, Role.Commander, Role.PoliticalOfficer, Role.Counsellor];

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/care-board",
            HandleAsync,
            Readers,
            new Operation(Does.ReadOne, "getCareBoard", "Counts the officers under care by stage and level")
            {
                Answer = typeof(CareBoardAnswer),
                Query = Scope.Parameters,
            }
        );

    private static async Task<IResult> HandleAsync(HttpContext http, Scopes scopes, CareReader care)
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var cared = await care.ReadAsync(scope, http.RequestAborted);
        var link = Link.To("care-board/officers", ("asOf", scope.AsOf.Text), ("unit", scope.Unit));
        return Export.Answer(
            asked,
            new CareBoardAnswer(
                scope.AsOf.Day,
                scope.Unit,
                new Figure(cared.Count, link),
                [.. Enum.GetValues<CareStage>().Select(Stage)],
                ByLevel(cared, link)
            ),
            TableOf
        );

        StageLine Stage(CareStage stage)
        {
            var officers = cared.FindAll(x => x.Episode.Stage == stage);
            var days = officers.ConvertAll(x => care.Days(x.Episode.StageSince, scope.AsOf.Day));
            days.Sort();
            var there = Link.With(link, "stage", EnumNames.Of(stage));
            return new StageLine(
                stage,
                officers.Count,
                there,
                days.Count == 0 ? null : days[(days.Count - 1) / 2],
                days.Count == 0 ? null : days[^1],
                ByLevel(officers, there)
            );
        }
    }

    // A line without a stage or without a level counts all of them.
    private static Table TableOf(CareBoardAnswer it)
    {
        return Table.Of(
            "care-board",
            [it.Unit, it.AsOf],
            ["asOf", "unit", "stage", "level", "officers", "medianDays", "longestDays", "query"],
            [
                Line(null, null, it.UnderCare.Value, it.UnderCare.Query),
                .. it.ByLevel.Select(x => Line(null, x.Key, x.Value, x.Query)),
                .. it.ByStage.SelectMany(x =>
                    x.ByLevel.Select(y => Line(x.Stage, y.Key, y.Value, y.Query))
                        .Prepend(Line(x.Stage, null, x.Value, x.Query, x.MedianDays, x.LongestDays))
                ),
            ]
        );

        object?[] Line(
            CareStage? stage,
            string? level,
            decimal officers,
            string query,
            int? median = null,
            int? longest = null
        ) =>
            [
                it.AsOf,
                it.Unit,
                ExportText.Of(stage),
                level is null ? null
                : level == "none" ? new ExportText("export.none")
                : ExportText.Choice<WarningLevel>(level),
                officers,
                median,
                longest,
                query,
            ];
    }

    private static List<BoardLine> ByLevel(List<Cared> cared, string link) =>
        [
            .. Enum.GetValues<WarningLevel>()
                .Select(level => new BoardLine(
                    EnumNames.Of(level),
                    cared.Count(x => x.Episode.Level == level),
                    Link.With(link, "level", EnumNames.Of(level))
                )),
            new("none", cared.Count(x => x.Episode.Level is null), Link.With(link, "warned", "false")),
        ];
}
