using Npgsql;
using Wolverine.Runtime;

namespace Wellbeing.Api.Background;

/// <summary>
/// Starts Wolverine as soon as the database answers: with the server where it is there, else when it comes. Until then the
/// server answers, and <c>/readyz</c> says what is missing.
/// </summary>
internal sealed class WolverineStart(IWolverineRuntime runtime, NpgsqlDataSource database, TimeProvider clock)
    : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly IHostedService _runtime = (IHostedService)runtime;
    private bool _started;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryAsync(cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_started)
            await _runtime.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        do await Task.Delay(Between, clock, stoppingToken);
        while (!await TryAsync(stoppingToken));
    }

    private async Task<bool> TryAsync(CancellationToken stop)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(stop);
        }
        catch (NpgsqlException)
        {
            // It is away; the next second asks again.
            return false;
        }
        await _runtime.StartAsync(stop);
        return _started = true;
    }
}
