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
public sealed record RecordKind
{
    private readonly FrozenDictionary<Type, EventType> _events;
    private readonly Func<IRecordState?, Recorded, BureauCalendar, IRecordState> _fold;

    private RecordKind(
        StreamKind stream,
        Type state,
        IReadOnlyList<EventType> events,
        Func<IRecordState?, Recorded, BureauCalendar, IRecordState> fold
    )
    {
        (Stream, StateType, Events, _fold) = (stream, state, events, fold);
        _events = events.ToFrozenDictionary(x => x.Type);
    }

    /// <summary>The stream's kind.</summary>
    public StreamKind Stream { get; }

    /// <summary>The class of its state.</summary>
    public Type StateType { get; }

    /// <summary>The types of its events, in the order in which they happen.</summary>
    public IReadOnlyList<EventType> Events { get; }

    /// <summary>Its word in stored data and in answers, such as <c>commendation</c>.</summary>
    public required string Word { get; init; }

    /// <summary>What many of them are called in paths and tables, such as <c>commendations</c>.</summary>
    public required string Plural { get; init; }

    /// <summary>Whose it is.</summary>
    public required RecordOwner Owner { get; init; }

    /// <summary>Whether it is read, opened and continued as a care record.</summary>
    public bool IsCare { get; init; }

    /// <summary>Whether the stream is an officer or a unit itself, and has a key for the texts about it.</summary>
    public bool IsSubject { get; init; }

    /// <summary>A kind by the class of its state.</summary>
    /// <param name="stream">The stream's kind.</param>
    /// <param name="word">Its word.</param>
    /// <param name="plural">What many of them are called.</param>
    /// <param name="events">The types of its events.</param>
    /// <param name="owner">Whose it is.</param>
    /// <param name="isCare">Whether it is a care record.</param>
    /// <param name="isSubject">Whether it is an officer or a unit itself.</param>
    public static RecordKind Of<TState>(
        StreamKind stream,
        string word,
        string plural,
        IReadOnlyList<EventType> events,
        RecordOwner owner = RecordOwner.Officer,
        bool isCare = false,
        bool isSubject = false
    )
        where TState : RecordState, IRecordState<TState> =>
        new(
            stream,
            typeof(TState),
            events,
            (before, next, days) => Folded(TState.Fold((TState?)before, next, days), next)
        )
        {
            Word = word,
            Plural = plural,
            Owner = owner,
            IsCare = isCare,
            IsSubject = isSubject,
        };

    private static TState Folded<TState>(TState state, Recorded happened)
        where TState : RecordState => (TState)((RecordState)state with { OccurredAt = happened.OccurredAt });

    /// <summary>
    /// The state after one more event. Throws <see cref="InvalidOperationException"/> where the event cannot come next.
    /// </summary>
    /// <param name="before">The state before, or null for the first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="calendar">The bureau's days.</param>
    public IRecordState After(object? before, Recorded happened, BureauCalendar calendar) =>
        _events.TryGetValue(happened.Data.GetType(), out var type)
        && (before is null ? type.Starts : StateType.IsInstanceOfType(before))
            ? _fold((IRecordState?)before, happened, calendar)
            : throw new InvalidOperationException(
                $"{happened.Data.GetType().Name} cannot be version {happened.Version} of this stream."
            );

    /// <summary>A state as it is stored.</summary>
    public IRecordState Read(ReadOnlySpan<byte> json) =>
        (IRecordState)JsonSerializer.Deserialize(json, StateType, CareJson.Options)!;
}

/// <summary>Every kind of record. What is not here is not stored.</summary>
public static class RecordKinds
{
    /// <summary>All kinds.</summary>
    public static IReadOnlyList<RecordKind> All { get; } =
    [
        RecordKind.Of<Unit>(StreamKind.Unit, "unit", "units", UnitEvents.All, RecordOwner.Unit, isSubject: true),
        RecordKind.Of<Officer>(StreamKind.Officer, "officer", "officers", OfficerEvents.All, isSubject: true),
        RecordKind.Of<Commendation>(
            StreamKind.Commendation,
            "commendation",
            "commendations",
            CommendationEvents.All,
            RecordOwner.OfficerOrUnit
        ),
        RecordKind.Of<Talk>(StreamKind.Talk, "talk", "talks", TalkEvents.All, isCare: true),
        RecordKind.Of<Warning>(StreamKind.Warning, "warning", "warnings", WarningEvents.All, isCare: true),
        RecordKind.Of<Intervention>(
            StreamKind.Intervention,
            "intervention",
            "interventions",
            InterventionEvents.All,
            isCare: true
        ),
        RecordKind.Of<Assessment>(
            StreamKind.Assessment,
            "assessment",
            "assessments",
            AssessmentEvents.All,
            isCare: true
        ),
        RecordKind.Of<Leave>(StreamKind.Leave, "leave", "leaves", LeaveEvents.All, isCare: true),
        RecordKind.Of<Banquet>(StreamKind.Banquet, "banquet", "banquets", BanquetEvents.All, isCare: true),
        RecordKind.Of<Suggestion>(
            StreamKind.Suggestion,
            "suggestion",
            "suggestions",
            SuggestionEvents.All,
            isCare: true
        ),
        RecordKind.Of<IssuedPiece>(StreamKind.Equipment, "equipment", "equipment", EquipmentEvents.All, isCare: true),
        RecordKind.Of<Activity>(StreamKind.Activity, "activity", "activities", ActivityEvents.All, RecordOwner.Unit),
        RecordKind.Of<Register>(StreamKind.Register, "register", "registers", RegisterEvents.All, RecordOwner.Unit),
        RecordKind.Of<Review>(StreamKind.Review, "review", "reviews", ReviewEvents.All, RecordOwner.Unit),
        RecordKind.Of<Access>(StreamKind.Access, "access", "accesses", AccessEvents.All),
        RecordKind.Of<Policy>(StreamKind.Policy, "policy", "policies", PolicyEvents.All, RecordOwner.Bureau),
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
