using Npgsql;
using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The bureau's figures of a quarter. Who serves a unit sees them where that unit is the bureau.</summary>
internal static class GetBureauDashboard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/dashboards/bureau",
            HandleAsync,
            [Role.Auditor, Role.Commander, Role.PoliticalOfficer],
            new Operation(
                Does.ReadOne,
                "getBureauDashboard",
                "Shows the bureau's figures of a quarter and of the year so far"
            )
            {
                Answer = typeof(DashboardAnswer),
                Query = DashboardSpan.Parameters,
            }
        );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        DashboardReader dashboards,
        Reaching reaching,
        NpgsqlDataSource database
    )
    {
        var reach = await reaching.OfAsync(Reaching.As(http), http.RequestAborted);
        return reach.UnitCodes is { } codes && await AnyOutsideAsync(database, codes, http.RequestAborted)
            ? Problems.Of(http, StatusCodes.Status404NotFound, "not-found")
            : await dashboards.AnswerAsync(http, null, reach);
    }

    private static async Task<bool> AnyOutsideAsync(
        NpgsqlDataSource database,
        IReadOnlyList<string> codes,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(
            "SELECT cardinality($1) = 0 OR EXISTS (SELECT FROM readmodels.units WHERE unit_code <> ALL ($1))"
        );
        command.Parameters.Add(Lookups.Value(codes.ToArray()));
        return (bool)(await command.ExecuteScalarAsync(stop))!;
    }
}
