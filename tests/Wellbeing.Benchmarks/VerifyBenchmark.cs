using System.Text.Json;
using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>
/// A real force verified: the ledger phase, which hashes every event anew, against a mere COPY of those events to a client,
/// and what the read models take.
/// </summary>
internal static class VerifyBenchmark
{
    private const string Sequenced = "SELECT size FROM ledger.head";

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        long events;
        await using (var server = await installation.StartAsync())
        {
            (events, _) = await Force.ImportAsync(settings, server.Address, token);
            await Waiting.ForAsync(async () => (await installation.QueryAsync<long>(Sequenced))[0] >= events);
        }
        var readModels = new List<double>();
        var series = await Rounds.RunAsync(
            settings.Rounds,
            new Side("ledger phase of verify", "events/s", VerifyAsync),
            new Side("COPY … TO a client", "events/s", () => Force.CopyOutAsync(installation, events))
        );
        report.AtLeast("ledger phase of verify, events/s", series[0].Median, 50_000);
        report.Ratio("the same against the COPY of the events", series[0], series[1], null, null);
        readModels.Sort();
        report.Note($"read-model phase: median {readModels[readModels.Count / 2]:0.0} s for {events} events");

        async Task<double> VerifyAsync()
        {
            var lines = (await installation.VerifyAsync()).Trim().Split('\n');
            var verified = JsonElement.Parse(lines[^1]).GetProperty("verified");
            readModels.Add(verified.GetProperty("readModelSeconds").GetDouble());
            // The policies that the server adopts are events as well.
            var leaves = verified.GetProperty("leaves").GetInt64();
            return verified.GetProperty("findings").GetInt64() == 0 && leaves >= events
                ? leaves / verified.GetProperty("ledgerSeconds").GetDouble()
                : throw new InvalidOperationException("The record does not verify.");
        }
    }
}
