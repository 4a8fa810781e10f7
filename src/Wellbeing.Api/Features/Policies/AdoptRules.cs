using Wellbeing.Api.Requests;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Rules;

namespace Wellbeing.Api.Features.Policies;

/// <summary>The data of the rules that run by themselves get another version.</summary>
internal static class AdoptRules
{
    /// <summary>The version and the day from which it is in force.</summary>
    internal sealed record Request(DateOnly ValidFrom, RuleSet Content) : IUndatedRequest;

    public static readonly UseCase UseCase = new ContinueRecord<Policy, Request>(
        "policy_adopted",
        (context, policy, request) =>
            PolicyDecisions.Adopt(
                policy,
                new(PolicyKind.Rules, 0, request.ValidFrom, Rules: request.Content),
                context.Today
            )
    )
    {
        Refusals = [.. AdoptPolicy.Refusals, "rule-version-in-use"],
        Codes = request => CodesOf(request.Content),
        Check = (request, errors) => Check(request.Content, errors),
        When = _ => ValidTime.Recorded,
        Example = """
            {
              "validFrom": "2030-01-01",
              "content": {
                "rule": "six must-talks", "mustTalkWithinDays": 14, "lateHours": 24, "coversImported": false,
                "thresholds": [
                  {
                    "name": "repeated-family-warnings", "version": 1, "counts": "warnings", "count": 2,
                    "windowDays": 60, "categories": ["family"], "level": "orange"
                  }
                ]
              }
            }
            """,
    };

    /// <summary>What no field of the rules' data shows by itself.</summary>
    public static void Check(RuleSet rules, FieldErrors errors, string path = "content.")
    {
        if (rules.Thresholds.DistinctBy(x => x.Name).Count() < rules.Thresholds.Count)
            errors.Add($"{path}thresholds", "duplicate");
        for (var i = 0; i < rules.Thresholds.Count; i++)
        {
            if (rules.Thresholds[i].Categories.Count == 0)
                errors.Add($"{path}thresholds[{i}].categories", "missing");
            if (rules.Thresholds[i].Categories.Distinct().Count() < rules.Thresholds[i].Categories.Count)
                errors.Add($"{path}thresholds[{i}].categories", "duplicate");
        }
    }

    private static IReadOnlyList<(string, string?)> CodesOf(RuleSet rules) =>
        [.. rules.Thresholds.Select((x, i) => ($"content.thresholds[{i}].name", (string?)x.Name))];
}
