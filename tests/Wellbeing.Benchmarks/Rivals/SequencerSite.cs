using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The product's sequencer, and nothing else of it that does anything by itself.</summary>
internal static class SequencerSite
{
    public static async Task<int> RunAsync()
    {
        await using var app = Server.Build(
            [],
            services =>
                services.Configure<HostOptions>(x =>
                    x.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
                )
        );
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        await app.StartAsync();
        foreach (var service in app.Services.GetServices<IHostedService>().Where(IsAnother))
            await service.StopAsync(CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }

    // What listens has to say that it is ready.
    private static bool IsAnother(IHostedService service) =>
        service is not Sequencer
        && service.GetType().Namespace!.Split('.')[0] is "Wellbeing" or "Wolverine" or "Marten" or "JasperFx";
}
