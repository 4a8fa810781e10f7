using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>
/// A record as it was at a time before its last event: its events up to then, in the order of their versions. An event
/// with a day of its own is decided against this state, however late it is recorded.
/// </summary>
/// <param name="stream">The record's stream.</param>
/// <param name="at">The time; where <paramref name="day" /> is given, the last event of that day may move it on.</param>
/// <param name="day">The day, where no hour is known.</param>
/// <param name="calendar">The bureau's days.</param>
internal sealed class RecordThen(Guid stream, DateTimeOffset at, DateOnly? day, BureauCalendar calendar)
{
    private List<RecordedEvent> _events = [];

    /// <summary>The time: on the day of earlier events after them, since a day says nothing about the hour.</summary>
    public DateTimeOffset At { get; private set; } = at;

    /// <summary>The state then; null before the record began.</summary>
    public IRecordState? State { get; private set; }

    /// <summary>Names of the events that happened later, in the order of recording.</summary>
    public IReadOnlyList<string> Later =>
        [.. _events.Where(x => x.OccurredAt > At).Select(x => Catalogue.Of(x.Data).Name).Distinct()];

    /// <summary>The statement that reads the record's events.</summary>
    public RecordStatement Statement =>
        new(
            Features.Statement.Of(
                $"SELECT {RecordedEvents.Columns} FROM events.mt_events AS e WHERE e.stream_id = $1 ORDER BY e.version",
                SqlParameter.Of(stream)
            ),
            ReadAsync
        );

    private async Task<string?> ReadAsync(NpgsqlDataReader rows, CancellationToken stop)
    {
        _events = [];
        while (await rows.ReadAsync(stop))
            _events.Add(RecordedEvents.Read(rows));
        foreach (var same in _events.Where(x => day is not null && calendar.DayOf(x.OccurredAt) == day))
            At = same.OccurredAt > At ? same.OccurredAt : At;
        State = _events
            .Where(x => x.OccurredAt <= At)
            .Aggregate((IRecordState?)null, (state, x) => Evolution.After(state, x, calendar));
        return null;
    }
}
