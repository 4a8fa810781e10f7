using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.CareBoard;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Boards;

/// <summary>An officer under care.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="StageSince">Since when.</param>
/// <param name="DaysInStage">Days since then.</param>
/// <param name="Since">When the care began.</param>
/// <param name="Days">Days since then.</param>
/// <param name="Level">The highest level of the open warnings, where there are any.</param>
/// <param name="OpenWarnings">How many warnings are open.</param>
/// <param name="OpenInterventions">How many interventions are open.</param>
internal sealed record CaredItem(
    Guid OfficerId,
    string UnitCode,
    CareStage Stage,
    DateTimeOffset StageSince,
    int DaysInStage,
    DateTimeOffset Since,
    int Days,
    WarningLevel? Level,
    int OpenWarnings,
    int OpenInterventions
);

/// <summary>The officers under care, all or those at a stage or a level.</summary>
internal static class ListCared
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/care-board/officers", HandleAsync)
            .AllowRoles(GetCareBoard.Readers)
            .Describe(
                new(Does.List, "listCared", "Lists the officers under care")
                {
                    Answer = typeof(CaredItem),
                    Unknown = ["not-found"],
                    Query =
                    [
                        .. Scope.Parameters,
                        new("stage", typeof(CareStage), "How far the care has come."),
                        new("level", typeof(WarningLevel), "The highest level of the open warnings."),
                        new("warned", typeof(bool), "Whether a warning is open."),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(HttpContext http, Scopes scopes, CareReader care)
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var (stage, level) = (query.Choice<CareStage>("stage"), query.Choice<WarningLevel>("level"));
        var warned = query.Boolean("warned");
        var page = Page.Of<Guid>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var cared = await care.ReadAsync(scope, http.RequestAborted);
        var listed = cared.Where(x =>
            (stage is null || x.Episode.Stage == stage)
            && (level is null || x.Episode.Level == level)
            && (warned is null || x.Episode.Level is not null == warned)
            && (page.After is null || x.OfficerId.CompareTo(page.After.Value) > 0)
        );
        return Paging.Answer(http, listed.Select(Item), page, x => x.OfficerId);

        CaredItem Item(Cared x) =>
            new(
                x.OfficerId,
                x.UnitCode,
                x.Episode.Stage,
                x.Episode.StageSince,
                care.Days(x.Episode.StageSince, scope.AsOf.Day),
                x.Episode.Since,
                care.Days(x.Episode.Since, scope.AsOf.Day),
                x.Episode.Level,
                x.Episode.OpenWarnings,
                x.Episode.OpenInterventions
            );
    }
}
