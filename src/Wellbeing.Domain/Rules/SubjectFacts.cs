using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Domain.Rules;

/// <summary>An event as rules see it.</summary>
/// <param name="Seq">Its place in the order of recording.</param>
/// <param name="Event">The event.</param>
/// <param name="Live">Whether it may set a rule off: recorded since the rules are active, and not a record of the past.</param>
public sealed record Fact(long Seq, RecordedEvent Event, bool Live);

/// <summary>Everything on record about one subject: an officer, or a unit's review of a quarter.</summary>
/// <param name="SubjectId">The officer, or the review's stream.</param>
/// <param name="All">Every event, in the order of recording.</param>
/// <param name="ActiveFrom">Since when the rules are active.</param>
public sealed record SubjectFacts(Guid SubjectId, IReadOnlyList<Fact> All, DateTimeOffset ActiveFrom)
{
    /// <summary>The events that may set a rule off.</summary>
    public IEnumerable<Fact> Live => All.Where(x => x.Live);

    /// <summary>What was on record at a time, that instant included; of a stream nothing without all that came before it.</summary>
    public Known KnownBy(DateTimeOffset at, BureauCalendar calendar)
    {
        var later = new HashSet<Guid>();
        return new Known(
            SubjectId,
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
        new(SubjectId, [.. All.Where(x => x.Seq <= seq)], calendar);
}

/// <summary>What was on record about a subject when a rule judged.</summary>
/// <param name="SubjectId">The officer, or the review's stream.</param>
/// <param name="Facts">The events, in the order of recording.</param>
/// <param name="Calendar">The bureau's days.</param>
public sealed record Known(Guid SubjectId, IReadOnlyList<Fact> Facts, BureauCalendar Calendar)
{
    /// <summary>The officer's career, or null where it is not on record.</summary>
    public Officer? Officer => States<Officer>() is [var officer, ..] ? officer : null;

    /// <summary>The review, or null where it is an officer.</summary>
    public Review? Review => States<Review>() is [var review, ..] ? review : null;

    /// <summary>The state of one stream, or null where it is not on record.</summary>
    public TState? State<TState>(Guid stream)
        where TState : class =>
        Facts
            .Where(x => x.Event.StreamId == stream)
            .Aggregate((object?)null, (state, x) => Evolution.After(state, x.Event, Calendar)) as TState;

    /// <summary>Whether the officer is in service on a day.</summary>
    public bool ServesOn(DateOnly day) =>
        Officer is { Status: not OfficerStatus.Erased } officer && officer.Career.On(day) is not null;

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
