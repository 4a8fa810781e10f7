using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>What a review had resolved comes to its end.</summary>
internal static class CloseAction
{
    /// <summary>What it came to, and on which day. The number is the route's; only a line of an import has to say it.</summary>
    internal sealed record Request(
        ReviewOutcome Outcome,
        DateOnly? ClosedOn = null,
        [property: Range(1, 10_000)] int? Number = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Review, Request>(
        "review_action_closed",
        (context, review, request) =>
            ReviewDecisions.Close(review, request.Number ?? 0, request.Outcome, request.ClosedOn ?? context.Day)
    )
    {
        Refusals = ["unknown-action", "action-closed"],
        Example = """{ "outcome": "done", "closedOn": "2024-03-20" }""",
        Parts = review => review.Actions.Select(x => x.Number),
        Part = (request, number) => request with { Number = number },
        When = request => ValidTime.OnDay("closedOn", request.ClosedOn),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPart("/reviews/{id:guid}/actions/{number:int}/close", UseCase, "Closes what a review had resolved")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}
