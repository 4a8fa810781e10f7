using Shouldly;
using Wellbeing.Domain.Commendations;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Commendations;

public sealed class WorkingCalendarTests
{
    private static readonly WorkingCalendar Calendar = CommendationPolicies.Shipped.Calendar;

    [Theory]
    [InlineData("2023-06-21", true)] // An ordinary Wednesday.
    [InlineData("2023-06-22", false)] // The Dragon Boat Festival, a Thursday.
    [InlineData("2023-06-24", false)] // A Saturday.
    [InlineData("2023-06-25", true)] // A Sunday worked in exchange.
    [InlineData("2018-10-01", true)] // No data for the year: weekends only.
    public void a_day_is_worked_or_not(string day, bool worked) => Calendar.IsWorkingDay(Day(day)).ShouldBe(worked);

    [Fact]
    public void the_days_moved_are_what_a_weeks_pattern_does_not_tell()
    {
        Calendar.Closed.Where(IsWeekend).ShouldBeEmpty();
        Calendar.Worked.Where(day => !IsWeekend(day)).ShouldBeEmpty();
        Calendar.Closed.Intersect(Calendar.Worked).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    public void a_year_has_the_working_days_that_its_notice_leaves(int year, int days) =>
        Calendar.Between(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1)).ShouldBe(days);

    [Theory]
    [InlineData("2023-06-21", "2023-06-21", 0)]
    [InlineData("2023-06-21", "2023-06-22", 1)]
    [InlineData("2023-06-21", "2023-06-26", 2)]
    [InlineData("2023-06-26", "2023-06-21", 0)]
    public void working_days_count_from_the_first_day_and_without_the_last(string from, string until, int days) =>
        Calendar.Between(Day(from), Day(until)).ShouldBe(days);

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
