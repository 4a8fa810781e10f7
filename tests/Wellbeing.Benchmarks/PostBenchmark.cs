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
        await using var ours = await Poster.StartAsync(settings.Cluster, null);
        await using var earlier = settings.Against is { } program
            ? await Poster.StartAsync(settings.Cluster, program)
            : null;
        var (installation, server) = (ours.Installation, ours.Server);
        var database = await installation.CreateRivalDatabaseAsync("orm");
        await CareContext.CreateAsync(database, ours.Officers);
        await using var rival = await installation.StartRivalAsync("orm", database);

        await PostAsync(ours, 32);
        await Load.PerSecondAsync(rival.Address, 32, settings.Duration, ours.Requests, Created);
        await using var inserts = await RowInserts.CreateAsync(installation);
        if (earlier is not null)
            await AgainstAsync(ours, earlier);
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

        async Task AgainstAsync(Poster now, Poster before)
        {
            await PostAsync(before, 32);
            int[] all = [8, 32, 128];
            var turns = await Rounds.RunAsync(
                settings.Rounds,
                [.. all.SelectMany(x => (Side[])[Ours(x), new($"before, {x}", "/s", () => PostAsync(before, x))])]
            );
            for (var i = 0; i < all.Length; i++)
                report.Ratio($"POST against before, {all[i]} connections", turns[2 * i], turns[2 * i + 1], 0.9, 1.0);
        }

        Side Ours(int connections) => new($"ours, {connections}", "/s", () => PostAsync(ours, connections));
        Side Orm(int connections) =>
            new(
                $"EF Core, {connections}",
                "/s",
                () => Load.PerSecondAsync(rival.Address, connections, settings.Duration, ours.Requests, Created)
            );
        Side Inserts(int connections) =>
            new($"Npgsql insert, {connections}", "/s", () => inserts.PerSecondAsync(connections, settings.Duration));
        Task<double> PostAsync(Poster to, int connections) =>
            Load.PerSecondAsync(to.Server.Address, connections, settings.Duration, to.Requests, Created);
    }

    /// <summary>A server of the product with officers, and the requests to post to it.</summary>
    private sealed record Poster(
        Installation Installation,
        ServerProcess Server,
        List<Guid> Officers,
        List<byte[]> Requests
    ) : IAsyncDisposable
    {
        public static async Task<Poster> StartAsync(Cluster cluster, string? program)
        {
            var installation = await Installation.CreateAsync(cluster, program);
            var token = await installation.TokenAsync("integrator");
            var server = await installation.StartAsync();
            await Force.ImportOfficersAsync(PostBenchmark.Officers, server.Address, token);
            var officers = await installation.QueryAsync<Guid>(
                "SELECT DISTINCT stream_id FROM events.mt_events WHERE type = 'officer_enrolled'"
            );
            return new Poster(
                installation,
                server,
                officers,
                officers.ConvertAll(id => Load.Post("/api/v1/commendations", token, Body(id)))
            );
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            await Installation.DisposeAsync();
        }
    }

    private static string Body(Guid officer) =>
        $$"""
            {"recipientKind":"individual","officerId":"{{officer}}","title":"Honorable Mention","deed":"other","citation":"Stayed with the wounded until help came, in the middle of the flood.","nominatedOn":"2024-05-06"}
            """.Trim();
}
