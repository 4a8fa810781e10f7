using System.Text.Json.Serialization;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Boards;

/// <summary>
/// What the bureau does for its officers beside talks and warnings: rotation and support cases since a day, the talents that
/// are listed, and the facilities of the frontline units. Shares list what is in their numerator.
/// </summary>
internal sealed record SupportBoardAnswer(
    DateOnly AsOf,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] DateOnly? Since,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Unit,
    Figure Rotations,
    IReadOnlyList<BoardLine> TransfersByReason,
    Figure Cases,
    IReadOnlyList<BoardLine> CasesByKind,
    Figure Talents,
    Figure TalentCategories,
    IReadOnlyList<BoardLine> TalentsByCategory,
    Figure FrontlineUnits,
    Figure WithRelaxationRoom,
    Figure WithTrainingCorner,
    Figure RoomCoverage
);

/// <summary>The support board.</summary>
internal static class GetSupportBoard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/support-board",
            HandleAsync,
            GetTalkCoverage.Readers,
            new Operation(
                Does.ReadOne,
                "getSupportBoard",
                "Counts rotation, support cases, talents and the frontline units' facilities"
            )
            {
                Answer = typeof(SupportBoardAnswer),
                Query =
                [
                    .. Scope.Parameters,
                    new("since", typeof(DateOnly), "The first day that counts; without it there is no beginning."),
                ],
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Scopes scopes,
        SupportReader reader,
        UnitsThen unitsThen
    )
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var period = new Period(query.Date("since"), null);
        var asked = Asked.Of(query);
        if (query.Refusal() is { } refused)
            return refused;
        var transfers = (await reader.TransfersAsync([period], scope, http.RequestAborted))[0];
        var cases = (await reader.CasesAsync([period], scope, http.RequestAborted))[0];
        var talents = await reader.TalentsAsync(scope, http.RequestAborted);
        var units = await unitsThen.ReadAsync(scope, UnitKind.Frontline, http.RequestAborted);
        return Export.Answer(
            asked,
            AnswerOf(scope, period, transfers, cases, talents, units.FindAll(x => !x.Closed)),
            TableOf
        );
    }

    private static Table TableOf(SupportBoardAnswer it) =>
        new FigureTable(
            "support-board",
            [it.Unit, it.Since, it.AsOf],
            [("asOf", it.AsOf), ("since", it.Since), ("unit", it.Unit)]
        )
            .With("rotations", it.Rotations)
            .With("transfers", "reason", it.TransfersByReason, ExportText.Choice<TransferReason>)
            .With("cases", it.Cases)
            .With("cases", "kind", it.CasesByKind, ExportText.Choice<InterventionKind>)
            .With("talents", it.Talents)
            .With("talent-categories", it.TalentCategories)
            .With("talents", "category", it.TalentsByCategory, ExportText.Choice<TalentCategory>)
            .With("frontline-units", it.FrontlineUnits)
            .With("relaxation-rooms", it.WithRelaxationRoom)
            .With("training-corners", it.WithTrainingCorner)
            .With("room-coverage", it.RoomCoverage)
            .Table;

    private static SupportBoardAnswer AnswerOf(
        Scope scope,
        Period period,
        IReadOnlyDictionary<string, long> transfers,
        IReadOnlyDictionary<string, long> cases,
        IReadOnlyDictionary<string, long> talents,
        List<Unit> frontline
    )
    {
        var links = new SupportLinks(scope, period);
        return new SupportBoardAnswer(
            scope.AsOf.Day,
            period.From,
            scope.Unit,
            new Figure(
                transfers.GetValueOrDefault(EnumNames.Of(TransferReason.Rotation)),
                Link.With(links.Transfers, "reason", EnumNames.Of(TransferReason.Rotation))
            ),
            Lines<TransferReason>(transfers, links.Transfers, "reason"),
            new Figure(cases.Values.Sum(), links.Cases),
            Lines<InterventionKind>(cases, links.Cases, "kind"),
            new Figure(talents.Values.Sum(), links.Talents),
            new Figure(talents.Count, links.TalentCategories),
            Lines<TalentCategory>(talents, links.Talents, "category"),
            new Figure(frontline.Count, links.Frontline),
            With(FacilityKind.RelaxationRoom),
            With(FacilityKind.TrainingCorner),
            new Figure(
                Share.Of(frontline.Count(UnitsThen.Equipped), frontline.Count),
                Link.With(links.Frontline, "equipped", "true")
            )
        );

        Figure With(FacilityKind facility) =>
            new(
                frontline.Count(x => x.Facilities.Contains(facility)),
                Link.With(links.Frontline, "facility", EnumNames.Of(facility))
            );
    }

    private static List<BoardLine> Lines<T>(IReadOnlyDictionary<string, long> counts, string link, string parameter)
        where T : struct, Enum =>
        [
            .. EnumNames
                .All<T>()
                .Order(StringComparer.Ordinal)
                .Where(counts.ContainsKey)
                .Select(x => new BoardLine(x, counts[x], Link.With(link, parameter, x))),
        ];
}
