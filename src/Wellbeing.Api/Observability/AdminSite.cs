using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Observability;

/// <summary>
/// A site for operators on a port of its own: metrics and the probes, nothing else. It shares no pipeline with the public
/// one, so that no route and no mistake there can lead here.
/// </summary>
internal sealed class AdminSite(AdminAddress address, MetricsPage metrics, Readiness health, ILoggerFactory loggers)
    : IHostedService,
        IAsyncDisposable
{
    private WebApplication? _site;

    /// <summary>Where it listens, once it does.</summary>
    public Uri Address =>
        new(_site!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(address.Address, address.Port);
            });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(health);
        _site = builder.Build();
        _site.MapGet("/metrics", (RequestDelegate)metrics.AnswerAsync);
        _site.MapProbes();
        await _site.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _site?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _site?.DisposeAsync() ?? ValueTask.CompletedTask;
}
