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
    [InlineData("2018-10-01", false)] // The National Day.
    [InlineData("2020-01-31", false)] // The Spring Festival that was made longer.
    [InlineData("2026-10-08", true)]
    [InlineData("2026-10-10", true)] // A Saturday worked in exchange.
    public void a_day_is_worked_or_not(string day, bool worked) => Calendar.IsWorkingDay(Day(day)).ShouldBe(worked);

    [Fact]
    public void the_days_moved_are_what_a_weeks_pattern_does_not_tell()
    {
        Calendar.Closed.Where(IsWeekend).ShouldBeEmpty();
        Calendar.Worked.Where(day => !IsWeekend(day)).ShouldBeEmpty();
        Calendar.Closed.Intersect(Calendar.Worked).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(2016, 250)]
    [InlineData(2017, 249)]
    [InlineData(2018, 250)]
    [InlineData(2019, 250)]
    [InlineData(2020, 249)]
    [InlineData(2021, 250)]
    [InlineData(2022, 249)]
    [InlineData(2023, 249)]
    [InlineData(2024, 251)]
    [InlineData(2025, 248)]
    [InlineData(2026, 248)]
    public void a_year_has_the_working_days_that_its_notice_leaves(int year, int days) =>
        Calendar.Between(new DateOnly(year, 1, 1), new DateOnly(year + 1, 1, 1)).ShouldBe(days);

    [Theory]
    [InlineData("2023-06-21", "2023-06-21", 0)]
    [InlineData("2023-06-21", "2023-06-22", 1)]
    [InlineData("2023-06-21", "2023-06-26", 2)]
    [InlineData("2023-06-26", "2023-06-21", 0)]
    public void working_days_count_from_the_first_day_and_without_the_last(string from, string until, int days) =>
        Calendar.Between(Day(from), Day(until)).ShouldBe(days);

    [Theory]
    [InlineData("2015-12-30", "2016-01-02", 2015)]
    [InlineData("2015-12-30", "2015-12-31", 2015)]
    [InlineData("2016-01-01", "2026-12-31", null)]
    [InlineData("2026-12-30", "2027-01-01", null)]
    [InlineData("2026-12-30", "2027-01-02", 2027)]
    [InlineData("2028-01-02", "2028-01-01", null)]
    public void the_days_of_a_year_that_is_not_known_are_not_guessed(string from, string until, int? unknown)
    {
        Calendar.UnknownBetween(Day(from), Day(until)).ShouldBe(unknown);
        Calendar.Between(Day("2027-01-01"), Day("2028-01-01")).ShouldBe(0);
    }

    private static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
