using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is given up.</summary>
internal static class AbandonIntervention
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_abandoned",
        (scene, request) =>
            InterventionDecisions.Abandon(
                scene.Of<Intervention>(),
                scene.UnitNow,
                scene.Seal("reason", request.Reason)!,
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        Example = """{ "reason": "Moved away." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/abandon", Act, "Gives an intervention up")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
