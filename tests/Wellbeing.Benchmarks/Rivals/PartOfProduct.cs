using Wellbeing.Api.EventStore;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Rules;

namespace Wellbeing.Benchmarks.Rivals;

/// <summary>The product without some of what it does by itself.</summary>
internal static class PartOfProduct
{
    /// <summary>Stops the sequencer of <see cref="SwitchedAsync" />.</summary>
    public const string Stop = "/sequencer/stop";

    /// <summary>Starts it again.</summary>
    public const string Start = "/sequencer/start";

    private static readonly TimeSpan BetweenWakes = TimeSpan.FromMilliseconds(50);

    /// <summary>Without its sequencer: events are stored as ever, and get no leaf.</summary>
    public static Task<int> UnledgeredAsync() => RunAsync(without: static x => x is Sequencer);

    /// <summary>
    /// With a sequencer that can be stopped and started, all else being the same. Without its rules: what they have yet to
    /// judge of one turn they judge in the next.
    /// </summary>
    public static Task<int> SwitchedAsync() => RunAsync(without: static x => x is RuleHeartbeat);

    /// <summary>Its sequencer alone, woken as commits would wake it; what listens stays, and says that it is ready.</summary>
    public static Task<int> SequencerAsync() =>
        RunAsync(without: static x => OfProduct(x) && x is not Sequencer, WakeAsync);

    /// <summary>Not even that: what a process takes for itself.</summary>
    public static Task<int> BystanderAsync() => RunAsync(without: OfProduct, WakeAsync);

    private static bool OfProduct(IHostedService service) =>
        service.GetType().Namespace!.Split('.')[0] is "Wellbeing" or "Wolverine" or "Marten" or "JasperFx";

    private static async Task WakeAsync(WebApplication app)
    {
        var commits = app.Services.GetRequiredService<CommitSignal>();
        using var timer = new PeriodicTimer(BetweenWakes);
        while (!app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            await timer.WaitForNextTickAsync();
            commits.Wake();
        }
    }

    private static async Task<int> RunAsync(
        Func<IHostedService, bool> without,
        Func<WebApplication, Task>? alsoAsync = null
    )
    {
        await using var app = Api.Program.Build(
            [],
            // A service that ends by itself would otherwise end the host.
            services =>
                services.Configure<HostOptions>(x =>
                    x.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore
                )
        );
        var sequencer = app.Services.GetRequiredService<Sequencer>();
        app.MapPost(Stop, () => sequencer.StopAsync(CancellationToken.None)).AllowAnonymous();
        app.MapPost(Start, () => sequencer.StartAsync(CancellationToken.None)).AllowAnonymous();
        app.MapGet("/ready", () => "ready").AllowAnonymous();
        await app.StartAsync();
        foreach (var service in app.Services.GetServices<IHostedService>().Where(without))
            await service.StopAsync(CancellationToken.None);
        await Task.WhenAll(app.WaitForShutdownAsync(), alsoAsync?.Invoke(app) ?? Task.CompletedTask);
        return 0;
    }
}
