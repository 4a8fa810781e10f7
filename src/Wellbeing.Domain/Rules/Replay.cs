using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>A warning that a threshold raises, or would raise.</summary>
/// <param name="OfficerId">About whom.</param>
/// <param name="At">When the last of what it saw happened.</param>
/// <param name="Raised">The warning.</param>
public sealed record ThresholdWarning(Guid OfficerId, DateTimeOffset At, WarningRaised Raised)
{
    /// <summary>What tells one from another: the rule's name, the level, and what it saw.</summary>
    public string Key => $"{Raised.Rule!.Name}/{Raised.Level}/{string.Join('/', Raised.Rule.Events)}";
}

/// <summary>Lets thresholds run over what is on record, and puts nothing on record.</summary>
public static class Replay
{
    /// <summary>
    /// The warnings that thresholds make of an officer's record. By the data in force and without the past, these are
    /// exactly those on record.
    /// </summary>
    /// <param name="facts">What is on record about the officer.</param>
    /// <param name="book">The rules' data.</param>
    /// <param name="historical">Whether records of the past count too, which set nothing off when they came.</param>
    public static IReadOnlyList<ThresholdWarning> Warnings(SubjectFacts facts, RuleBook book, bool historical) =>
        [
            .. Thresholds
                .Of(historical ? facts.All : [.. facts.Live], book)
                .Select(x => RuleEngine.Outcome(x, facts, book))
                .OfType<RuleOutcome>()
                .Select(x => Of(facts, (WarningRaised)x.Act.Decide(null, []).Events[0])),
        ];

    /// <summary>The warnings that rules have put on record about an officer.</summary>
    public static IReadOnlyList<ThresholdWarning> OnRecord(SubjectFacts facts) =>
        [
            .. facts
                .Live.Where(x => Actors.IsRule(x.Event.Actor))
                .Select(x => x.Event.Data)
                .OfType<WarningRaised>()
                .Where(x => x is { Source: WarningSource.Rule, Rule: not null })
                .Select(x => Of(facts, x)),
        ];

    private static ThresholdWarning Of(SubjectFacts facts, WarningRaised raised) =>
        new(
            facts.SubjectId,
            facts.All.Where(x => raised.Rule!.Events.Contains(x.Event.Id)).Max(x => x.Event.OccurredAt),
            raised
        );
}
