namespace Wellbeing.Api.Features.Histories;

/// <summary>Officers' histories and their replay.</summary>
internal static class HistoryRoutes
{
    public static void MapHistories(this IEndpointRouteBuilder api)
    {
        GetHistory.Map(api);
        ReplayHistory.Map(api);
    }
}
