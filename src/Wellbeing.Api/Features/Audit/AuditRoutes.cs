namespace Wellbeing.Api.Features.Audit;

/// <summary>The audit trail.</summary>
internal static class AuditRoutes
{
    public static void AddAudit(this IServiceCollection services) => services.AddSingleton<HighWater>();

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        GetTrail.Map(api);
        FindEvents.Map(api);
    }
}
