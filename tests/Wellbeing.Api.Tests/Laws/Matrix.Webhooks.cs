using Wellbeing.Api.Tests.Webhooks;
using static Wellbeing.Api.Hosting.Role;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>Other systems that are told. An administrator sets them, and nobody else sees whereto they lead.</summary>
internal static partial class Matrix
{
    private static Row[] Webhooks =>
        [
            new("GET /api/v1/webhooks", [Administrator], _ => Sample("webhooks")),
            OfWebhook("GET /api/v1/webhooks/{id:guid}", null),
            new("POST /api/v1/webhooks", [Administrator], _ => Sample("webhooks", Hooks.Quiet)),
            OfWebhook("POST /api/v1/webhooks/{id:guid}/pause", new { }),
            OfWebhook(
                "POST /api/v1/webhooks/{id:guid}/resume",
                new { },
                async (server, id) => (await server.Administrator().PostAsync($"webhooks/{id}/pause", new { })).Done()
            ),
            OfWebhook("POST /api/v1/webhooks/{id:guid}/secret", new { }),
            OfWebhook("POST /api/v1/webhooks/{id:guid}/retire", new { }),
            OfWebhook("GET /api/v1/webhooks/{id:guid}/dead-letters", null),
            OfWebhook("POST /api/v1/webhooks/{id:guid}/dead-letters/retry", new { }),
            new(
                "POST /api/v1/webhooks/{id:guid}/dead-letters/{eventId:guid}/retry",
                [Administrator],
                async server =>
                {
                    var id = await server.WebhookAsync();
                    return new Sample($"webhooks/{id}/dead-letters/{await server.DeadLetterAsync(id)}/retry", new { });
                }
            ),
        ];

    private static Row OfWebhook(string endpoint, object? body, Func<Host.Running, Guid, Task>? prepareAsync = null) =>
        new(
            endpoint,
            [Administrator],
            async server =>
            {
                var id = await server.WebhookAsync();
                if (prepareAsync is not null)
                    await prepareAsync(server, id);
                return new Sample(Filled(endpoint, id), body);
            }
        );
}
