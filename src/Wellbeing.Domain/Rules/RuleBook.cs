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

    /// <summary>
    /// When something is judged that is due by a time: what became known late is judged late, so that the rest of the story
    /// can be put on record too.
    /// </summary>
    /// <param name="by">By when it is due.</param>
    /// <param name="set">What made it due.</param>
    public DateTimeOffset JudgedAt(DateTimeOffset by, RecordedEvent set) =>
        by >= set.RecordedAt ? by : set.RecordedAt.AddHours(At(set.RecordedAt)?.LateHours ?? 0);

    /// <summary>
    /// What has to be done by the end of a day. Nothing falls due at the end of the last day that can be written.
    /// </summary>
    /// <param name="rule">The rule, and the event that it saw.</param>
    /// <param name="set">What made it due.</param>
    /// <param name="day">The last day for it.</param>
    /// <param name="judge">What is to be put on record, by the last instant of that day.</param>
    public IEnumerable<Obligation> DueBy(
        RuleTrace rule,
        RecordedEvent set,
        DateOnly day,
        Func<Known, DateTimeOffset, RuleAct?> judge
    ) =>
        day == DateOnly.MaxValue
            ? []
            :
            [
                new Obligation(
                    rule,
                    $"{set.Id}",
                    JudgedAt(Calendar.StartOf(day.AddDays(1)), set),
                    known => judge(known, EndOf(day))
                ),
            ];

    /// <summary>The last instant of a day, in whole microseconds.</summary>
    public DateTimeOffset EndOf(DateOnly day) => Calendar.StartOf(day.AddDays(1)).AddMicroseconds(-1);
}
