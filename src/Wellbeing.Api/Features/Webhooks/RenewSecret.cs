using Wellbeing.Api.Hosting;
using Wellbeing.Api.Webhooks;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>
/// A webhook gets another secret. The one before signs beside it for a time, so that the receiver can change over without
/// missing anything; one that is older signs no more.
/// </summary>
internal static class RenewSecret
{
    // Every value of the row on the right is the one from before.
    private const string Sql = """
        UPDATE webhooks.endpoints SET previous_id = secret_id, previous = secret, previous_until = $2, secret_id = $3,
            secret = $4 WHERE id = $1
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost(
                "/webhooks/{id:guid}/secret",
                (HttpContext http, Guid id, Changing changing, WebhookSecrets secrets, WebhookSettings settings) =>
                    changing.RunAsync(
                        http,
                        id,
                        "given another secret",
                        (status, now) => Decide(id, status, now, secrets, settings)
                    )
            )
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(
                    Does.Append,
                    "renewWebhookSecret",
                    "Gives a webhook another secret, told this once; the one before signs beside it for a time"
                )
                {
                    Sets = true,
                    Requests = [typeof(Changing.Request)],
                    Examples = ["{ }"],
                    Answer = typeof(WebhookReceipt),
                    Conflicts = ["webhook-retired"],
                }
            );

    private static Change Decide(
        Guid webhook,
        WebhookStatus status,
        DateTimeOffset now,
        WebhookSecrets secrets,
        WebhookSettings settings
    )
    {
        if (status == WebhookStatus.Retired)
            return new() { Refusal = "webhook-retired" };
        var (id, secret, until) = (Guid.CreateVersion7(now), WebhookSecrets.New(), now + settings.Overlap);
        return new(Sql)
        {
            Values = [SqlParameter.Of(until), SqlParameter.Of(id), SqlParameter.Of(secrets.Seal(webhook, id, secret))],
            Secret = secret,
            PreviousSecretUntil = until,
        };
    }
}
