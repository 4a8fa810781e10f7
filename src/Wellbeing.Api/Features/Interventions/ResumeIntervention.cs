using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An interrupted intervention goes on.</summary>
internal static class ResumeIntervention
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_resumed",
        (context, intervention, _) => InterventionDecisions.Resume(intervention, context.UnitThen, context.Counsellor)
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-not-suspended"],
        When = _ => ValidTime.Recorded,
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/resume", UseCase, "Goes on with an interrupted intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
