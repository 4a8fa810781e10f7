using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An approved commendation is taken back.</summary>
internal static class RevokeCommendation
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "commendation_revoked",
        (scene, request) =>
            CommendationDecisions.Revoke(scene.Of<Commendation>(), scene.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["not-approved", "already-revoked"],
        Example = """{ "reason": "The record of the deed was found to be false." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/commendations/{id:guid}/revoke", Act, "Revokes a commendation")
            .AllowRoles(Role.Administrator, Role.Integrator);
}
