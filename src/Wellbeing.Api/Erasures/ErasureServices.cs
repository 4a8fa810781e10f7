using Wellbeing.Api.Background;
using Wellbeing.Api.Ledger;

namespace Wellbeing.Api.Erasures;

/// <summary>Signs a note (C2SP signed note) with the log's key.</summary>
/// <param name="text">The note, ending in a newline.</param>
/// <returns>The note with its signature.</returns>
internal delegate string CertificateSigner(string text);

/// <summary>Puts erasures into the host.</summary>
internal static class ErasureServices
{
    public static IServiceCollection AddErasures(this IServiceCollection services)
    {
        services.AddSingleton(s =>
            ErasureSettings.Of(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostEnvironment>())
        );
        services.AddSingleton(s => new TombstoneFile(s.GetRequiredService<ErasureSettings>().TombstoneFile));
        services.AddSingleton<ITombstoneSink>(s => s.GetRequiredService<TombstoneFile>());
        services.AddSingleton<CertificateSigner>(s => s.GetRequiredService<LogKey>().Sign);
        services.AddSingleton<Erasing>();
        services.AddSingleton<IOfficerErasure>(s => s.GetRequiredService<Erasing>());
        services.AddPolledDuty<Erasing>();
        services.AddSingleton<ErasedElsewhere>();
        services.AddPolledDuty<ErasedElsewhere>();
        services.AddHealthChecks().AddCheck<ErasuresCheck>("erasures");
        return services;
    }
}
