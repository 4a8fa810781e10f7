using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// The state of every check, at most a second old. However many probes come, the checks run once a second at the most:
/// probes that come during a run share its result, so that they cannot exhaust the database.
/// </summary>
internal sealed class Readiness(HealthCheckService checks, TimeProvider clock)
{
    /// <summary>For how long a run's result is answered, counted from its start.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromSeconds(1);

    // Each check has three seconds; one that goes on after it was cancelled is not waited for.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(4);

    private static readonly HealthReport Hanging = new(
        new Dictionary<string, HealthReportEntry>(StringComparer.Ordinal),
        HealthStatus.Unhealthy,
        Longest
    );

    private readonly Lock _one = new();
    private Task<HealthReport> _run = Task.FromResult(Hanging);
    private long? _started;

    public async Task<HealthReport> AskAsync(CancellationToken stop)
    {
        try
        {
            return await CurrentRun().WaitAsync(Longest, clock, stop);
        }
        catch (TimeoutException)
        {
            return Hanging;
        }
    }

    // A run belongs to no request: one that is broken off does not end it for the others.
    private Task<HealthReport> CurrentRun()
    {
        lock (_one)
        {
            if (_run.IsCompleted && !(_run.IsCompletedSuccessfully && IsFresh()))
                (_run, _started) = (
                    Task.Run(() => checks.CheckHealthAsync(CancellationToken.None)),
                    clock.GetTimestamp()
                );
            return _run;
        }
    }

    private bool IsFresh() => _started is { } started && clock.GetElapsedTime(started) < Remembered;
}
