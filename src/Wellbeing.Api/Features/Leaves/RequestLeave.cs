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
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<
        Request,
        (NamedOfficer Named, IReadOnlyList<Leave> Others)
    >(
        "leave_requested",
        (query, request) => query.Officer(request).And(query.LeavesOf(request)),
        (context, facts, request) =>
            LeaveDecisions.Request(
                facts.Named.Officer,
                facts.Named.UnitCode,
                request.Kind,
                request.From,
                request.To,
                context.Seal("reason", request.Reason),
                facts.Others
            )
    )
    {
        Refusals = ["leave-overlaps"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "kind": "family", "from": "2026-10-12", "to": "2026-10-16", "reason": "The mother is in hospital." }""",
        Check = (request, errors) =>
        {
            if (request.From > request.To)
                errors.Add("from", "later-than", ("max", request.To));
            else if (request.To.DayNumber - request.From.DayNumber > LeaveDecisions.LongestDays)
                errors.Add("to", "later-than", ("max", request.From.AddDays(LeaveDecisions.LongestDays)));
        },
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStart("/leaves", UseCase, "Asks for a leave")
            .AllowRoles(Role.Officer, Role.PoliticalOfficer, Role.Integrator);
}
