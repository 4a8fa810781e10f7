using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>Somebody takes access to one record beyond the usual reach, for three hours (break-glass).</summary>
internal static class OverrideAccess
{
    /// <summary>Whose record, and why; shown to the officer and to auditors.</summary>
    internal sealed record Request(
        string Reason,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null
    ) : IActRequest
    {
        /// <summary>It is taken now: nobody dates it.</summary>
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "access_overridden",
        (scene, request) =>
            AccessDecisions.Override(
                scene.Officer!,
                Caller.ActingAs(scene.Roles),
                scene.Seal("reason", request.Reason)!,
                scene.WithinReach,
                scene.Earlier,
                scene.Now
            )
    )
    {
        Refusals = ["already-within-reach", "override-not-renewable"],
        Example =
            """{ "badgeNumber": "031207", "reason": "Threatened to harm himself; the own political officer cannot be reached." }""",
        NamesOfficer = true,
        Anyone = [Role.PoliticalOfficer, Role.Counsellor],
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Override = true,
        },
        Text = _ => true,
        Location = (scene, _) => $"/api/v1/overrides/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/overrides", Act, "Takes access to one record beyond the usual reach")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor);
}
