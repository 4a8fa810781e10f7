using Wellbeing.Domain.Activities;

namespace Wellbeing.Domain;

/// <summary>A bureau's days: what is counted by date is counted in its time zone.</summary>
/// <param name="Zone">The bureau's time zone.</param>
public sealed record BureauCalendar(TimeZoneInfo Zone)
{
    /// <summary>The day on which a time falls.</summary>
    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);

    /// <summary>The first instant of a day; the earlier midnight where the clocks are turned back and it happens twice.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        var offset = Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local);
        // East of Greenwich the first day of all begins before the first time that can be written.
        return local.Ticks < offset.Ticks
            ? DateTimeOffset.MinValue
            : new DateTimeOffset(local, offset).ToUniversalTime();
    }
}

/// <summary>Folds events into states: the one fold behind snapshots, rebuilds and replays.</summary>
public static class Evolution
{
    /// <summary>
    /// The state of a stream after one more event. Throws <see cref="InvalidOperationException"/> where a stream's first
    /// event may not be one.
    /// </summary>
    /// <param name="before">The state before, or null for a stream's first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    public static IRecordState After(object? before, RecordedEvent happened, BureauCalendar calendar) =>
        Catalogue.Of(happened.Data).Stream.Record().After(before, happened, calendar);

    /// <summary>The officers in whose histories an event appears.</summary>
    /// <param name="after">The stream's state after the event.</param>
    /// <param name="happened">The event.</param>
    public static IReadOnlyList<Guid> Concerned(object after, ICareEvent happened) =>
        // Of a unit's activity, an officer's history tells that the officer took part, and nothing of the others.
        happened is AttendanceRecorded attended
            ? attended.OfficerIds
            : Concerned(after);

    /// <summary>The officers whom a stream concerns with all of its events.</summary>
    /// <param name="after">The stream's state.</param>
    public static IReadOnlyList<Guid> Concerned(object after) => ((IRecordState)after).Concerned;
}
