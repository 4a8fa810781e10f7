using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A commendation is declined.</summary>
internal static class DeclineCommendation
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request>(
        "commendation_declined",
        (context, commendation, request) =>
            CommendationDecisions.Decline(commendation, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["already-decided"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The deed was rewarded before." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/decline", UseCase, "Declines a nomination")
            .AllowRoles(Role.Commander, Role.Administrator, Role.Integrator);
}
