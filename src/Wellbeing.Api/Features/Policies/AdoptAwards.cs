using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The rules for commendations get another version.</summary>
internal static class AdoptAwards
{
    /// <summary>The version and the day from which it is in force.</summary>
    internal sealed record Request(DateOnly ValidFrom, AwardRules Content) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Policy, Request>(
        "policy_adopted",
        (context, policy, request) =>
            PolicyDecisions.Adopt(
                policy,
                new(PolicyKind.Awards, 0, request.ValidFrom, Awards: request.Content),
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
                "rule": "MPS Order 135",
                "highestLevel": {
                  "county": "commendation", "city": "thirdClass", "province": "secondClass", "ministry": "honoraryTitle"
                },
                "publicisedFrom": "thirdClass", "publicisedWorkingDays": 7, "deedRewardedOnce": true
              }
            }
            """,
    };
}
