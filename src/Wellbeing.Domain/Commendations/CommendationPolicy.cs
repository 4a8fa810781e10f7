using System.Collections.Immutable;

namespace Wellbeing.Domain.Commendations;

/// <summary>The rules for commendations in force from a day on; data, not code.</summary>
/// <param name="Rule">Source of the rules, such as <c>MPS Order 135</c>.</param>
/// <param name="ValidFrom">First day in force.</param>
/// <param name="HighestLevel">The highest level that each authority may approve.</param>
/// <param name="PublicisedFrom">The lowest level that has to be made public before approval.</param>
/// <param name="PublicisedWorkingDays">How many working days it has to be public, 1 and up.</param>
/// <param name="DeedRewardedOnce">Whether one deed may be rewarded only once.</param>
public sealed record CommendationPolicy(
    string Rule,
    DateOnly ValidFrom,
    IReadOnlyDictionary<Authority, CommendationLevel> HighestLevel,
    CommendationLevel PublicisedFrom,
    int PublicisedWorkingDays,
    bool DeedRewardedOnce
)
{
    /// <summary>Whether an authority may approve a level; <see cref="CommendationLevel.Other" /> is anyone's.</summary>
    public bool MayApprove(Authority authority, CommendationLevel level) =>
        level == CommendationLevel.Other || level <= HighestLevel[authority];

    /// <summary>Whether a level has to be made public before it is approved.</summary>
    public bool AsksForPublicising(CommendationLevel level) =>
        level != CommendationLevel.Other && level >= PublicisedFrom;
}

/// <summary>The versions of the policy and the calendar that they count by.</summary>
/// <param name="Versions">The versions, in any order.</param>
/// <param name="Calendar">The calendar of working days.</param>
public sealed record CommendationPolicies(IReadOnlyList<CommendationPolicy> Versions, WorkingCalendar Calendar)
{
    /// <summary>The policies that the product ships with.</summary>
    public static CommendationPolicies Shipped { get; } =
        new(
            PolicyFile.Read<List<CommendationPolicy>>("Commendations.commendation-policies.json"),
            PolicyFile.Read<WorkingCalendar>("Commendations.working-calendar.json")
        );

    /// <summary>The version in force on a day, or null before the first.</summary>
    public CommendationPolicy? On(DateOnly day) =>
        Versions.Where(version => version.ValidFrom <= day).MaxBy(version => version.ValidFrom);
}

/// <summary>
/// Working days: Monday to Friday, but for the days that the State Council moved. Each year has such days; one of which the
/// calendar holds none is not known to it.
/// </summary>
/// <param name="Closed">Days off that a week's pattern does not tell.</param>
/// <param name="Worked">Weekend days that are worked in exchange.</param>
public sealed record WorkingCalendar(ImmutableHashSet<DateOnly> Closed, ImmutableHashSet<DateOnly> Worked)
{
    /// <summary>Whether a day is worked.</summary>
    public bool IsWorkingDay(DateOnly day) =>
        Worked.Contains(day)
        || (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Closed.Contains(day));

    /// <summary>Whether the working days of a year are known.</summary>
    public bool Knows(int year) => Closed.Any(x => x.Year == year);

    /// <summary>
    /// How many working days lie from a day up to, and without, another, by the years that are known; 0 where the second is not
    /// later.
    /// </summary>
    public int Between(DateOnly from, DateOnly until)
    {
        var (days, known) = (0, Closed.Select(x => x.Year).ToHashSet());
        for (var day = from; day < until; day = day.AddDays(1))
            if (known.Contains(day.Year) && IsWorkingDay(day))
                days++;
        return days;
    }

    /// <summary>The first year from a day up to, and without, another whose working days are not known; null for none.</summary>
    public int? UnknownBetween(DateOnly from, DateOnly until)
    {
        if (from >= until)
            return null;
        for (var year = from.Year; year <= until.AddDays(-1).Year; year++)
            if (!Knows(year))
                return year;
        return null;
    }
}
