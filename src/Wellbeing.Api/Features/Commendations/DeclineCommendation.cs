using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A commendation is declined.</summary>
internal static class DeclineCommendation
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "commendation_declined",
        (scene, request) =>
            CommendationDecisions.Decline(scene.Of<Commendation>(), scene.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["already-decided"],
        Example = """{ "reason": "The deed was rewarded before." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/commendations/{id:guid}/decline", Act, "Declines a nomination")
            .AllowRoles(Role.Commander, Role.Administrator, Role.Integrator);
}
