using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>The command line. Status 0: every floor is held; 1: one is missed, or a run failed; 2: wrong command line.</summary>
internal static class Command
{
    private static readonly Dictionary<string, Func<Settings, Report, Task>> Benchmarks = new(StringComparer.Ordinal)
    {
        ["start"] = StartBenchmark.RunAsync,
        ["import"] = ImportBenchmark.RunAsync,
        ["rebuild"] = RebuildBenchmark.RunAsync,
        ["reads"] = ReadsBenchmark.RunAsync,
        ["post"] = PostBenchmark.RunAsync,
        ["seal"] = SealBenchmark.RunAsync,
        ["ledger"] = LedgerBenchmark.RunAsync,
        ["verify"] = VerifyBenchmark.RunAsync,
        ["freshness"] = FreshnessBenchmark.RunAsync,
        ["crowd"] = CrowdBenchmark.RunAsync,
    };

    private static string Usage =>
        $"usage: benchmark NAME… [--rounds N] [--seconds S] [--data DIR] [--against DIR]; names: {string.Join(", ", Benchmarks.Keys)}; "
        + $"{Cluster.Variable} holds a superuser's connection string";

    public static async Task<int> RunAsync(string[] args)
    {
        if (Settings.Parse(args, Benchmarks.Keys) is not { } settings || Cluster.FromEnvironment() is not { } cluster)
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => ServerProcess.KillAll());
        var report = new Report();
        foreach (var name in settings.Names)
        {
            report.Begin(name, settings);
            try
            {
                await Benchmarks[name](settings with { Cluster = cluster }, report);
            }
            catch (Exception failure)
                when (failure is DbException or IOException or HttpRequestException or InvalidOperationException)
            {
                report.Failed(failure.Message);
            }
        }
        return report.End();
    }
}
