using Npgsql;
using Wellbeing.Api.Hosting;
using Wolverine.Runtime;

namespace Wellbeing.Api.Background;

/// <summary>
/// Starts Wolverine as soon as the database takes writes and has its tables: with the server, or when that comes. Until then the
/// server answers, and <c>/readyz</c> says what is missing. A start that fails all the same ends the process, since Wolverine
/// does not start a second time.
/// </summary>
internal sealed class WolverineStart(IWolverineRuntime runtime, NpgsqlDataSource database, TimeProvider clock)
    : BackgroundService
{
    private const string MayStart = $"""
        SELECT NOT pg_is_in_recovery() AND current_setting('transaction_read_only') = 'off'
            AND to_regclass('{WolverineConfiguration.Schema}.wolverine_nodes') IS NOT NULL
        """;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private readonly IHostedService _runtime = (IHostedService)runtime;
    private volatile bool _tried;
    private volatile bool _started;

    /// <summary>Whereto messages are published; null until Wolverine has started.</summary>
    public MessageBus? Bus => _started ? new MessageBus(runtime) : null;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await TryAsync(cancellationToken))
            await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_tried)
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
            await using var command = database.CreateCommand(MayStart);
            if (await command.ExecuteScalarAsync(stop) is not true)
                return false;
        }
        catch (NpgsqlException)
        {
            // It is away; the next second asks again.
            return false;
        }
        _tried = true;
        await _runtime.StartAsync(stop);
        return _started = true;
    }
}
