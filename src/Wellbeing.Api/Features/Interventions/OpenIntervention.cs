using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>An intervention is opened, for the warnings that it answers or without one.</summary>
internal static class OpenIntervention
{
    /// <summary>What is done, and for which warnings; the plan is sealed. Without <c>lead</c>, who opens it leads it.</summary>
    internal sealed record Request(
        InterventionKind Kind,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        [property: MaxLength(200)] string? Lead = null,
        [property: MaxLength(20)] IReadOnlyList<Guid>? WarningIds = null,
        [property: MaxLength(20_000)] string? Plan = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "intervention_opened",
        (scene, request) =>
            InterventionDecisions.Open(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Kind,
                request.Lead ?? scene.Actor.Id,
                [.. scene.From.OfType<Warning>()],
                scene.Seal("plan", request.Plan),
                scene.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "warning-closed"],
        Example =
            """{ "badgeNumber": "031207", "kind": "familyHelp", "warningIds": [], "plan": "A place in a day nursery." }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Origin = new Origin(StreamKind.Warning, "warningIds", "warningStreams"),
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        People = request => [("lead", request.Lead)],
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
            From = [.. (request.WarningIds ?? []).Distinct()],
        },
        Text = request => request.Plan is not null,
        Location = (scene, _) => $"/api/v1/interventions/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/interventions", Act, "Opens an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
