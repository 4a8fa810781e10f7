using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>A review resolves that something has to be done.</summary>
internal static class AssignAction
{
    /// <summary>What, in words that name nobody; who does it, until when, and for which finding.</summary>
    internal sealed record Request(
        string What,
        [property: MaxLength(200)] string Owner,
        DateOnly DueOn,
        [property: Range(1, 10_000)] int? Finding = null,
        DateTimeOffset? OccurredAt = null
    ) : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Review, Request>(
        "review_action_assigned",
        (context, review, request) =>
            ReviewDecisions.Assign(
                review,
                request.What,
                request.Owner,
                request.DueOn,
                request.Finding,
                DueDays.Breach(request.DueOn, context.Day, context.Mode)
            )
    )
    {
        Refusals = ["unknown-finding"],
        When = _ => ValidTime.Recorded,
        Example = """{ "what": "A new pattern of shifts.", "owner": "commander-2", "dueOn": "2024-03-31" }""",
        NotBefore = (request, _, agreedOn) => [("dueOn", request.DueOn, agreedOn)],
        People = request => [("owner", request.Owner)],
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapContinue("/reviews/{id:guid}/actions", UseCase, "Records what a review resolved")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}
