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
        : IUseCaseRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Review, Request>(
        "review_action_overdue",
        (context, review, request) => ReviewDecisions.Miss(review, request.Number, context.Day)
    )
    {
        Refusals = ["unknown-action", "action-closed", "action-overdue", "action-not-overdue"],
        When = _ => ValidTime.Recorded,
        Example = """{ "number": 1 }""",
    };
}
