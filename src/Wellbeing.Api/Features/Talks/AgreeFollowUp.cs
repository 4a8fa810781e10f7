using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>Something is agreed that has to follow a talk.</summary>
internal static class AgreeFollowUp
{
    /// <summary>What; sealed. Who does it, and until when.</summary>
    internal sealed record Request(
        string What,
        [property: MaxLength(200)] string Owner,
        DateOnly DueOn,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_follow_up_agreed",
        (context, talk, request) =>
            TalkDecisions.AgreeFollowUp(
                talk,
                context.UnitThen,
                context.Seal("what", request.What)!,
                request.Owner,
                request.DueOn,
                DueDays.Breach(request.DueOn, context.Day, context.Mode)
            )
    )
    {
        Refusals = ["talk-not-held", "talk-voided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "what": "Ask for another shift pattern.", "owner": "po-7", "dueOn": "2026-09-30" }""",
        People = request => [("owner", request.Owner)],
        NotBefore = (request, _, agreedOn) => [("dueOn", request.DueOn, agreedOn)],
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/follow-ups", UseCase, "Agrees on what has to follow a talk")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
