using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>Reads of a real force's record, against the same bytes by the driver alone, under the same check of the token.</summary>
internal static class ReadsBenchmark
{
    private const int Connections = 32;
    private const int Entries = 200;

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var server = await installation.StartAsync();
        await Force.ImportAsync(settings, server.Address, token);
        await installation.ExecuteAsync("VACUUM ANALYZE", "CHECKPOINT");
        await using var rival = await installation.StartRivalAsync("raw", installation.Application);
        var auditor = await installation.TokenAsync("auditor");

        var states = (await Ids("SELECT id FROM readmodels.commendations ORDER BY random() LIMIT 5000")).ConvertAll(
            id => Load.Get($"/api/v1/commendations/{id}", auditor)
        );
        await CompareAsync("GET of a current state", states, 0.8, 1.0);
        var histories = (
            await Ids($"SELECT officer_id FROM readmodels.history GROUP BY 1 HAVING count(*) >= {Entries} LIMIT 500")
        ).ConvertAll(id => Load.Get($"/api/v1/officers/{id}/history?limit={Entries}&text=false", auditor));
        await CompareAsync($"GET of a history of {Entries} entries", histories, 0.6, 1.0);

        Task<List<Guid>> Ids(string sql) => installation.QueryAsync<Guid>(sql);

        async Task CompareAsync(string what, IReadOnlyList<byte[]> requests, double floor, double goal)
        {
            await MeasureAsync(server.Address, requests, settings.Duration);
            await MeasureAsync(rival.Address, requests, settings.Duration);
            var series = await Rounds.RunAsync(
                settings.Rounds,
                new Side("ours", "/s", () => MeasureAsync(server.Address, requests, settings.Duration)),
                new Side("Npgsql over HTTP", "/s", () => MeasureAsync(rival.Address, requests, settings.Duration))
            );
            report.Ratio($"{what}, {Connections} connections", series[0], series[1], floor, goal);
        }
    }

    private static Task<double> MeasureAsync(Uri server, IReadOnlyList<byte[]> requests, TimeSpan duration) =>
        Load.PerSecondAsync(server, Connections, duration, requests, expected: 200);
}
