namespace Wellbeing.Domain;

/// <summary>A rule's answer "no": a value, not an exception. It changes nothing.</summary>
/// <param name="Code">Stable kebab-case code, such as <c>already-decided</c>; the last segment of the problem's type.</param>
/// <param name="Rule">Source of the rule where it has one outside this program, such as <c>MPS Order 135</c>.</param>
/// <param name="Facts">What is on record and stands against it, by the names of events or the id of another record; null for nothing in particular.</param>
public sealed record Refusal(string Code, string? Rule = null, IReadOnlyList<string>? Facts = null);

/// <summary>
/// A policy's breach that a record of the past shows. A single post is refused for it; an import stores it beside what
/// happened, since it happened.
/// </summary>
/// <param name="Code">Stable kebab-case code, the same that a refusal of a single post carries.</param>
/// <param name="Rule">Source of the rule, such as <c>MPS Order 135</c>.</param>
public sealed record Finding(string Code, string Rule);

/// <summary>Whether a breach of policy refuses an act or is recorded beside it.</summary>
public enum PolicyMode
{
    /// <summary>The act has not happened yet: a breach refuses it.</summary>
    Refuse,

    /// <summary>The act happened elsewhere and is put on record: a breach is stored as a finding.</summary>
    Record,
}

/// <summary>What a decision answers: the events that it makes, or why it makes none.</summary>
public readonly record struct Decision
{
    private Decision(IReadOnlyList<ICareEvent> events, Refusal? refusal) => (Events, Refusal) = (events, refusal);

    /// <summary>The events to append, in order; empty when refused.</summary>
    public IReadOnlyList<ICareEvent> Events { get; }

    /// <summary>Why nothing is to be appended, or null.</summary>
    public Refusal? Refusal { get; }

    /// <summary>Makes a decision of one event.</summary>
    public static Decision Of(ICareEvent made) => new([made], null);

    /// <summary>Makes a decision of an event and those that follow from it in the same append.</summary>
    public static Decision Of(ICareEvent made, IReadOnlyList<ICareEvent> following) => new([made, .. following], null);

    /// <summary>Makes a decision of an event that breaches may keep from being made: the first of them refuses it, or it is recorded with all.</summary>
    /// <param name="made">The event.</param>
    /// <param name="breaches">The breaches.</param>
    /// <param name="mode">Whether they refuse or are recorded.</param>
    /// <param name="facts">What stands against it, of a breach whose code alone does not say it.</param>
    public static Decision Of<TEvent>(
        TEvent made,
        IReadOnlyList<Finding> breaches,
        PolicyMode mode,
        Func<Finding, IReadOnlyList<string>?>? facts = null
    )
        where TEvent : CareEvent, ICareEvent =>
        breaches.Count == 0 ? Of(made)
        : mode == PolicyMode.Refuse
            ? Refuse(new Refusal(breaches[0].Code, breaches[0].Rule, facts?.Invoke(breaches[0])))
        : Of(made with { Findings = breaches });

    /// <summary>The same decision with further breaches: where it makes events, its first one is recorded with them, or they refuse it.</summary>
    public Decision With(IReadOnlyList<Finding> breaches, PolicyMode mode) =>
        Refusal is not null || breaches.Count == 0 ? this
        : mode == PolicyMode.Refuse ? Refuse(breaches[0].Code, breaches[0].Rule)
        : new([Noted(Events[0], breaches), .. Events.Skip(1)], null);

    private static ICareEvent Noted(ICareEvent made, IReadOnlyList<Finding> breaches) =>
        (ICareEvent)((CareEvent)made with { Findings = [.. made.Findings ?? [], .. breaches] });

    /// <summary>Makes a refusal with its stable code and, where it has one, the source of its rule.</summary>
    public static Decision Refuse(string code, string? rule = null) => Refuse(new Refusal(code, rule));

    /// <summary>Makes a refusal.</summary>
    public static Decision Refuse(Refusal refusal) => new([], refusal);
}
