using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Rivals;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>
/// The POST of a commendation, against the same POST on EF Core (the row and a row of the audit trail in one transaction),
/// and against clients that do nothing but insert the row of the same event.
/// </summary>
internal static class PostBenchmark
{
    private const int Officers = 2000;
    private const int Created = 201;

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var server = await installation.StartAsync();
        await Force.ImportOfficersAsync(Officers, server.Address, token);
        var officers = await installation.QueryAsync<Guid>("SELECT id FROM readmodels.officers");
        var requests = officers.ConvertAll(id => Load.Post("/api/v1/commendations", token, Body(id)));
        var database = await installation.CreateRivalDatabaseAsync("orm");
        await CareContext.CreateAsync(database, officers);
        await using var rival = await installation.StartRivalAsync("orm", database);

        await PostAsync(server.Address, 32);
        await PostAsync(rival.Address, 32);
        await using var inserts = await RowInserts.CreateAsync(installation);
        var series = await Rounds.RunAsync(
            settings.Rounds,
            Ours(8),
            Orm(8),
            Inserts(8),
            Ours(32),
            Orm(32),
            Inserts(32),
            Ours(128),
            Orm(128)
        );
        report.Ratio("POST against EF Core, 8 connections", series[0], series[1], 1.0, 2.5);
        report.Ratio("POST against EF Core, 32 connections", series[3], series[4], 1.0, 2.5);
        report.Ratio("POST against inserts of its row, 8 connections", series[0], series[2], 0.2, 0.5);
        report.Ratio("POST against inserts of its row, 32 connections", series[3], series[5], 0.2, 0.5);
        report.Ratio("POST, 128 connections against 32", series[6], series[3], 0.5, 1.0);
        report.Ratio("POST against EF Core, 128 connections", series[6], series[7], null, null);
        report.Note(FormattableString.Invariant($"the server held at most {server.PeakMegabytes:0} MB"));

        Side Ours(int connections) => new($"ours, {connections}", "/s", () => PostAsync(server.Address, connections));
        Side Orm(int connections) => new($"EF Core, {connections}", "/s", () => PostAsync(rival.Address, connections));
        Side Inserts(int connections) =>
            new($"Npgsql insert, {connections}", "/s", () => inserts.PerSecondAsync(connections, settings.Duration));
        Task<double> PostAsync(Uri to, int connections) =>
            Load.PerSecondAsync(to, connections, settings.Duration, requests, Created);
    }

    private static string Body(Guid officer) =>
        $$"""
            {"recipientKind":"individual","officerId":"{{officer}}","title":"Honorable Mention","deed":"other","citation":"Stayed with the wounded until help came, in the middle of the flood.","nominatedOn":"2024-05-06"}
            """.Trim();
}
