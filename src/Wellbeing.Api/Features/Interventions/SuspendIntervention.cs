using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is interrupted.</summary>
internal static class SuspendIntervention
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_suspended",
        (context, intervention, request) =>
            InterventionDecisions.Suspend(
                intervention,
                context.UnitThen,
                context.Seal("reason", request.Reason)!,
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-suspended"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "In hospital." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/suspend", UseCase, "Interrupts an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
