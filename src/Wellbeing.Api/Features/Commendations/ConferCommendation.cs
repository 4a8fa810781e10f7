using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>An approved commendation is conferred.</summary>
internal static class ConferCommendation
{
    /// <summary>The ceremony.</summary>
    internal sealed record Request(
        DateOnly ConferredOn,
        [property: MaxLength(100)] string? OrderNumber = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request>(
        "commendation_conferred",
        (context, commendation, request) =>
            CommendationDecisions.Confer(commendation, request.ConferredOn, request.OrderNumber, context.Mode)
    )
    {
        Refusals = ["not-approved", "already-conferred", "already-revoked", "conferred-before-approved"],
        Example = """{ "conferredOn": "2023-12-01", "orderNumber": "2023-118" }""",
        NotBefore = (request, state, _) => [("conferredOn", request.ConferredOn, ((Commendation)state!).ApprovedOn)],
        When = request => ValidTime.OnDay("conferredOn", request.ConferredOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/confer", UseCase, "Records the ceremony")
            .AllowRoles(Role.Administrator, Role.Integrator);
}
