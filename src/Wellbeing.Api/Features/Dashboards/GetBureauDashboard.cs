using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The bureau's figures of a quarter. Who serves a unit sees them where that unit is the bureau.</summary>
internal static class GetBureauDashboard
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet(
                "/dashboards/bureau",
                (HttpContext http, DashboardReader dashboards) => dashboards.AnswerAsync(http, null)
            )
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(
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
