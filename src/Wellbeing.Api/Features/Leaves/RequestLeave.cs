using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>A leave is asked for, by the officer or on the officer's behalf.</summary>
internal static class RequestLeave
{
    /// <summary>What for, and from which day to which; the reason is sealed.</summary>
    internal sealed record Request(
        LeaveKind Kind,
        DateOnly From,
        DateOnly To,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        string? Reason = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "leave_requested",
        (scene, request) =>
            LeaveDecisions.Request(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Kind,
                request.From,
                request.To,
                scene.Seal("reason", request.Reason)
            )
    )
    {
        Refusals = ["already-departed"],
        Example =
            """{ "badgeNumber": "031207", "kind": "family", "from": "2026-10-12", "to": "2026-10-16", "reason": "The mother is in hospital." }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) =>
        {
            Naming.Check(request.OfficerId, request.BadgeNumber, errors);
            if (request.From > request.To)
                errors.Add("from", "later-than", ("max", request.To));
        },
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Text = request => request.Reason is not null,
        Location = (scene, _) => $"/api/v1/leaves/{scene.StreamId}",
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/leaves", Act, "Asks for a leave")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}
