using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>From the start of the process to its being ready, with the schema in place.</summary>
internal static class StartBenchmark
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        await using var earlier = settings.Against is { } program
            ? await Installation.CreateAsync(settings.Cluster, program)
            : null;
        List<Side> sides = [new("start to /readyz", "s", () => StartAsync(installation))];
        if (earlier is not null)
            sides.Add(new Side("start before", "s", () => StartAsync(earlier)));
        var series = await Rounds.RunAsync(settings.Rounds, sides);
        report.AtMost("start to ready", series[0], 3, 1);
        if (series.Count > 1)
            report.Ratio("start before against now", series[1], series[0], 1 / 0.6, 2);

        static async Task<double> StartAsync(Installation installation)
        {
            await using var server = await installation.StartAsync();
            return server.ReadyAfter.TotalSeconds;
        }
    }
}
