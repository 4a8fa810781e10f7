using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>The record of a talk is amended; what it said before stays on record.</summary>
internal static class AmendTalk
{
    /// <summary>What replaces what it said, and why. Topics, narrative and reason are sealed.</summary>
    internal sealed record Request(
        string Reason,
        DateTimeOffset? HeldAt = null,
        [property: Range(1, TalkReport.MostMinutes)] int? Minutes = null,
        [property: MinLength(1), MaxLength(20)] IReadOnlyList<string>? Topics = null,
        [property: MaxLength(20)] IReadOnlyList<ConcernRequest>? Concerns = null,
        [property: Range(1, 5)] int? Mood = null,
        [property: MaxLength(TalkReport.LongestNarrative)] string? Narrative = null,
        DateTimeOffset? OccurredAt = null
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "talk_amended",
        (scene, request) =>
            TalkDecisions.Amend(
                scene.Of<Talk>(),
                new TalkAmended(
                    scene.Of<Talk>().OfficerId,
                    scene.UnitNow,
                    request.HeldAt,
                    request.Minutes,
                    TalkReport.Topics(scene, request.Topics),
                    ConcernRequest.All(request.Concerns),
                    request.Mood,
                    scene.Seal("narrative", request.Narrative),
                    scene.Seal("reason", request.Reason)!
                )
            )
    )
    {
        Refusals = ["nothing-changed", "talk-not-held", "talk-voided"],
        Example = """{ "mood": 2, "reason": "Misheard." }""",
        Check = (request, errors) => TalkReport.Check(request.Topics, errors),
        Past = request => [("heldAt", request.HeldAt)],
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/talks/{id:guid}/amend", Act, "Amends the record of a talk")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
