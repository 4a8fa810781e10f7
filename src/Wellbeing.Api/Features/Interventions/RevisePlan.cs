using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>The plan of an intervention is revised.</summary>
internal static class RevisePlan
{
    /// <summary>The new plan; sealed.</summary>
    internal sealed record Request([property: MaxLength(20_000)] string Plan, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_plan_revised",
        (scene, request) =>
            InterventionDecisions.RevisePlan(
                scene.Of<Intervention>(),
                scene.UnitNow,
                scene.Seal("plan", request.Plan)!,
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        Example = """{ "plan": "Two more sessions." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/plan", Act, "Revises the plan")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
