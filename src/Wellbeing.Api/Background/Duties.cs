using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wellbeing.Api.Observability;

namespace Wellbeing.Api.Background;

/// <summary>Which background duties of this node failed when they last ran, by name.</summary>
internal sealed class Duties
{
    private readonly ConcurrentDictionary<string, string> _failing = new(StringComparer.Ordinal);

    /// <summary>The duties that failed last time, each with the kind of its failure: a message may hold what somebody wrote.</summary>
    public IReadOnlyDictionary<string, string> Failing => _failing;

    /// <summary>
    /// Notes that a duty failed: <c>/readyz</c> names it until it succeeds, and a metric counts it. Its own loop or message
    /// tries it again.
    /// </summary>
    public void Failed(string duty, Exception failure) => Failed(duty, failure.GetType().Name);

    /// <inheritdoc cref="Failed(string, Exception)" />
    /// <param name="duty">Its name.</param>
    /// <param name="kind">What kind of failure it was.</param>
    public void Failed(string duty, string kind)
    {
        _failing[duty] = kind;
        Counters.DutyFailed(duty);
    }

    /// <summary>A duty ran to its end.</summary>
    public void Done(string duty) => _failing.TryRemove(duty, out _);
}

/// <summary>Names the duties that fail on this node. The node serves on: each is tried again by itself.</summary>
internal sealed class DutiesCheck(Duties duties) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        var failing = duties.Failing;
        return Task.FromResult(
            failing.Count == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    "A background duty fails and is tried again.",
                    data: new Dictionary<string, object>(StringComparer.Ordinal) { ["failing"] = failing }
                )
        );
    }
}
