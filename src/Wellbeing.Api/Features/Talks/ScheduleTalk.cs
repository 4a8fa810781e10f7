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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_scheduled",
        (scene, request) =>
            TalkDecisions.Schedule(
                scene.Officer!,
                request.UnitCode ?? scene.Officer!.UnitCode,
                request.Kind,
                request.Trigger,
                request.Host ?? scene.Actor.Id,
                request.ScheduledFor,
                scene.Seal("reason", request.Reason)
            )
    )
    {
        Refusals = ["already-departed"],
        Example =
            """{ "badgeNumber": "031207", "kind": "heartToHeart", "trigger": "quarterly", "scheduledFor": "2026-09-14T09:30:00+08:00" }""",
        NamesOfficer = true,
        UnitField = "unitCode",
        Check = (request, errors) => Naming.Check(request.OfficerId, request.BadgeNumber, errors),
        People = request => [("host", request.Host)],
        Needs = request => new Needs
        {
            Officer = OfficerName.Of(request.OfficerId, request.BadgeNumber),
            Unit = request.UnitCode,
        },
        Text = request => request.Reason is not null,
        Location = (scene, _) => $"/api/v1/talks/{scene.StreamId}",
    };
}
