namespace Wellbeing.Api.Background;

/// <summary>Puts what all background duties share into the host.</summary>
internal static class BackgroundServices
{
    public static IServiceCollection AddBackgroundDuties(this IServiceCollection services)
    {
        services.AddSingleton<Duties>();
        services.AddHostedService<AppendNotifier>();
        services.AddHostedService<StalledSessions>();
        services.AddHealthChecks().AddCheck<DutiesCheck>("duties");
        return services;
    }
}
