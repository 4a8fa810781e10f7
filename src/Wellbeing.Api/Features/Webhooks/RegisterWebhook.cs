using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Webhooks;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>An administrator registers another system that is to be told of events from now on.</summary>
internal static class RegisterWebhook
{
    /// <summary>
    /// Where: an https address. Of which types of events, all that may be told unless said; of which unit and those below, the
    /// whole bureau unless said; and what for, which names nobody.
    /// </summary>
    internal sealed record Request(
        [property: MaxLength(AddressPolicy.Longest)] string Url,
        [property: MinLength(1), MaxLength(200)] IReadOnlyList<string>? Types = null,
        string? Unit = null,
        string? Description = null
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/webhooks", (HttpContext http, Registering registering) => registering.RunAsync(http))
            .AllowRoles(Role.Administrator)
            .Describe(
                new Operation(
                    Does.Create,
                    "registerWebhook",
                    "Registers a webhook; the answer holds, this once, the secret with which its messages are signed"
                )
                {
                    Sets = true,
                    Requests = [typeof(Request)],
                    Examples =
                    [
                        """
                        { "url": "https://duty.bureau.example/hooks/wellbeing", "types": ["officer_transferred", "leave_approved"] }
                        """,
                    ],
                    Answer = typeof(WebhookReceipt),
                    Unknown = ["unknown-unit"],
                    Conflicts = ["too-many-webhooks"],
                }
            );
}
