using System.Collections.Frozen;
using System.Text.Json;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain;

/// <summary>Whose a record is: with whom it is within reach, and whose erasure or restriction closes it.</summary>
public enum RecordOwner
{
    /// <summary>One officer's.</summary>
    Officer,

    /// <summary>A unit's, and about no single officer.</summary>
    Unit,

    /// <summary>An officer's or a unit's: an award stays its unit's, and comes along with its officer.</summary>
    OfficerOrUnit,

    /// <summary>The whole bureau's.</summary>
    Bureau,
}

/// <summary>A kind of record: an event stream, its events, and the state that they fold to.</summary>
/// <param name="Stream">The stream's kind.</param>
/// <param name="Word">Its word in stored data and in answers, such as <c>commendation</c>.</param>
/// <param name="Plural">What many of them are called in paths and tables, such as <c>commendations</c>.</param>
/// <param name="StateType">The class of its state.</param>
/// <param name="Events">The types of its events, in the order in which they happen.</param>
/// <param name="Fold">The state after one more of its events.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="IsCare">Whether it is read, opened and continued as a care record.</param>
/// <param name="IsSubject">Whether the stream is an officer or a unit itself, and has a key for the texts about it.</param>
public sealed record RecordKind(
    StreamKind Stream,
    string Word,
    string Plural,
    Type StateType,
    IReadOnlyList<EventType> Events,
    Func<IRecordState?, RecordedEvent, BureauCalendar, IRecordState> Fold,
    RecordOwner Owner,
    bool IsCare,
    bool IsSubject
)
{
    private readonly FrozenDictionary<Type, EventType> _events = Events.ToFrozenDictionary(x => x.Type);

    /// <summary>A kind by the class of its state.</summary>
    public static RecordKind Of<TState>(
        StreamKind stream,
        string word,
        string plural,
        RecordOwner owner = RecordOwner.Officer,
        bool isCare = false,
        bool isSubject = false
    )
        where TState : RecordState, IRecordState<TState> =>
        new(stream, word, plural, typeof(TState), TState.Events, Folded<TState>, owner, isCare, isSubject);

    /// <summary>The type of its streams as the event store has it: the alias of the state's class.</summary>
    public string StreamType => JsonNamingPolicy.SnakeCaseLower.ConvertName(StateType.Name);

    /// <summary>
    /// The state after one more event. Throws <see cref="InvalidOperationException"/> where the event cannot come next.
    /// </summary>
    /// <param name="before">The state before, or null for the first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    public IRecordState After(object? before, RecordedEvent happened, BureauCalendar calendar) =>
        _events.TryGetValue(happened.Data.GetType(), out var type)
        && (before is null ? type.Starts : StateType.IsInstanceOfType(before))
            ? Fold((IRecordState?)before, happened, calendar)
            : throw new InvalidOperationException(
                $"{happened.Data.GetType().Name} cannot be version {happened.Version} of this stream."
            );

    /// <summary>A state as it is stored.</summary>
    public IRecordState Read(ReadOnlySpan<byte> json) =>
        (IRecordState)JsonSerializer.Deserialize(json, StateType, CareJson.Options)!;

    private static TState Folded<TState>(IRecordState? before, RecordedEvent happened, BureauCalendar calendar)
        where TState : RecordState, IRecordState<TState>
    {
        RecordState after = TState.Fold((TState?)before, happened, calendar);
        // An event that is recorded late does not move the record's latest time back.
        var last = before is RecordState { OccurredAt: var at } && at > happened.OccurredAt ? at : happened.OccurredAt;
        return (TState)(after with { OccurredAt = last });
    }
}

/// <summary>Every kind of record. What is not here is not stored.</summary>
public static class RecordKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<RecordKind> All { get; } =
    [
        RecordKind.Of<Unit>(StreamKind.Unit, "unit", "units", RecordOwner.Unit, isSubject: true),
        RecordKind.Of<Officer>(StreamKind.Officer, "officer", "officers", isSubject: true),
        RecordKind.Of<Commendation>(
            StreamKind.Commendation,
            "commendation",
            "commendations",
            RecordOwner.OfficerOrUnit
        ),
        RecordKind.Of<Talk>(StreamKind.Talk, "talk", "talks", isCare: true),
        RecordKind.Of<Warning>(StreamKind.Warning, "warning", "warnings", isCare: true),
        RecordKind.Of<Intervention>(StreamKind.Intervention, "intervention", "interventions", isCare: true),
        RecordKind.Of<Assessment>(StreamKind.Assessment, "assessment", "assessments", isCare: true),
        RecordKind.Of<Leave>(StreamKind.Leave, "leave", "leaves", isCare: true),
        RecordKind.Of<Banquet>(StreamKind.Banquet, "banquet", "banquets", isCare: true),
        RecordKind.Of<Suggestion>(StreamKind.Suggestion, "suggestion", "suggestions", isCare: true),
        RecordKind.Of<IssuedPiece>(StreamKind.Equipment, "equipment", "equipment", isCare: true),
        RecordKind.Of<Activity>(StreamKind.Activity, "activity", "activities", RecordOwner.Unit),
        RecordKind.Of<Register>(StreamKind.Register, "register", "registers", RecordOwner.Unit),
        RecordKind.Of<Review>(StreamKind.Review, "review", "reviews", RecordOwner.Unit),
        RecordKind.Of<Access>(StreamKind.Access, "access", "accesses"),
        RecordKind.Of<Policy>(StreamKind.Policy, "policy", "policies", RecordOwner.Bureau),
    ];

    private static readonly FrozenDictionary<StreamKind, RecordKind> ByStream = All.ToFrozenDictionary(x => x.Stream);
    private static readonly FrozenDictionary<Type, RecordKind> ByState = All.ToFrozenDictionary(x => x.StateType);

    /// <summary>The record of a kind of streams. Throws <see cref="ArgumentOutOfRangeException" /> for one that is not listed.</summary>
    public static RecordKind Record(this StreamKind stream) =>
        ByStream.GetValueOrDefault(stream) ?? throw new ArgumentOutOfRangeException(nameof(stream), stream, null);

    /// <summary>The kind of record whose state a class holds.</summary>
    public static RecordKind Of<TState>()
        where TState : IRecordState => ByState[typeof(TState)];

    /// <summary>A kind's word in stored data and in answers, such as <c>commendation</c>.</summary>
    public static string Word(this StreamKind stream) => stream.Record().Word;
}
