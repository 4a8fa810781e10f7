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
        var events = await ImportAsync(installation);
        List<Side> sides =
        [
            new("projections rebuild", "events/s", () => RebuildAsync(installation)),
            new("COPY … TO a client", "events/s", () => Force.CopyOutAsync(installation, events)),
        ];
        await using var earlier = settings.Against is { } program
            ? await Installation.CreateAsync(settings.Cluster, program)
            : null;
        if (earlier is not null)
        {
            await ImportAsync(earlier);
            sides.Add(new Side("rebuild before", "events/s", () => RebuildAsync(earlier)));
        }
        var series = await Rounds.RunAsync(settings.Rounds, sides);
        report.Ratio("rebuild of all read models", series[0], series[1], 0.02, 0.4);
        if (series.Count > 2)
            report.Ratio("rebuild against before", series[0], series[2], 0.15, 0.5);

        async Task<long> ImportAsync(Installation into)
        {
            var token = await into.TokenAsync("integrator");
            await using var server = await into.StartAsync();
            return (await Force.ImportAsync(settings, server.Address, token)).Events;
        }

        async Task<double> RebuildAsync(Installation installation)
        {
            await installation.ExecuteAsync("CHECKPOINT");
            // It says how long it took without the start of the program: "rebuilt from N events in S s".
            var words = (await installation.RunAsync("projections", "rebuild")).Trim().Split(' ');
            return events / double.Parse(words[^2], CultureInfo.InvariantCulture);
        }
    }
}
