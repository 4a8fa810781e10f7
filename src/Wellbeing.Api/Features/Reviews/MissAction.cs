using System.ComponentModel.DataAnnotations;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>
/// What a review had resolved was not closed in time, as another system tells. No request asks for it: here a rule finds out.
/// </summary>
internal static class MissAction
{
    /// <summary>Its number within the review.</summary>
    internal sealed record Request([property: Range(1, 10_000)] int Number, DateTimeOffset? OccurredAt = null)
        : IActRequest;

    public static readonly Act<Request> Act = new(
        "review_action_overdue",
        (scene, request) => ReviewDecisions.Miss(scene.Of<Review>(), request.Number, scene.Day)
    )
    {
        Refusals = ["unknown-action", "action-closed", "action-overdue", "action-not-overdue"],
        Example = """{ "number": 1 }""",
    };
}
