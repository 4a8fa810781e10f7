using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>
/// A test in its highest band raises a warning; an answer that asks for help at once raises a red one, whatever the score.
/// </summary>
public sealed record AssessmentAlerts : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "assessment-alerts";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(AssessmentCompleted), typeof(AssessmentItemAlerted)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now)
    {
        // A test and its alerts come in one append: where it is there, they are.
        var alerted = facts.All.Where(x => x.Event.Data is AssessmentItemAlerted).ToLookup(x => x.Event.StreamId);
        return from fact in facts.Live
            let level = LevelOf(fact, [.. alerted[fact.Event.StreamId]])
            where level is not null
            select Due(fact, level.Value, book);
    }

    // One test raises one warning: the first answer that asks for help at once, else the band.
    private static WarningLevel? LevelOf(Fact fact, IReadOnlyList<Fact> alerts) =>
        fact.Event.Data switch
        {
            AssessmentItemAlerted when alerts[0] == fact => WarningLevel.Red,
            AssessmentCompleted { Highest: true } when alerts.Count == 0 => WarningLevel.Orange,
            _ => null,
        };

    private static Obligation Due(Fact fact, WarningLevel level, RuleBook book)
    {
        var at = fact.Event.RecordedAt;
        var deadlines = book.Deadlines.For(level, at, book.Calendar.DayOf(at));
        var trace = new RuleTrace(Name, Version, [fact.Event.Id]);
        return new Obligation(
            trace,
            $"{fact.Event.Id}",
            at,
            known =>
                known.ServesOn(known.Calendar.DayOf(at))
                    ? RuleAct.Starting(
                        new WarningRaised(
                            known.SubjectId,
                            known.Officer!.UnitOn(known.Calendar.DayOf(at)),
                            CareCategory.Assessment,
                            level,
                            WarningSource.Assessment,
                            fact.Event.StreamId,
                            null,
                            trace,
                            deadlines.AcknowledgeBy,
                            deadlines.InterveneBy
                        ),
                        at
                    )
                    : null
        )
        {
            Seq = fact.Seq,
        };
    }
}
