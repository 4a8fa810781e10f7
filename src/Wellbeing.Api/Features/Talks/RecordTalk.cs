using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk that took place without having been arranged is put on record.</summary>
internal static class RecordTalk
{
    /// <summary>A talk that took place; topics and narrative are sealed. Without <c>host</c>, who records it hosted it.</summary>
    internal sealed record Request(
        TalkKind Kind,
        DateTimeOffset HeldAt,
        Guid? OfficerId = null,
        [property: MaxLength(40)] string? BadgeNumber = null,
        [property: MaxLength(40)] string? UnitCode = null,
        TalkTrigger? Trigger = null,
        [property: MaxLength(200)] string? Host = null,
        [property: Range(1, TalkReport.MostMinutes)] int? Minutes = null,
        [property: MaxLength(20)] IReadOnlyList<string>? Topics = null,
        [property: MaxLength(20)] IReadOnlyList<ConcernRequest>? Concerns = null,
        [property: Range(1, 5)] int? Mood = null,
        [property: MaxLength(TalkReport.LongestNarrative)] string? Narrative = null,
        DateTimeOffset? OccurredAt = null
    ) : IAboutOfficer, ITalkReport;

    public static readonly UseCase UseCase = new StartRecord<Request, NamedOfficer>(
        "talk_held",
        (query, request) => query.Officer(request),
        (context, named, request) =>
            TalkDecisions.Record(
                named.Officer,
                named.UnitCode,
                request.Kind,
                request.Trigger,
                TalkReport.ContentOf(context, request)
            )
    )
    {
        Fits = body => Body.HasAny(body, "heldAt"),
        Example =
            """{ "badgeNumber": "031207", "kind": "heartToHeart", "heldAt": "2026-09-14T09:30:00+08:00", "minutes": 40, "topics": ["shift work"], "concerns": [{ "category": "family", "severity": 2 }], "mood": 3, "narrative": "Sleeps badly since the night shifts." }""",
        Check = (request, errors) => TalkReport.Check(request.Topics, errors),
        People = request => [("host", request.Host)],
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
        Text = request => request.Narrative is not null || request.Topics?.Count > 0,
    };

    /// <summary>One route for both beginnings of a talk: with <c>heldAt</c> it took place, else it is to come.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapStarts("/talks", "Arranges a talk, or records one that took place", UseCase, ScheduleTalk.UseCase)
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
