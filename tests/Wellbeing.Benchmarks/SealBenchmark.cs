using Wellbeing.Benchmarks.Measuring;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks;

/// <summary>The POST of a talk with a sealed narrative, against the same POST in the same process without the sealing.</summary>
internal static class SealBenchmark
{
    private const int Officers = 2000;
    private const int Created = 201;

    // The floor is close to one: with fewer rounds, what the machine does meanwhile decides.
    private const int FewestRounds = 11;

    public static async Task RunAsync(Settings settings, Report report)
    {
        await using var installation = await Installation.CreateAsync(settings.Cluster);
        var token = await installation.TokenAsync("integrator");
        await using var server = await installation.StartRivalAsync("plain", installation.Application);
        await Force.ImportOfficersAsync(Officers, server.Address, token);
        var officers = await installation.QueryAsync<Guid>("SELECT id FROM readmodels.mt_doc_officer");
        var talks = officers.ConvertAll(id => Load.Post("/api/v1/talks", token, Body(id)));
        var plain = officers.ConvertAll(id => Load.Post("/api/v1/plain-talks", token, Body(id)));

        await PostAsync(talks, 32);
        await PostAsync(plain, 32);
        var series = await Rounds.RunAsync(
            Math.Max(settings.Rounds, FewestRounds),
            Sealed(8),
            Plain(8),
            Sealed(32),
            Plain(32)
        );
        report.Ratio("POST of a talk sealed against the same unsealed, 8 connections", series[0], series[1], 0.9, 1.0);
        report.Ratio("POST of a talk sealed against the same unsealed, 32 connections", series[2], series[3], 0.9, 1.0);

        Side Sealed(int connections) => new($"sealed, {connections}", "/s", () => PostAsync(talks, connections));
        Side Plain(int connections) => new($"unsealed, {connections}", "/s", () => PostAsync(plain, connections));
        Task<double> PostAsync(List<byte[]> requests, int connections) =>
            Load.PerSecondAsync(server.Address, connections, settings.Duration, requests, Created);
    }

    /// <summary>A talk with a narrative of usual length.</summary>
    public static string Body(Guid officer) =>
        $$"""
            {"officerId":"{{officer}}","kind":"heartToHeart","trigger":"quarterly","heldAt":"2024-05-06T09:30:00+08:00","minutes":40,"concerns":[{"category":"family","severity":2}],"mood":3,"narrative":"Has slept badly since the night shifts began; the child is ill, and the grandparents live far away. Would like to swap shifts for a month, and agreed to talk again in two weeks."}
            """.Trim();
}
