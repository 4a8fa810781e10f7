namespace Wellbeing.Api.Ledger;

/// <summary>Puts the ledger into the host.</summary>
internal static class LedgerServices
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        services.AddSingleton(s => new LogKey(
            LogKeyFiles.Of(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostEnvironment>())
        ));
        services.AddSingleton<LedgerAlarms>();
        services.AddSingleton<Sequencer>();
        services.AddHostedService(s => s.GetRequiredService<Sequencer>());
        services
            .AddHealthChecks()
            .AddCheck<LedgerCheck>("ledger", timeout: Patience)
            .AddCheck<RightsCheck>("rights", timeout: Patience);
        return services;
    }
}
