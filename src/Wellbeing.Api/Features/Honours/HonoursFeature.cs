using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Dashboards;

namespace Wellbeing.Api.Features.Honours;

/// <summary>The honours roll, the lists behind its figures, and the dashboards that show them.</summary>
internal static class HonoursFeature
{
    public static void AddHonours(this IServiceCollection services)
    {
        services.AddSingleton<HonoursReader>();
        services.AddBoards();
        services.AddSingleton<HonoursFigures>();
        services.AddSingleton<CareFigures>();
        services.AddSingleton<LifeFigures>();
        services.AddSingleton<DashboardReader>();
        services.AddSingleton<DashboardWatches>();
        services.AddSingleton<StreamDashboard>();
    }

    public static void MapHonours(this IEndpointRouteBuilder api)
    {
        GetHonours.Map(api);
        ListRecipients.Map(api);
        ListHeadcount.Map(api);
        ListCommendations.Map(api);
        GetBureauDashboard.Map(api);
        GetUnitDashboard.Map(api);
        StreamDashboard.Map(api);
    }
}
