using System.Diagnostics;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>
/// The import of a real force into an empty database, against the server's own COPY of the very same rows from a file into
/// a table with the same columns and indexes.
/// </summary>
internal static class ImportBenchmark
{
    private const double Megabytes = 700;

    public static async Task RunAsync(Settings settings, Report report)
    {
        var peaks = new Series("server, most resident", "MB");
        Installation? kept = null;
        try
        {
            List<Side> sides =
            [
                new("import", "events/s", () => ImportAsync(null)),
                new("COPY … FROM a file", "events/s", () => CopyAsync(kept!)),
            ];
            if (settings.Against is { } before)
                sides.Add(new Side("import before", "events/s", () => ImportAsync(before)));
            var series = await Rounds.RunAsync(settings.Rounds, sides);
            report.Ratio("import", series[0], series[1], 0.08, 0.6);
            if (series.Count > 2)
                report.Ratio("import against before", series[0], series[2], 0.65, 1.0);
            report.AtMost("memory during an import", peaks, Megabytes);
        }
        finally
        {
            if (kept is not null)
                await kept.DisposeAsync();
        }

        async Task<double> ImportAsync(string? program)
        {
            var installation = await Installation.CreateAsync(settings.Cluster, program);
            try
            {
                var token = await installation.TokenAsync("integrator");
                await using var server = await installation.StartAsync();
                await installation.ExecuteAsync("CHECKPOINT");
                var (events, took) = await Force.ImportAsync(settings, server.Address, token);
                if (program is null)
                    peaks.Add(server.PeakMegabytes);
                return events / took.TotalSeconds;
            }
            finally
            {
                // The first one's rows are those to copy.
                if (kept is null)
                    await (kept = installation).ExecuteAsync(Export);
                else
                    await installation.DisposeAsync();
            }
        }
    }

    // Below the server's own data: the one folder that it can surely write, and that goes with it.
    private const string Export = """
        DO $$ BEGIN EXECUTE format(
            'COPY events.mt_events TO %L (FORMAT BINARY)', current_setting('data_directory') || '/benchmark.copy');
        END $$
        """;

    private static async Task<double> CopyAsync(Installation installation)
    {
        await installation.ExecuteAsync("CREATE TABLE copied (LIKE events.mt_events INCLUDING ALL)", "CHECKPOINT");
        var started = Stopwatch.GetTimestamp();
        await installation.ExecuteAsync(Export.Replace("events.mt_events TO", "copied FROM", StringComparison.Ordinal));
        var took = Stopwatch.GetElapsedTime(started);
        var count = (await installation.QueryAsync<long>("SELECT count(*) FROM copied"))[0];
        await installation.ExecuteAsync("DROP TABLE copied");
        return count / took.TotalSeconds;
    }
}
