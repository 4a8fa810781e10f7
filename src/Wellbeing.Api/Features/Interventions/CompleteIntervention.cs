using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is completed.</summary>
internal static class CompleteIntervention
{
    /// <summary>What it came to; the note is sealed.</summary>
    internal sealed record Request(InterventionOutcome Outcome, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_completed",
        (scene, request) =>
            InterventionDecisions.Complete(
                scene.Of<Intervention>(),
                scene.UnitNow,
                request.Outcome,
                scene.Seal("note", request.Note),
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        Example = """{ "outcome": "improved" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/interventions/{id:guid}/complete", Act, "Completes an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
