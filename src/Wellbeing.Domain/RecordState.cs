namespace Wellbeing.Domain;

/// <summary>A record as its event stream leaves it.</summary>
public interface IRecordState
{
    /// <summary>The stream's id.</summary>
    Guid Id { get; }

    /// <summary>The officer that it is about, or null.</summary>
    Guid? AboutOfficer => null;

    /// <summary>The officers in whose histories its events appear.</summary>
    IReadOnlyList<Guid> Concerned => AboutOfficer is { } officer ? [officer] : [];

    /// <summary>The officer or the unit under whose key its texts are sealed.</summary>
    Guid SubjectId => AboutOfficer ?? Id;

    /// <summary>
    /// Whether what happened at a time was that a last day went by: it is dated the day's last instant, and so may be later
    /// than what was done in time and is told only then.
    /// </summary>
    bool WentOverdueAt(DateTimeOffset at) => false;
}

/// <summary>A record that its own class folds.</summary>
/// <typeparam name="TSelf">That class.</typeparam>
public interface IRecordState<TSelf> : IRecordState
    where TSelf : class, IRecordState<TSelf>
{
    /// <summary>The types of its events, in the order in which they happen.</summary>
    static abstract IReadOnlyList<EventType> Events { get; }

    /// <summary>The state after one more event of the kind's own.</summary>
    /// <param name="before">The state before, or null for the first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    static abstract TSelf Fold(TSelf? before, Recorded happened, BureauCalendar calendar);
}

/// <summary>A record about one officer.</summary>
public interface IOfficerRecord : IRecordState
{
    /// <summary>Whom it is about.</summary>
    Guid OfficerId { get; }

    /// <inheritdoc />
    Guid? IRecordState.AboutOfficer => OfficerId;
}
