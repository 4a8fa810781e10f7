using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk is arranged.</summary>
internal static class ScheduleTalk
{
    /// <summary>A talk to come; its reason is sealed. Without <c>host</c>, who arranges it hosts it.</summary>
    internal sealed record Request(
        TalkKind Kind,
        DateTimeOffset ScheduledFor,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        TalkTrigger? Trigger = null,
        [property: MaxLength(200)] string? Host = null,
        string? Reason = null,
        DateTimeOffset? OccurredAt = null
    ) : IAboutOfficer;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "talk_scheduled",
        (query, request) => query.Officer(request),
        (context, named, request) =>
            TalkDecisions.Schedule(
                named.Officer,
                named.UnitCode,
                request.Kind,
                request.Trigger,
                request.Host ?? context.Actor.Id,
                request.ScheduledFor,
                context.Seal("reason", request.Reason)
            )
    )
    {
        Refusals = ["already-departed"],
        When = _ => ValidTime.Recorded,
        Example =
            """{ "badgeNumber": "031207", "kind": "heartToHeart", "trigger": "quarterly", "scheduledFor": "2026-09-14T09:30:00+08:00" }""",
        People = request => [("host", request.Host)],
        Text = request => request.Reason is not null,
    };
}
