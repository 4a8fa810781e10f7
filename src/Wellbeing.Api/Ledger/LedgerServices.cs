using Wellbeing.Api.Background;
using Wellbeing.Api.Erasures;

namespace Wellbeing.Api.Ledger;

/// <summary>Puts the ledger into the host.</summary>
internal static class LedgerServices
{
    public static IServiceCollection AddLedger(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(s => new LogKey(
            LogKeyFiles.Of(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostEnvironment>())
        ));
        services.AddSingleton<LedgerAlarms>();
        services.AddSingleton<KnownEvents>();
        services.AddSingleton<Sequencer>();
        services.AddPolledDuty<Sequencer>();
        if (configuration[Witnessing.Setting] is { Length: > 0 } setting)
        {
            var (key, url) = Witnessing.Parse(setting);
            services.AddSingleton(_ => new WitnessClient(url, key));
            services.AddHostedService<Witnessing>();
            services.AddSingleton<ITombstoneSink, WitnessTombstones>();
        }
        services.AddHealthChecks().AddCheck<LedgerCheck>("ledger").AddCheck<RightsCheck>("rights");
        return services;
    }
}
