namespace Wellbeing.Api.Background;

/// <summary>Puts what all background duties share into the host.</summary>
internal static class BackgroundServices
{
    public static IServiceCollection AddBackgroundDuties(this IServiceCollection services)
    {
        services.AddSingleton<Duties>();
        services.AddHostedService<Pulse>();
        services.AddHostedService<AppendNotifier>();
        services.AddHostedService<StalledSessions>();
        services.AddHealthChecks().AddCheck<DutiesCheck>("duties");
        return services;
    }

    /// <summary>Has a duty that runs in the background asked once a second.</summary>
    public static IServiceCollection AddPolledDuty<TDuty>(this IServiceCollection services)
        where TDuty : class, IPolledDuty, IHostedService =>
        services
            .AddHostedService(s => s.GetRequiredService<TDuty>())
            .AddSingleton<IPolledDuty>(s => s.GetRequiredService<TDuty>());
}
