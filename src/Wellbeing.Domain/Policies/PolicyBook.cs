using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Policies;

/// <summary>Every version of every policy, as decisions ask for them.</summary>
public sealed record PolicyBook
{
    private readonly IReadOnlyList<CommendationPolicy> _awards;
    private readonly IReadOnlyList<(DateOnly ValidFrom, WorkingCalendar Calendar)> _calendars;

    /// <summary>Makes a book of all versions that were adopted.</summary>
    /// <param name="adopted">The versions, in any order.</param>
    public PolicyBook(IEnumerable<PolicyAdopted> adopted)
    {
        // Of two versions from the same day on the later one counts.
        var counting = adopted
            .GroupBy(x => (x.Kind, x.ValidFrom))
            .Select(x => x.MaxBy(y => y.Version)!)
            .OrderBy(x => x.ValidFrom)
            .ToList();
        _awards = [.. counting.Where(x => x.Awards is not null).Select(x => PolicyOf(x.Awards!, x.ValidFrom))];
        _calendars =
        [
            .. counting
                .Where(x => x.WorkingCalendar is not null)
                .Select(x =>
                    (x.ValidFrom, new WorkingCalendar([.. x.WorkingCalendar!.Closed], [.. x.WorkingCalendar.Worked]))
                ),
        ];
        Warnings = new([
            .. counting
                .Where(x => x.WarningDeadlines is not null)
                .Select(x => PolicyOf(x.WarningDeadlines!, x.ValidFrom)),
        ]);
    }

    /// <summary>The versions of the deadlines.</summary>
    public WarningPolicies Warnings { get; }

    /// <summary>The versions of the rules for commendations, with the calendar in force on a day.</summary>
    public CommendationPolicies AwardsOn(DateOnly day) =>
        new(_awards, _calendars.LastOrDefault(x => x.ValidFrom <= day).Calendar ?? new WorkingCalendar([], []));

    private static CommendationPolicy PolicyOf(AwardRules rules, DateOnly validFrom) =>
        new(
            rules.Rule,
            validFrom,
            new Dictionary<Authority, CommendationLevel>
            {
                [Authority.County] = rules.HighestLevel.County,
                [Authority.City] = rules.HighestLevel.City,
                [Authority.Province] = rules.HighestLevel.Province,
                [Authority.Ministry] = rules.HighestLevel.Ministry,
            },
            rules.PublicisedFrom,
            rules.PublicisedWorkingDays,
            rules.DeedRewardedOnce
        );

    private static WarningPolicy PolicyOf(DeadlineRules rules, DateOnly validFrom) =>
        new(rules.Rule, validFrom, ByLevel(rules.AcknowledgeWithinHours), ByLevel(rules.InterveneWithinHours));

    private static Dictionary<WarningLevel, int> ByLevel(HoursByLevel hours) =>
        new()
        {
            [WarningLevel.Blue] = hours.Blue,
            [WarningLevel.Yellow] = hours.Yellow,
            [WarningLevel.Orange] = hours.Orange,
            [WarningLevel.Red] = hours.Red,
        };
}
