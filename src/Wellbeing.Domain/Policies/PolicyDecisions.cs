using Wellbeing.Domain.Rules;

namespace Wellbeing.Domain.Policies;

/// <summary>What may happen to a policy.</summary>
public static class PolicyDecisions
{
    /// <summary>
    /// How many days a version may be in force already when it is adopted. An order often takes effect on the day it is
    /// issued and reaches a bureau within the week; further back it would contradict what was decided in good faith.
    /// </summary>
    public const int DaysInArrears = 7;

    /// <summary>
    /// Adopts a version. Refuses <c>policy-in-the-past</c> where it would have been in force for more than
    /// <see cref="DaysInArrears" />, and <c>policy-superseded</c> where a version from a later day on is adopted already;
    /// one from the same day on it replaces. Refuses <c>rule-version-in-use</c> where a threshold
    /// changes and keeps its version.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="version">The version; its number follows from the policy.</param>
    /// <param name="today">Today, by the bureau's calendar.</param>
    public static Decision Adopt(Policy policy, PolicyAdopted version, DateOnly today) =>
        version.ValidFrom < policy.Versions.Max(x => x.ValidFrom) ? Decision.Refuse("policy-superseded")
        : version.ValidFrom.DayNumber < today.DayNumber - DaysInArrears ? Decision.Refuse("policy-in-the-past")
        : version.Rules is { } rules && Reuses(policy, rules) ? Decision.Refuse("rule-version-in-use")
        : Decision.Of(version with { Version = policy.Versions.Count + 1 });

    // What a warning says of the rule that raised it has to lead to one content for good.
    private static bool Reuses(Policy policy, RuleSet rules) =>
        policy
            .Versions.SelectMany(x => x.Rules?.Thresholds ?? [])
            .Any(was => rules.Thresholds.Any(x => x.Name == was.Name && x.Version == was.Version && !x.Same(was)));
}
