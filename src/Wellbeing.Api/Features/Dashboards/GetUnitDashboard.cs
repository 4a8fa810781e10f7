using Wellbeing.Api.Features.Exports;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The figures of a unit and the units below it.</summary>
internal static class GetUnitDashboard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapExported(
            "/dashboards/units/{code}",
            (HttpContext http, string code, DashboardReader dashboards) => dashboards.AnswerAsync(http, code),
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
}
