using System.Text.Json.Serialization;

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
    /// When what is agreed on it was agreed, where nobody says so: in the talk, or in the meeting, whenever that is put on
    /// record. Null where that is when it is put on record.
    /// </summary>
    DateTimeOffset? AgreedAt => null;
}

/// <summary>What all states have beside what is answered of them.</summary>
public abstract record RecordState
{
    /// <summary>When the latest of its events happened. The fold sets it; it is stored beside the state's JSON, and is not in it.</summary>
    [JsonIgnore]
    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>A state read from its JSON equals the one that was folded.</summary>
    public virtual bool Equals(RecordState? other) => other is not null && EqualityContract == other.EqualityContract;

    /// <inheritdoc />
    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>A day as a time: noon in UTC falls on the same day nearly everywhere.</summary>
    protected static DateTimeOffset NoonOf(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);
}

/// <summary>A record that its own class folds.</summary>
/// <typeparam name="TSelf">That class.</typeparam>
public interface IRecordState<TSelf> : IRecordState
    where TSelf : RecordState, IRecordState<TSelf>
{
    /// <summary>The types of its events, in the order in which they happen.</summary>
    static abstract IReadOnlyList<EventType> Events { get; }

    /// <summary>The state after one more event of the kind's own.</summary>
    /// <param name="before">The state before, or null for the first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    static abstract TSelf Fold(TSelf? before, RecordedEvent happened, BureauCalendar calendar);
}

/// <summary>A record about one officer.</summary>
public interface IOfficerRecord : IRecordState
{
    /// <summary>Whom it is about.</summary>
    Guid OfficerId { get; }

    /// <inheritdoc />
    Guid? IRecordState.AboutOfficer => OfficerId;
}
