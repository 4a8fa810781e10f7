using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An approved commendation is taken back.</summary>
internal static class RevokeCommendation
{
    /// <summary>Why; sealed.</summary>
    internal sealed record Request(string Reason, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request>(
        "commendation_revoked",
        (context, commendation, request) =>
            CommendationDecisions.Revoke(commendation, context.Seal("reason", request.Reason)!)
    )
    {
        Refusals = ["not-approved", "already-revoked"],
        When = _ => ValidTime.Recorded,
        Example = """{ "reason": "The record of the deed was found to be false." }""",
        Text = _ => true,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/revoke", UseCase, "Revokes a commendation")
            .AllowRoles(Role.Administrator, Role.Integrator);
}
