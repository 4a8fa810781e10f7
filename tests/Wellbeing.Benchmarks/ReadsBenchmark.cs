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

        var states = await Ids(
            "SELECT id FROM readmodels.mt_doc_commendation WHERE mt_version = 2 ORDER BY id LIMIT 5000"
        );
        var officers = await Ids(
            $"SELECT officer_id FROM readmodels.history GROUP BY 1 HAVING count(*) >= {Entries} ORDER BY 1 LIMIT 500"
        );
        var points = states.ConvertAll(id => Load.Get($"/api/v1/commendations/{id}", auditor));
        var known = states.ConvertAll(id => Load.Get($"/api/v1/commendations/{id}", auditor, "\"2\""));
        var pages = officers.ConvertAll(id =>
            Load.Get($"/api/v1/officers/{id}/history?limit={Entries}&text=false", auditor)
        );

        // The first round of each warms it up.
        foreach (
            var (to, requests) in ((ServerProcess, List<byte[]>)[])
                [(server, points), (rival, points), (server, pages), (rival, pages)]
        )
            await MeasureAsync(to, requests);
        var series = await Rounds.RunAsync(
            settings.Rounds,
            new Side("ours", "/s", () => MeasureAsync(server, points)),
            new Side("ours, 304", "/s", () => MeasureAsync(server, known, notModified: true)),
            new Side("Npgsql over HTTP", "/s", () => MeasureAsync(rival, points)),
            new Side("ours", "/s", () => MeasureAsync(server, pages)),
            new Side("Npgsql over HTTP", "/s", () => MeasureAsync(rival, pages))
        );
        report.Ratio($"GET of a current state, {Connections} connections", series[0], series[2], 0.8, 1.0);
        report.Ratio("GET of a current state that is known", series[1], series[2], null, 2.0);
        report.Ratio($"GET of a history of {Entries} entries", series[3], series[4], 0.6, 1.0);

        Task<List<Guid>> Ids(string sql) => installation.QueryAsync<Guid>(sql);
        Task<double> MeasureAsync(ServerProcess to, List<byte[]> requests, bool notModified = false) =>
            Load.PerSecondAsync(to.Address, Connections, settings.Duration, requests, notModified ? 304 : 200);
    }
}
