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
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_amended",
        (context, talk, request) =>
            TalkDecisions.Amend(
                talk,
                new TalkAmended(
                    talk.OfficerId,
                    context.UnitThen,
                    request.HeldAt,
                    request.Minutes,
                    TalkReport.Topics(context, request.Topics),
                    ConcernRequest.All(request.Concerns),
                    request.Mood,
                    context.Seal("narrative", request.Narrative),
                    context.Seal("reason", request.Reason)!
                )
            )
    )
    {
        Refusals = ["nothing-changed", "talk-not-held", "talk-voided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "mood": 2, "reason": "Misheard." }""",
        Check = (request, errors) => TalkReport.Check(request.Topics, errors),
        Past = request => [("heldAt", request.HeldAt)],
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/amend", UseCase, "Amends the record of a talk")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
