using System.Globalization;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>All read models made anew from a real force's events, against a mere COPY of those events to a client.</summary>
internal static class RebuildBenchmark
{
    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        long events;
        await using (var server = await installation.StartAsync())
            (events, _) = await Force.ImportAsync(settings, server.Address, token);
        var series = await Rounds.RunAsync(
            settings.Rounds,
            new Side("projections rebuild", "events/s", RebuildAsync),
            new Side("COPY … TO a client", "events/s", () => Force.CopyOutAsync(installation, events))
        );
        report.Ratio("rebuild of all read models", series[0], series[1], 0.02, 0.4);

        async Task<double> RebuildAsync()
        {
            await installation.ExecuteAsync("CHECKPOINT");
            // It says how long it took without the start of the program: "rebuilt from N events in S s".
            var words = (await installation.RunAsync("projections", "rebuild")).Trim().Split(' ');
            return events / double.Parse(words[^2], CultureInfo.InvariantCulture);
        }
    }
}
