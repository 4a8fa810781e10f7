namespace Wellbeing.Domain.Warnings;

/// <summary>For how long a warning has been open, in days of the bureau, ascending.</summary>
public enum WarningAge
{
    /// <summary>Fewer than three days.</summary>
    UnderThreeDays,

    /// <summary>Three to six days.</summary>
    UnderSevenDays,

    /// <summary>Seven to 29 days.</summary>
    UnderThirtyDays,

    /// <summary>Thirty days and more.</summary>
    ThirtyDaysAndMore,
}

/// <summary>The days on which warnings of an age were raised.</summary>
public static class WarningAges
{
    /// <summary>The age of a warning that was raised so many days before.</summary>
    public static WarningAge Of(int days) =>
        days switch
        {
            < 3 => WarningAge.UnderThreeDays,
            < 7 => WarningAge.UnderSevenDays,
            < 30 => WarningAge.UnderThirtyDays,
            _ => WarningAge.ThirtyDaysAndMore,
        };

    /// <summary>The first and the last day on which one of that age was raised; null for no bound.</summary>
    /// <param name="age">The age.</param>
    /// <param name="day">The day on which it has that age.</param>
    public static (DateOnly? From, DateOnly? To) Raised(WarningAge age, DateOnly day) =>
        age switch
        {
            WarningAge.UnderThreeDays => (Before(day, 2), null),
            WarningAge.UnderSevenDays => (Before(day, 6), Before(day, 3)),
            WarningAge.UnderThirtyDays => (Before(day, 29), Before(day, 7)),
            _ => (null, Before(day, 30)),
        };

    // The calendar begins on a day.
    private static DateOnly Before(DateOnly day, int days) =>
        day.DayNumber < days ? DateOnly.MinValue : day.AddDays(-days);
}
