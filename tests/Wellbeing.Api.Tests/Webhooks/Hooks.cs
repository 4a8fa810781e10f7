using System.Text.Json;
using Wellbeing.Api.Tests.Requests;

namespace Wellbeing.Api.Tests.Webhooks;

/// <summary>A webhook that a test registered, with what its messages are signed with.</summary>
internal sealed record Hook(Guid Id, string Secret);

/// <summary>What tests register.</summary>
internal static class Hooks
{
    /// <summary>A webhook that is told next to nothing, at an address where nobody is.</summary>
    public static object Quiet { get; } = new
    {
        url = "https://hooks.example/wellbeing",
        types = new[] { "leave_overstayed" },
    };

    /// <summary>A webhook that leads nowhere.</summary>
    public static async Task<Guid> WebhookAsync(this Host.Running server) =>
        Bureau.IdOf((await server.Administrator().PostAsync("webhooks", Quiet)).Made());

    /// <summary>A webhook of a receiver, told of a unit and those below, and of some types where they are given.</summary>
    public static async Task<Hook> HookAsync(
        this Host.Running server,
        Receiver receiver,
        string? unit,
        params string[] types
    )
    {
        var body = new
        {
            url = $"{receiver.Address}hook",
            unit,
            types = types.Length == 0 ? null : types,
        };
        var reply = (await server.Administrator().PostAsync("webhooks", body)).Made();
        return new Hook(Bureau.IdOf(reply), reply.Json.Text("secret")!);
    }

    /// <summary>Some event, as one that the webhook never took.</summary>
    public static async Task<Guid> DeadLetterAsync(this Host.Running server, Guid webhook)
    {
        await server.OfficerAsync();
        return await server.Database.AskAsync<Guid>(
            "INSERT INTO webhooks.deliveries (webhook_id, event_id, attempts, dead_at, last_status) "
                + "SELECT $1, id, 8, now(), 503 FROM events.mt_events WHERE type = 'officer_enrolled' "
                + "ORDER BY seq_id DESC LIMIT 1 RETURNING event_id",
            webhook
        );
    }

    /// <summary>Waits until a webhook was looked after for all that is on record.</summary>
    public static Task LookedAfterAsync(this Host.Running server, Hook hook) =>
        Until.TrueAsync(() =>
            server.Database.AskAsync<bool>(
                "SELECT seq >= (SELECT max(seq_id) FROM events.mt_events) FROM webhooks.endpoints WHERE id = $1",
                hook.Id
            )
        );

    /// <summary>How a webhook stands.</summary>
    public static async Task<JsonElement> StandingAsync(this Host.Running server, Hook hook) =>
        (await server.Administrator().GetAsync($"webhooks/{hook.Id}")).Done().Json;

    /// <summary>What could not be delivered to it.</summary>
    public static async Task<List<JsonElement>> DeadLettersAsync(this Host.Running server, Hook hook) =>
        [
            .. (await server.Administrator().GetAsync($"webhooks/{hook.Id}/dead-letters"))
                .Done()
                .Json.GetProperty("items")
                .EnumerateArray(),
        ];

    /// <summary>An administrator's act on it.</summary>
    public static Task<Reply> SetAsync(
        this Host.Running server,
        Hook hook,
        string what,
        params (string, string)[] headers
    ) => server.Administrator().PostAsync($"webhooks/{hook.Id}/{what}", new { }, headers);

    /// <summary>Id of a stream's last event of a type.</summary>
    public static Task<Guid> EventAsync(this Host.Running server, Guid stream, string type) =>
        server.Database.AskAsync<Guid>(
            "SELECT id FROM events.mt_events WHERE stream_id = $1 AND type = $2 ORDER BY version DESC LIMIT 1",
            stream,
            type
        );
}
