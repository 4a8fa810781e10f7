using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk is called off.</summary>
internal static class CancelTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_cancelled",
        (context, talk, request) =>
            TalkDecisions.Cancel(talk, context.UnitThen, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["talk-already-held", "talk-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Arranged twice." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/cancel", UseCase, "Calls an arranged talk off")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
