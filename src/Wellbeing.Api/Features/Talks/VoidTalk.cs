using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A second person declares the record of a talk void.</summary>
internal static class VoidTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_voided",
        (context, talk, request) =>
            TalkDecisions.Void(talk, context.UnitThen, context.Actor, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["nothing-to-void", "second-person-needed", "talk-voided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "It was another officer." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/void", UseCase, "Declares the record of a talk void")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
