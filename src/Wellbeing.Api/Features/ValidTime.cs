using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>
/// When what a request tells of holds: on the body's own day, at its own time, or, where it has neither, when it is put on
/// record or at the <c>occurredAt</c> that the caller states.
/// </summary>
/// <param name="Field">The body's field that says it; null for none.</param>
/// <param name="Day">The body's own day.</param>
/// <param name="At">The body's own time.</param>
internal readonly record struct ValidTime(string? Field, DateOnly? Day, DateTimeOffset? At)
{
    /// <summary>How far the clocks of callers may run ahead of the server's.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>A body without a day or time of its own.</summary>
    public static ValidTime Recorded => default;

    /// <summary>Whether the body says when it holds.</summary>
    public bool IsOwn => Day is not null || At is not null;

    public static ValidTime OnDay(string field, DateOnly? day) => new(day is null ? null : field, day, null);

    public static ValidTime AtTime(string field, DateTimeOffset? at) => new(at is null ? null : field, null, at);

    /// <summary>
    /// The time of the event. Errors name what lies ahead of now, and an <c>occurredAt</c> that lies on another day than the
    /// body's own.
    /// </summary>
    /// <param name="stated">The caller's <c>occurredAt</c>, or null.</param>
    /// <param name="isOrder">Whether the body's day is one for which something is ordered.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="errors">Takes the errors, by field.</param>
    public DateTimeOffset Resolve(
        DateTimeOffset? stated,
        bool isOrder,
        DateTimeOffset now,
        BureauCalendar calendar,
        FieldErrors errors
    )
    {
        if (stated > now + Ahead)
            errors.Add("occurredAt", "future");
        if (!IsOwn || isOrder)
            return (stated ?? now).ToUniversalTime();
        var day = Day ?? calendar.DayOf(At!.Value);
        if (At > now + Ahead || Day > calendar.DayOf(now))
            errors.Add(Field!, "future");
        else if (stated is { } other && calendar.DayOf(other) != day)
            errors.Add("occurredAt", "other-day", ("field", Field!), ("day", day));
        return (At ?? stated ?? calendar.StartOf(day)).ToUniversalTime();
    }
}

/// <summary>The time of the event that a request is to make.</summary>
/// <param name="OccurredAt">When it happens; whole microseconds, UTC.</param>
/// <param name="When">What the body says.</param>
/// <param name="IsOrder">Whether the body's day is after the request's, so that it is ordered.</param>
internal sealed record Timing(DateTimeOffset OccurredAt, ValidTime When, bool IsOrder)
{
    public static Timing Now(DateTimeOffset now) => new(now, ValidTime.Recorded, false);

    /// <summary>The time, with errors that name what lies ahead or contradicts the body's own day.</summary>
    /// <param name="call">The request.</param>
    /// <param name="record">The record that it continues, or null.</param>
    /// <param name="stated">The time that the caller states, or null.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="mode">Whether a day that is too early is refused.</param>
    /// <param name="errors">Takes the errors, by field.</param>
    public static Timing Of(
        UseCaseCall call,
        IRecordState? record,
        DateTimeOffset? stated,
        DateTimeOffset now,
        BureauCalendar calendar,
        PolicyMode mode,
        FieldErrors errors
    )
    {
        var isOrder = call.UseCase.Order is not null && call.When.Day > calendar.DayOf(stated ?? now);
        foreach (var (field, _) in call.Past.Where(x => x.At > now + ValidTime.Ahead))
            errors.Add(field, "future");
        var at = call.When.Resolve(stated, isOrder, now, calendar, errors);
        var agreedOn = calendar.DayOf(stated ?? record?.AgreedAt ?? at);
        foreach (var (field, earliest) in mode == PolicyMode.Refuse ? call.Early(record, agreedOn) : [])
            errors.Add(field, "earlier-than", ("min", earliest));
        return new(at, call.When, isOrder);
    }

    /// <summary>The record at that time, where later events are on record and the body has a day or time of its own; else null.</summary>
    /// <param name="stream">The record's stream.</param>
    /// <param name="last">When the last of its events happened.</param>
    /// <param name="calendar">The bureau's days.</param>
    public RecordThen? Then(Guid stream, DateTimeOffset last, BureauCalendar calendar) =>
        When.IsOwn && !IsOrder && OccurredAt < last ? new(stream, OccurredAt, When.Day, calendar) : null;
}
