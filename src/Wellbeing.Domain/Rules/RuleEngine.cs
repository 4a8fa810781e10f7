using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>What a rule came to.</summary>
/// <param name="Rule">The rule's name, its version, and ids of the events that it saw.</param>
/// <param name="Key">What tells it from all else of the same version of the rule.</param>
/// <param name="Act">What it puts on record.</param>
public sealed record RuleOutcome(RuleTrace Rule, string Key, RuleAct Act)
{
    /// <summary>Opaque id of the rule as an actor.</summary>
    public string Actor => Actors.OfRule(Rule.Name, Rule.Version);
}

/// <summary>What the rules came to about a subject.</summary>
/// <param name="Outcomes">All that is to be on record by now.</param>
/// <param name="NextAt">When to ask again although nothing happens, or null.</param>
public sealed record Judgement(IReadOnlyList<RuleOutcome> Outcomes, DateTimeOffset? NextAt);

/// <summary>Asks every rule.</summary>
public static class RuleEngine
{
    /// <summary>
    /// How long after a time it is judged what was on record then: by that time what was being recorded is there to be
    /// seen, from nodes with clocks that differ a little too.
    /// </summary>
    public static readonly TimeSpan Settled = TimeSpan.FromSeconds(5);

    /// <summary>Every rule.</summary>
    public static IReadOnlyList<IRule> All { get; } =
    [
        new Orders(),
        new TalkCoverage(),
        new MustTalks(),
        new WarningDeadlines(),
        new Thresholds(),
        new AssessmentAlerts(),
        new FollowUps(),
        new OverstayedLeaves(),
        new ReviewActions(),
    ];

    /// <summary>
    /// The events after which a subject has to be judged anew: what sets a rule off, and every step of a career, of which
    /// some end it and some give it back to the rules.
    /// </summary>
    public static IReadOnlyList<EventType> SetOffBy { get; } =
    [.. Catalogue.All.Where(x => x.Stream == StreamKind.Officer || All.Any(rule => rule.SetOffBy.Contains(x.Type)))];

    /// <summary>
    /// All that rules have to have on record by now. It follows from what is on record alone, not from when or how often it
    /// is asked. Nothing while an officer's record is restricted, or once it is erased.
    /// </summary>
    public static Judgement Judge(SubjectFacts facts, RuleBook book, DateTimeOffset now)
    {
        if (Withheld(facts, book.Calendar))
            return new Judgement([], null);
        var outcomes = new List<RuleOutcome>();
        DateTimeOffset? next = null;
        foreach (var due in All.SelectMany(rule => rule.Of(facts, book, now)))
        {
            var at = due.Seq is null ? due.DueAt + Settled : due.DueAt;
            if (due.Seq is null && at > now)
                next = next < at ? next : at;
            else if (Outcome(due, facts, book) is { } outcome)
                outcomes.Add(outcome);
        }
        return new Judgement(outcomes, next);
    }

    /// <summary>What came of something that fell due, or null.</summary>
    public static RuleOutcome? Outcome(Obligation due, SubjectFacts facts, RuleBook book)
    {
        var known = due.Seq is { } seq ? facts.KnownWith(seq, book.Calendar) : facts.KnownBy(due.DueAt, book.Calendar);
        return !Withheld(known) && due.Judge(known) is { } act ? new RuleOutcome(due.Rule, due.Key, act) : null;
    }

    /// <summary>Whether it is an officer's record that is now restricted or erased, or not there.</summary>
    public static bool Withheld(SubjectFacts facts, BureauCalendar calendar) =>
        Withheld(new Known(facts.SubjectId, facts.All, calendar));

    private static bool Withheld(Known known) =>
        known.Review is null
        && known.Officer is not { Restricted: false, Erasure: null or { Status: ErasureStatus.Proposed } };
}
