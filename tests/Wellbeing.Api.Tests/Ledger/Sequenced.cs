using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;

namespace Wellbeing.Api.Tests.Ledger;

/// <summary>Waits for the ledger.</summary>
internal static class SequencedExtensions
{
    /// <summary>Forms a unit; answers its event's sequence number once a checkpoint vouches for it.</summary>
    public static async Task<long> SequencedAsync(this Host.Running server)
    {
        await server.UnitAsync();
        var seq = await server.Database.AskAsync<long>("SELECT max(seq_id) FROM events.mt_events");
        await Until.TrueAsync(async () => (await server.ProofAsync(seq)) is not null);
        return seq;
    }

    /// <summary>The proof that an event is in the signed ledger, or null while it is not.</summary>
    public static async Task<JsonElement?> ProofAsync(this Host.Running server, long seq)
    {
        var reply = await server.As(Role.Auditor).GetAsync($"audit/proofs/{seq}");
        return reply.Status == System.Net.HttpStatusCode.OK ? reply.Json : null;
    }

    /// <summary>Its alarms as they stand in /readyz.</summary>
    public static async Task<IReadOnlyList<string>> AlarmsAsync(this Host.Running server)
    {
        var checks = (await server.Anonymous.GetAsync("/readyz")).Json.GetProperty("checks");
        return [.. checks.GetProperty("ledger").GetProperty("alarms").EnumerateArray().Select(x => x.GetString()!)];
    }

    public static LogKey LogKey(this Host.Running server) => server.Services.GetRequiredService<LogKey>();
}
