using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is given up.</summary>
internal static class AbandonIntervention
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_abandoned",
        (context, intervention, request) =>
            InterventionDecisions.Abandon(
                intervention,
                context.UnitThen,
                context.Seal("reason", request.Reason)!,
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Moved away." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/abandon", UseCase, "Gives an intervention up")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
