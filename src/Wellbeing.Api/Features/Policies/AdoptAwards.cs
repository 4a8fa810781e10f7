using Wellbeing.Domain.Policies;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The rules for commendations get another version.</summary>
internal static class AdoptAwards
{
    /// <summary>The version and the day from which it is in force.</summary>
    internal sealed record Request(DateOnly ValidFrom, AwardRules Content) : IActRequest
    {
        // It is adopted when that is put on record, and nobody can say that it was before.
        DateTimeOffset? IActRequest.OccurredAt => null;
    }

    public static readonly Act<Request> Act = new(
        "policy_adopted",
        (scene, request) =>
            PolicyDecisions.Adopt(
                scene.Of<Policy>(),
                new(PolicyKind.Awards, 0, request.ValidFrom, Awards: request.Content),
                scene.Today
            )
    )
    {
        Starts = false,
        Refusals = AdoptPolicy.Refusals,
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
