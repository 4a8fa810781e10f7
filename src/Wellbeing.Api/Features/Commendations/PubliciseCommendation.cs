using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>A nomination is made public, for objections.</summary>
internal static class PubliciseCommendation
{
    /// <summary>The first day on which it is public.</summary>
    internal sealed record Request(DateOnly PublicisedOn, DateTimeOffset? OccurredAt = null) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Commendation, Request>(
        "commendation_publicised",
        (_, commendation, request) => CommendationDecisions.Publicise(commendation, request.PublicisedOn)
    )
    {
        Refusals = ["already-decided", "already-publicised"],
        Example = """{ "publicisedOn": "2023-10-09" }""",
        NotBefore = (request, state, _) => [("publicisedOn", request.PublicisedOn, ((Commendation)state!).NominatedOn)],
        When = request => ValidTime.OnDay("publicisedOn", request.PublicisedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/commendations/{id:guid}/publicise", UseCase, "Makes a nomination public")
            .AllowRoles(Role.Commander, Role.PoliticalOfficer, Role.Administrator, Role.Integrator);
}
