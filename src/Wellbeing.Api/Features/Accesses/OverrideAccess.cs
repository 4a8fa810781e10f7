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
    ) : INamesOfficer, IUndatedRequest;

    public static readonly UseCase UseCase = new StartRecord<Request, (NamedOfficer Named, Access? Earlier)>(
        "access_overridden",
        (query, request) => query.Officer(request).And(query.EarlierOverride(request)),
        (context, facts, request) =>
            AccessDecisions.Override(
                facts.Named.Officer,
                Caller.ActingAs(context.Roles),
                context.Seal("reason", request.Reason)!,
                facts.Named.WithinReach,
                facts.Earlier,
                context.Now
            )
    )
    {
        Refusals = ["already-within-reach", "override-not-renewable"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "reason": "Threatened to harm himself; the own political officer cannot be reached." }""",
        Anyone = [Role.PoliticalOfficer, Role.Counsellor],
        Text = _ => true,
        Location = (context, _, _) => $"/api/v1/overrides/{context.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/overrides", UseCase, "Takes access to one record beyond the usual reach")
            .AllowRoles(Role.PoliticalOfficer, Role.Counsellor);
}
