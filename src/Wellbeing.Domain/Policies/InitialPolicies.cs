using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Policies;

/// <summary>The versions that a new database begins with: what the product ships.</summary>
public static class InitialPolicies
{
    private static readonly DateOnly CalendarFrom = new(2000, 1, 1);

    /// <summary>The versions, of each kind in their order.</summary>
    public static IReadOnlyList<PolicyAdopted> All { get; } =
    [
        .. CommendationPolicies.Shipped.Versions.OrderBy(x => x.ValidFrom).Select((x, at) => Of(x, at + 1)),
        new(
            PolicyKind.WorkingCalendar,
            1,
            CalendarFrom,
            WorkingCalendar: PolicyFile.Read<WorkingDays>("Commendations.working-calendar.json")
        ),
        .. WarningPolicies.Shipped.Versions.OrderBy(x => x.ValidFrom).Select((x, at) => Of(x, at + 1)),
        .. PolicyFile
            .Read<List<ShippedRules>>("Rules.rule-policies.json")
            .OrderBy(x => x.ValidFrom)
            .Select((x, at) => new PolicyAdopted(PolicyKind.Rules, at + 1, x.ValidFrom, Rules: x.Rules)),
    ];

    private sealed record ShippedRules(DateOnly ValidFrom, RuleSet Rules);

    private static PolicyAdopted Of(CommendationPolicy shipped, int version) =>
        new(
            PolicyKind.Awards,
            version,
            shipped.ValidFrom,
            Awards: new(
                shipped.Rule,
                new(
                    shipped.HighestLevel[Authority.County],
                    shipped.HighestLevel[Authority.City],
                    shipped.HighestLevel[Authority.Province],
                    shipped.HighestLevel[Authority.Ministry]
                ),
                shipped.PublicisedFrom,
                shipped.PublicisedWorkingDays,
                shipped.DeedRewardedOnce
            )
        );

    private static PolicyAdopted Of(WarningPolicy shipped, int version) =>
        new(
            PolicyKind.WarningDeadlines,
            version,
            shipped.ValidFrom,
            WarningDeadlines: new(
                shipped.Rule,
                Hours(shipped.AcknowledgeWithinHours),
                Hours(shipped.InterveneWithinHours)
            )
        );

    private static HoursByLevel Hours(IReadOnlyDictionary<WarningLevel, int> hours) =>
        new(hours[WarningLevel.Blue], hours[WarningLevel.Yellow], hours[WarningLevel.Orange], hours[WarningLevel.Red]);
}
