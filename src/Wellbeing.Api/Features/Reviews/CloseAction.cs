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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "review_action_closed",
        (scene, request) =>
            ReviewDecisions.Close(
                scene.Of<Review>(),
                request.Number ?? 0,
                request.Outcome,
                request.ClosedOn ?? scene.Day
            )
    )
    {
        Refusals = ["unknown-action", "action-closed"],
        Example = """{ "outcome": "done", "closedOn": "2024-03-20" }""",
        HasPart = (state, number) => ((Review)state).Actions.Any(x => x.Number == number),
        Part = (request, number, errors) =>
        {
            if (request.Number is not null)
                errors.Add("number", "unknown");
            return request with { Number = number };
        },
        Day = request => request.ClosedOn,
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapPartAct("/reviews/{id:guid}/actions/{number:int}/close", Act, "Closes what a review had resolved")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}
