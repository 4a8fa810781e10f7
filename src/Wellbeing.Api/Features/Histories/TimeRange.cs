using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Histories;

/// <summary>The stretch of a record that is asked for, in both senses of time; every end belongs to it.</summary>
/// <param name="From">It happened then or later.</param>
/// <param name="Until">It happened by then.</param>
/// <param name="KnownAt">It was on record by then; null for whenever.</param>
internal sealed record TimeRange(DateTimeOffset From, DateTimeOffset Until, DateTimeOffset? KnownAt)
{
    /// <summary>Reads <c>asOf</c> and <c>knownAt</c>.</summary>
    public static TimeRange AsOf(Query query) =>
        new(
            DateTimeOffset.MinValue,
            query.Time("asOf")?.ToUniversalTime() ?? DateTimeOffset.MaxValue,
            query.Time("knownAt")?.ToUniversalTime()
        );

    /// <summary>Reads <c>from</c> and <c>to</c> as well, each a day of the bureau or a time.</summary>
    public static TimeRange Of(Query query, BureauCalendar calendar)
    {
        var asOf = AsOf(query);
        var from = DayOrTime(query, "from", day => StartOf(day, calendar));
        var to = DayOrTime(query, "to", day => EndOf(day, calendar));
        return asOf with
        {
            From = from ?? asOf.From,
            Until = to is { } until && until < asOf.Until ? until : asOf.Until,
        };
    }

    public static DateTimeOffset? DayOrTime(Query query, string name, Func<DateOnly, DateTimeOffset> ofDay)
    {
        if (query.Text(name) is not { } text)
            return null;
        if (ValueFormats.TryDate(text, out var day))
            return ofDay(day);
        if (text.Contains('T', StringComparison.Ordinal))
            return query.Time(name)?.ToUniversalTime();
        query.Errors.Add(name, "date");
        return null;
    }

    // The calendar's first and last year have no day before or after them to convert to.
    public static DateTimeOffset StartOf(DateOnly day, BureauCalendar calendar) =>
        day.Year == 1 ? DateTimeOffset.MinValue : calendar.StartOf(day);

    public static DateTimeOffset EndOf(DateOnly day, BureauCalendar calendar) =>
        day.Year == DateOnly.MaxValue.Year
            ? DateTimeOffset.MaxValue
            : calendar.StartOf(day.AddDays(1)).AddMicroseconds(-1);
}
