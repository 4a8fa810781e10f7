using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The product without some of what it does by itself.</summary>
internal static class PartOfProduct
{
    /// <summary>Without its sequencer: events are stored as ever, and get no leaf.</summary>
    public static Task<int> UnledgeredAsync() => RunAsync(without: static x => x is Sequencer);

    /// <summary>Its sequencer alone; what listens stays, and says that it is ready.</summary>
    public static Task<int> SequencerAsync() =>
        RunAsync(without: static x =>
            x is not Sequencer
            && x.GetType().Namespace!.Split('.')[0] is "Wellbeing" or "Wolverine" or "Marten" or "JasperFx"
        );

    private static async Task<int> RunAsync(Func<IHostedService, bool> without)
    {
        await using var app = Server.Build(
            [],
            // A service that ends by itself would else end the host.
            services =>
                services.Configure<HostOptions>(x =>
                    x.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
                )
        );
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        await app.StartAsync();
        foreach (var service in app.Services.GetServices<IHostedService>().Where(without))
            await service.StopAsync(CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
