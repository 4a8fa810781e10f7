using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is interrupted.</summary>
internal static class SuspendIntervention
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_suspended",
        (scene, request) =>
            InterventionDecisions.Suspend(
                scene.Of<Intervention>(),
                scene.UnitNow,
                scene.Seal("reason", request.Reason)!,
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-suspended"],
        Example = """{ "reason": "In hospital." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/suspend", Act, "Interrupts an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
