using Npgsql;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The figures of a unit and the units below it.</summary>
internal static class GetUnitDashboard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/dashboards/units/{code}",
            HandleAsync,
            [Role.Auditor, Role.Commander, Role.PoliticalOfficer],
            new Operation(
                Does.ReadOne,
                "getUnitDashboard",
                "Shows the figures of a unit and those below it, of a quarter and of the year so far"
            )
            {
                Answer = typeof(DashboardAnswer),
                Query = DashboardSpan.Parameters,
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        string code,
        DashboardReader dashboards,
        Reaching reaching,
        NpgsqlDataSource database
    )
    {
        var reach = await reaching.OfAsync(Reaching.As(http), http.RequestAborted);
        return !reach.Covers(code, null) || await Lookups.UnitIdAsync(database, code, http.RequestAborted) is null
            ? Problems.Of(http, StatusCodes.Status404NotFound, "not-found")
            : await dashboards.AnswerAsync(http, code, reach);
    }
}
