using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The product itself without its sequencer: events are stored as ever, and get no leaf.</summary>
internal static class UnledgeredSite
{
    public static async Task<int> RunAsync()
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
        await app.Services.GetServices<IHostedService>().OfType<Sequencer>().Single().StopAsync(CancellationToken.None);
        await app.WaitForShutdownAsync();
        return 0;
    }
}
