using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>What was agreed in a talk was done.</summary>
internal static class FinishFollowUp
{
    /// <summary>How; sealed. The number is the route's; only a line of an import has to say it.</summary>
    internal sealed record Request(
        string? Note = null,
        [property: Range(1, 10_000)] int? Number = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_follow_up_done",
        (context, talk, request) =>
            TalkDecisions.FinishFollowUp(
                talk,
                context.UnitThen,
                request.Number ?? 0,
                context.Seal("note", request.Note)
            )
    )
    {
        Refusals = ["talk-not-held", "talk-voided", "follow-up-done"],
        When = _ => ValidTime.Recorded,
        Example = """{ "note": "Granted from October on." }""",
        Parts = talk => talk.FollowUps.Select(x => x.Number),
        Part = (request, number) => request with { Number = number },
        Text = request => request.Note is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPart("/talks/{id:guid}/follow-ups/{number:int}/done", UseCase, "Records that what was agreed was done")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
