using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>A session took place.</summary>
internal static class RecordSession
{
    /// <summary>When, with whom, how it went; the note is sealed.</summary>
    internal sealed record Request(
        DateTimeOffset HeldAt,
        [property: MaxLength(200)] string With,
        SessionMode Mode,
        SessionProgress Progress,
        [property: MaxLength(20_000)] string? Note = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Intervention, Request>(
        "intervention_session_recorded",
        (context, intervention, request) =>
            InterventionDecisions.RecordSession(
                intervention,
                context.UnitThen,
                new Session(
                    request.HeldAt,
                    request.With,
                    request.Mode,
                    request.Progress,
                    context.Seal("note", request.Note)
                ),
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "intervention-closed", "intervention-suspended"],
        Example =
            """{ "heldAt": "2026-09-16T15:00:00+08:00", "with": "counsellor-3", "mode": "inPerson", "progress": "improved", "note": "Spoke about sleep." }""",
        People = request => [("with", request.With)],
        Additive = true,
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/interventions/{id:guid}/sessions", UseCase, "Records a session")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
