using System.ComponentModel.DataAnnotations;
using Wellbeing.Api.Hosting;
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
    ) : IActRequest;

    public static readonly Act<Request> Act = new(
        "review_action_assigned",
        (scene, request) =>
            ReviewDecisions.Assign(scene.Of<Review>(), request.What, request.Owner, request.DueOn, request.Finding)
    )
    {
        Refusals = ["unknown-finding"],
        Example = """{ "what": "A new pattern of shifts.", "owner": "commander-2", "dueOn": "2024-03-31" }""",
        People = request => [("owner", request.Owner)],
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapAct("/reviews/{id:guid}/actions", Act, "Records what a review resolved")
            .AllowRoles(Role.PoliticalOfficer, Role.Commander, Role.Integrator);
}
