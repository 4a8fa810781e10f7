using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>From the start of the process to its being ready, with the schema in place.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var series = await Rounds.RunAsync(settings.Rounds, new Side("start to /readyz", "s", StartAsync));
        report.AtMost("start to ready", series[0], 3, 1);

        async Task<double> StartAsync()
        {
            await using var server = await installation.StartAsync();
            return server.ReadyAfter.TotalSeconds;
        }
    }
}
