using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>A webhook is told nothing for a while. What comes meanwhile waits on record.</summary>
internal static class PauseWebhook
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/webhooks/{id:guid}/pause",
                (HttpContext http, Guid id, Changing changing) => changing.RunAsync(http, id, "paused", Decide)
            )
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(
                    Does.Append,
                    "pauseWebhook",
                    "Pauses a webhook; what comes meanwhile is told when it is resumed"
                )
                {
                    Sets = true,
                    Requests = [typeof(Changing.Request)],
                    Examples = ["{ }"],
                    Answer = typeof(WebhookReceipt),
                    Conflicts = ["webhook-retired", "webhook-paused"],
                }
            );

    private static Change Decide(WebhookStatus status, DateTimeOffset now) =>
        status switch
        {
            WebhookStatus.Retired => new() { Refusal = "webhook-retired" },
            WebhookStatus.Paused => new() { Refusal = "webhook-paused" },
            _ => new("UPDATE webhooks.endpoints SET status = 'paused' WHERE id = $1"),
        };
}
