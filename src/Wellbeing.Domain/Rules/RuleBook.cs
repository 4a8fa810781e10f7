using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>A version of the rules' data.</summary>
/// <param name="Version">Its number.</param>
/// <param name="ValidFrom">First day on which it is in force, until a later version is.</param>
/// <param name="RecordedAt">When it was put on record.</param>
/// <param name="Rules">The data.</param>
public sealed record RuleVersion(int Version, DateOnly ValidFrom, DateTimeOffset RecordedAt, RuleSet Rules);

/// <summary>Every version of the rules' data, as rules ask for them.</summary>
/// <param name="Versions">The versions, in any order.</param>
/// <param name="Deadlines">The deadlines that warnings set.</param>
/// <param name="Calendar">The bureau's days.</param>
public sealed record RuleBook(IReadOnlyList<RuleVersion> Versions, WarningPolicies Deadlines, BureauCalendar Calendar)
{
    /// <summary>
    /// The data in force at a time, by what was on record then, or null before the first: one that is adopted later and
    /// counts from an earlier day on does not change what rules have done.
    /// </summary>
    public RuleSet? At(DateTimeOffset at)
    {
        var day = Calendar.DayOf(at);
        return Versions
            .Where(x => x.RecordedAt <= at && x.ValidFrom <= day)
            .OrderBy(x => x.ValidFrom)
            .ThenBy(x => x.Version)
            .LastOrDefault()
            ?.Rules;
    }

    /// <summary>The last instant of a day, in whole microseconds.</summary>
    public DateTimeOffset EndOf(DateOnly day) => Calendar.StartOf(day.AddDays(1)).AddMicroseconds(-1);
}
