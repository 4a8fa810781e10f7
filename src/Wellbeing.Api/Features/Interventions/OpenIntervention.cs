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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<
        Request,
        (NamedOfficer Named, IReadOnlyList<Warning> Warnings)
    >(
        "intervention_opened",
        (query, request) => query.Officer(request).And(query.From<Warning>(request.WarningIds ?? [])),
        (context, facts, request) =>
            InterventionDecisions.Open(
                facts.Named.Officer,
                facts.Named.UnitCode,
                request.Kind,
                request.Lead ?? context.Actor.Id,
                facts.Warnings,
                context.Seal("plan", request.Plan),
                context.Counsellor
            )
    )
    {
        Refusals = ["counsellor-only", "warning-closed"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "kind": "familyHelp", "warningIds": [], "plan": "A place in a day nursery." }""",
        Origin = new Origin(StreamKind.Warning, "warningIds", "warningStreams"),
        People = request => [("lead", request.Lead)],
        Text = request => request.Plan is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/interventions", UseCase, "Opens an intervention")
            .AllowRoles(Role.Counsellor, Role.PoliticalOfficer, Role.Integrator);
}
