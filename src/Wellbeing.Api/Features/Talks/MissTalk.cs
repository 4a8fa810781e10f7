using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>A talk that was arranged did not take place.</summary>
internal static class MissTalk
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string? Reason = null, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Talk, Request>(
        "talk_missed",
        (context, talk, request) => TalkDecisions.Miss(talk, context.UnitThen, context.Seal("reason", request.Reason))
    )
    {
        Refusals = ["talk-already-held", "talk-closed"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "Called to an operation." }""",
        Text = request => request.Reason is not null,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/talks/{id:guid}/miss", UseCase, "Records that an arranged talk did not take place")
            .AllowRoles(Role.PoliticalOfficer, Role.Integrator);
}
