using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is completed.</summary>
internal static class CompleteIntervention
{
    /// <summary>What it came to; the note is sealed.</summary>
    internal sealed record Request(InterventionOutcome Outcome, string? Note = null, DateTimeOffset? OccurredAt = null)
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_completed",
        (context, intervention, request) =>
            InterventionDecisions.Complete(
                intervention,
                context.UnitThen,
                request.Outcome,
                context.Seal("note", request.Note),
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "outcome": "improved" }""",
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/complete", UseCase, "Completes an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
