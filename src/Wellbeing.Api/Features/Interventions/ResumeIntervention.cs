using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An interrupted intervention goes on.</summary>
internal static class ResumeIntervention
{
    /// <summary>Nothing but the time.</summary>
    internal sealed record Request(DateTimeOffset? OccurredAt = null) : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_resumed",
        (scene, _) => InterventionDecisions.Resume(scene.Of<Intervention>(), scene.UnitNow, scene.Counsellor)
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-not-suspended"],
        Example = """{ }""",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/resume", Act, "Goes on with an interrupted intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
