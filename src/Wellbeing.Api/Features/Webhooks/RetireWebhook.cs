using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>A webhook is told nothing more. That it was there stays.</summary>
internal static class RetireWebhook
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/webhooks/{id:guid}/retire",
                (HttpContext http, Guid id, Changing changing) => changing.RunAsync(http, id, "retired", Decide)
            )
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(
                    Does.Append,
                    "retireWebhook",
                    "Retires a webhook for good; its secrets, line and dead letters are gone"
                )
                {
                    Sets = true,
                    Requests = [typeof(Changing.Request)],
                    Examples = ["{ }"],
                    Answer = typeof(WebhookReceipt),
                    Conflicts = ["webhook-retired"],
                }
            );

    private static Change Decide(WebhookStatus status, DateTimeOffset now) =>
        status == WebhookStatus.Retired
            ? new() { Refusal = "webhook-retired" }
            : new(
                """
                UPDATE webhooks.endpoints SET status = 'retired', gone = false, secret = NULL, previous_id = NULL,
                    previous = NULL, previous_until = NULL WHERE id = $1
                """,
                "DELETE FROM webhooks.deliveries WHERE webhook_id = $1"
            );
}
