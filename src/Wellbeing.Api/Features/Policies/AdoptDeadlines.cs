using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The deadlines of warnings get another version.</summary>
internal static class AdoptDeadlines
{
    /// <summary>The version and the day from which it is in force.</summary>
    internal sealed record Request(DateOnly ValidFrom, DeadlineRules Content) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Policy, Request>(
        "policy_adopted",
        (context, policy, request) =>
            PolicyDecisions.Adopt(
                policy,
                new(PolicyKind.WarningDeadlines, 0, request.ValidFrom, WarningDeadlines: request.Content),
                context.Today
            )
    )
    {
        Refusals = AdoptPolicy.Refusals,
        When = _ => ValidTime.Recorded,
        Example = """
            {
              "validFrom": "2030-01-01",
              "content": {
                "rule": "classified early warning",
                "acknowledgeWithinHours": { "blue": 168, "yellow": 72, "orange": 24, "red": 2 },
                "interveneWithinHours": { "blue": 720, "yellow": 168, "orange": 72, "red": 24 }
              }
            }
            """,
    };
}
