using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk that was arranged took place.</summary>
internal static class HoldTalk
{
    /// <summary>What it came to; topics and narrative are sealed. Without <c>host</c>, who records it hosted it.</summary>
    internal sealed record Request(
        DateTimeOffset HeldAt,
        [property: MaxLength(200)] string? Host = null,
        [property: Range(1, TalkReport.MostMinutes)] int? Minutes = null,
        [property: MaxLength(20)] IReadOnlyList<string>? Topics = null,
        [property: MaxLength(20)] IReadOnlyList<ConcernRequest>? Concerns = null,
        [property: Range(1, 5)] int? Mood = null,
        [property: MaxLength(TalkReport.LongestNarrative)] string? Narrative = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest, ITalkReport;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_held",
        (context, talk, request) => TalkDecisions.Hold(talk, context.UnitThen, TalkReport.ContentOf(context, request))
    )
    {
        // A line of an import that names whom the talk was with tells of one that was not arranged.
        Fits = body => !Body.HasAny(body, "officerId", "badgeNumber"),
        Refusals = ["talk-already-held", "talk-closed"],
        Example =
            """{ "heldAt": "2026-09-14T09:30:00+08:00", "minutes": 40, "concerns": [{ "category": "workload", "severity": 1 }], "mood": 4 }""",
        Check = (request, errors) => TalkReport.Check(request.Topics, errors),
        People = request => [("host", request.Host)],
        When = request => ValidTime.AtTime("heldAt", request.HeldAt),
        Text = request => request.Narrative is not null || request.Topics?.Count > 0,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/hold", UseCase, "Records that an arranged talk took place")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
