using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>A webhook is told again, beginning with what came while it was paused.</summary>
internal static class ResumeWebhook
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/webhooks/{id:guid}/resume",
                (HttpContext http, Guid id, Changing changing) => changing.RunAsync(http, id, "resumed", Decide)
            )
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(Does.Append, "resumeWebhook", "Resumes a webhook that was paused")
                {
                    Sets = true,
                    Requests = [typeof(Changing.Request)],
                    Examples = ["{ }"],
                    Answer = typeof(WebhookReceipt),
                    Conflicts = ["webhook-retired", "webhook-active"],
                }
            );

    private static Change Decide(WebhookStatus status, DateTimeOffset now) =>
        status switch
        {
            WebhookStatus.Retired => new() { Refusal = "webhook-retired" },
            WebhookStatus.Active => new() { Refusal = "webhook-active" },
            _ => new("UPDATE webhooks.endpoints SET status = 'active', gone = false WHERE id = $1"),
        };
}
