using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The bureau's figures of a quarter. Who serves a unit sees them where that unit is the bureau.</summary>
internal static class GetBureauDashboard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/dashboards/bureau",
            (HttpContext http, DashboardReader dashboards) => dashboards.AnswerAsync(http, null),
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
}
