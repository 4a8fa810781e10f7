using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Shouldly;
using Xunit;

namespace Wellbeing.Api.Tests.Attacks;

/// <summary>Nobody needs a token for the probes: a flood of them must not reach the database.</summary>
public sealed class ProbeFloodTests
{
    private const int Probes = 500;

    [Fact]
    public async Task when_500_probe_at_once_the_checks_run_no_more_often_than_once_a_second()
    {
        var runs = 0;
        await using var server = await Host.StartAsync(services =>
            services
                .AddHealthChecks()
                .AddAsyncCheck(
                    "counted",
                    () =>
                    {
                        Interlocked.Increment(ref runs);
                        return Task.FromResult(HealthCheckResult.Healthy());
                    }
                )
        );
        var started = TimeProvider.System.GetTimestamp();

        var replies = await Task.WhenAll(
            Enumerable.Range(0, Probes).Select(i => server.Anonymous.GetAsync(i % 5 == 0 ? "/livez" : "/readyz"))
        );

        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        replies.ShouldAllBe(x => (int)x.Status == 200);
        runs.ShouldBeInRange(1, (int)Math.Ceiling(seconds) + 1);
    }
}
