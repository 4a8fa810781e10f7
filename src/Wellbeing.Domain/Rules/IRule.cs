namespace Wellbeing.Domain.Rules;

/// <summary>
/// A rule that runs by itself. From what is on record about its subject it tells what falls due and when; what is to be put
/// on record then follows from what was known at that moment, whenever it is worked out.
/// </summary>
public interface IRule
{
    /// <summary>
    /// The events that make something fall due, or make it fall due sooner. What else comes on record only changes what is
    /// found when that is judged.
    /// </summary>
    IReadOnlyList<Type> SetOffBy { get; }

    /// <summary>What falls due: all until now, and at least the next one after it.</summary>
    /// <param name="facts">What is on record about an officer, or a unit's review.</param>
    /// <param name="book">The rules' data.</param>
    /// <param name="now">The time.</param>
    IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now);
}

/// <summary>Something that falls due.</summary>
/// <param name="Rule">The rule's name, its version, and ids of the events that it saw.</param>
/// <param name="Key">What tells it from all else that falls due by the same version of the rule.</param>
/// <param name="DueAt">When it is judged, by what is on record then.</param>
/// <param name="Judge">What is to be put on record, or null for nothing.</param>
public sealed record Obligation(Warnings.RuleTrace Rule, string Key, DateTimeOffset DueAt, Func<Known, RuleAct?> Judge)
{
    /// <summary>Where an event sets it off at once: that event's place, by which it is judged instead of the time.</summary>
    public long? Seq { get; init; }
}

/// <summary>What a rule puts on record.</summary>
/// <param name="Stream">The kind of the stream.</param>
/// <param name="StreamId">The stream that it continues; null where it starts one.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="UnitCode">The officer's unit then, or the review's.</param>
/// <param name="Decide">
/// The decision, from the stream's state (null where it starts one) and the codes of the unit and all units above it; none
/// where the unit is closed.
/// </param>
public sealed record RuleAct(
    StreamKind Stream,
    Guid? StreamId,
    DateTimeOffset OccurredAt,
    string UnitCode,
    Func<object?, IReadOnlyList<string>, Decision> Decide
)
{
    /// <summary>Starts a stream with a fact.</summary>
    public static RuleAct Starting(ICareEvent fact, DateTimeOffset occurredAt) =>
        new(Catalogue.Of(fact).Stream, null, occurredAt, fact.UnitCode!, (_, _) => Decision.Of(fact));
}
