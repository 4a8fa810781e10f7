using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>The plan of an intervention is revised.</summary>
internal static class RevisePlan
{
    /// <summary>The new plan; sealed.</summary>
    internal sealed record Request([property: MaxLength(20_000)] string Plan, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_plan_revised",
        (context, intervention, request) =>
            InterventionDecisions.RevisePlan(
                intervention,
                context.UnitThen,
                context.Seal("plan", request.Plan)!,
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "plan": "Two more sessions." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/plan", UseCase, "Revises the plan")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
