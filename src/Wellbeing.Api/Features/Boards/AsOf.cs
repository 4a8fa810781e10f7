using System.Globalization;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Boards;

/// <summary>The time as of which a board stands.</summary>
/// <param name="Until">What had happened by then counts; the end of today at the latest.</param>
/// <param name="At">The same, and not later than now: what falls due until then has fallen due.</param>
/// <param name="Day">The bureau's day of it.</param>
/// <param name="Text">As it is asked for.</param>
internal sealed record AsOf(DateTimeOffset Until, DateTimeOffset At, DateOnly Day, string Text)
{
    public static QueryParameter Parameter { get; } =
        new("asOf", typeof(DateOnly), "As of the end of this day (the bureau's), or of a time; today without it.")
        {
            Or = typeof(DateTimeOffset),
        };

    public static AsOf Of(Query query, BureauCalendar calendar, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var asked = TimeRange.DayOrTime(query, "asOf", day => TimeRange.EndOf(day, calendar));
        if (asked is not { } time)
            return OfDay(calendar.DayOf(now), calendar, now);
        var raw = query.Text("asOf")!;
        var end = TimeRange.EndOf(calendar.DayOf(now), calendar);
        return Of(time < end ? time : end, calendar, now) with
        {
            Text = raw.Contains('T', StringComparison.Ordinal) ? Instants.Text(time) : raw,
        };
    }

    /// <summary>As of the end of a day, or of today where that comes first.</summary>
    public static AsOf OfDay(DateOnly day, BureauCalendar calendar, DateTimeOffset now)
    {
        var today = calendar.DayOf(now);
        return Of(TimeRange.EndOf(day < today ? day : today, calendar), calendar, now);
    }

    private static AsOf Of(DateTimeOffset until, BureauCalendar calendar, DateTimeOffset now)
    {
        var day = calendar.DayOf(until);
        return new(
            until,
            until < now ? until : now.ToUniversalTime(),
            day,
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
        );
    }
}
