namespace Wellbeing.Api.Features.Boards;

/// <summary>The boards: care, warnings, talk coverage, support; with the lists behind their figures.</summary>
internal static class BoardsFeature
{
    public static void AddBoards(this IServiceCollection services)
    {
        services.AddSingleton<Scopes>();
        services.AddSingleton<CareReader>();
        services.AddSingleton<WarningReader>();
        services.AddSingleton<CoverageReader>();
        services.AddSingleton<SupportReader>();
        services.AddSingleton<UnitsThen>();
    }

    public static void MapBoards(this IEndpointRouteBuilder api)
    {
        GetCareBoard.Map(api);
        ListCared.Map(api);
        GetWarningBoard.Map(api);
        ListDeadlines.Map(api);
        GetTalkCoverage.Map(api);
        ListTalksDue.Map(api);
        GetSupportBoard.Map(api);
        ListTransfers.Map(api);
        ListTalents.Map(api);
    }
}
