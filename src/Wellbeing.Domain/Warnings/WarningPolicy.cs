namespace Wellbeing.Domain.Warnings;

/// <summary>The deadlines that warnings set, in force from a day on; data, not code.</summary>
/// <param name="Rule">Source of the rules.</param>
/// <param name="ValidFrom">First day in force.</param>
/// <param name="AcknowledgeWithinHours">Hours to the acknowledgement, by level.</param>
/// <param name="InterveneWithinHours">Hours until an intervention has to be open, by level.</param>
public sealed record WarningPolicy(
    string Rule,
    DateOnly ValidFrom,
    IReadOnlyDictionary<WarningLevel, int> AcknowledgeWithinHours,
    IReadOnlyDictionary<WarningLevel, int> InterveneWithinHours
);

/// <summary>A warning's deadlines.</summary>
/// <param name="AcknowledgeBy">For its acknowledgement; null where no policy was in force.</param>
/// <param name="InterveneBy">For an intervention to be open; null where no policy was in force.</param>
public sealed record Deadlines(DateTimeOffset? AcknowledgeBy, DateTimeOffset? InterveneBy);

/// <summary>The versions of the policy.</summary>
/// <param name="Versions">The versions, in any order.</param>
public sealed record WarningPolicies(IReadOnlyList<WarningPolicy> Versions)
{
    /// <summary>The policy that the product ships with.</summary>
    public static WarningPolicies Shipped { get; } =
        new(PolicyFile.Read<List<WarningPolicy>>("Warnings.warning-policies.json"));

    /// <summary>The deadlines of a warning of a level.</summary>
    /// <param name="level">Its level.</param>
    /// <param name="at">From when on they count.</param>
    /// <param name="day">That day, in the bureau's time zone: the version in force on it counts.</param>
    public Deadlines For(WarningLevel level, DateTimeOffset at, DateOnly day)
    {
        var policy = Versions.Where(x => x.ValidFrom <= day).MaxBy(x => x.ValidFrom);
        return new Deadlines(By(policy?.AcknowledgeWithinHours), By(policy?.InterveneWithinHours));

        DateTimeOffset? By(IReadOnlyDictionary<WarningLevel, int>? hours) =>
            hours is null ? null : at.AddHours(hours[level]);
    }
}
