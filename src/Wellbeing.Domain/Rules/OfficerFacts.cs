using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Rules;

/// <summary>An event about an officer, as rules see it.</summary>
/// <param name="Seq">Its place in the order of recording.</param>
/// <param name="Event">The event.</param>
/// <param name="Live">Whether it may set a rule off: recorded since the rules are active, and not a record of the past.</param>
public sealed record Fact(long Seq, Recorded Event, bool Live);

/// <summary>Everything on record about one officer.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="All">Every event, in the order of recording.</param>
/// <param name="ActiveFrom">Since when the rules are active.</param>
public sealed record OfficerFacts(Guid OfficerId, IReadOnlyList<Fact> All, DateTimeOffset ActiveFrom)
{
    /// <summary>The events that may set a rule off.</summary>
    public IEnumerable<Fact> Live => All.Where(x => x.Live);

    /// <summary>What was on record at a time, that instant included; of a stream nothing without all that came before it.</summary>
    public Known KnownBy(DateTimeOffset at, BureauCalendar calendar)
    {
        var later = new HashSet<Guid>();
        return new Known(
            OfficerId,
            [
                .. All.Where(x =>
                    !later.Contains(x.Event.StreamId) && (x.Event.RecordedAt <= at || !later.Add(x.Event.StreamId))
                ),
            ],
            calendar
        );
    }

    /// <summary>What was on record with an event: all before it, and itself.</summary>
    public Known KnownWith(long seq, BureauCalendar calendar) =>
        new(OfficerId, [.. All.Where(x => x.Seq <= seq)], calendar);
}

/// <summary>What was on record about an officer when a rule judged.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="Facts">The events, in the order of recording.</param>
/// <param name="Calendar">The bureau's days.</param>
public sealed record Known(Guid OfficerId, IReadOnlyList<Fact> Facts, BureauCalendar Calendar)
{
    /// <summary>The officer's career, or null where it is not on record.</summary>
    public Officer? Officer => States<Officer>() is [var officer, ..] ? officer : null;

    /// <summary>Whether the officer is in service on a day.</summary>
    public bool ServesOn(DateOnly day) =>
        Officer is { Status: not OfficerStatus.Erased } officer
        && officer.AppointedOn <= day
        && (officer.DepartedOn is null || officer.DepartedOn > day);

    /// <summary>The states of streams of one kind.</summary>
    /// <param name="asOf">Only what had happened by then; null for all of it.</param>
    public IReadOnlyList<TState> States<TState>(DateTimeOffset? asOf = null)
        where TState : class
    {
        var kind = KindOf(typeof(TState));
        var states = new Dictionary<Guid, object>();
        foreach (var happened in Facts.Select(x => x.Event))
        {
            if (happened.Stream == kind && (asOf is null || happened.OccurredAt <= asOf))
                states[happened.StreamId] = Evolution.After(
                    states.GetValueOrDefault(happened.StreamId),
                    happened,
                    Calendar
                );
        }
        return [.. states.Values.Cast<TState>()];
    }

    // A state's class is named for its kind of stream.
    private static StreamKind KindOf(Type state) => Enum.Parse<StreamKind>(state.Name);
}
