using CsCheck;
using Shouldly;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests;

public sealed class BureauCalendarTests
{
    // Havana turns its clocks back at one in the morning, so that a midnight happens twice; Beirut skips one.
    private static readonly Gen<BureauCalendar> Calendars = Gen.OneOf(
            "Asia/Shanghai",
            "UTC",
            "Europe/Berlin",
            "America/Havana",
            "Asia/Beirut",
            "Asia/Kathmandu"
        )
        .Select(zone => new BureauCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static readonly Gen<DateOnly> Days = Gen.Int[0, 30 * 366].Select(Day("2000-01-01").AddDays);

    [Theory]
    [InlineData("2023-06-30T15:59:59.999999Z", "2023-06-30")]
    [InlineData("2023-06-30T16:00:00Z", "2023-07-01")]
    [InlineData("2023-06-30T23:59:59-12:00", "2023-07-01")]
    public void a_time_falls_on_a_day_of_the_bureau(string at, string day) =>
        Shanghai.DayOf(Time(at)).ShouldBe(Day(day));

    [Fact]
    public void a_day_of_the_bureau_starts_eight_hours_before_it_starts_in_utc()
    {
        var start = Shanghai.StartOf(Day("2023-07-01"));

        start.ShouldBe(Time("2023-06-30T16:00:00Z"));
        start.Offset.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public void the_first_day_of_all_starts_no_earlier_than_time_does() =>
        Shanghai.StartOf(DateOnly.MinValue).ShouldBe(DateTimeOffset.MinValue);

    [Fact]
    public void a_day_starts_once_and_nothing_before_it_belongs_to_it() =>
        Gen.Select(Calendars, Days)
            .Sample(
                (calendar, day) =>
                {
                    var start = calendar.StartOf(day);
                    calendar.DayOf(start).ShouldBe(day);
                    calendar.DayOf(start.AddTicks(-1)).ShouldBe(day.AddDays(-1));
                },
                iter: 2_000
            );

    [Fact]
    public void when_a_midnight_happens_twice_the_day_starts_with_the_first() =>
        new BureauCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/Havana"))
            .StartOf(Day("2023-11-05"))
            .ShouldBe(Time("2023-11-05T04:00:00Z"));
}
