using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>What was agreed in a talk has to be done by the end of its last day; what was not is put on record.</summary>
public sealed record FollowUps : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "follow-ups";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(TalkFollowUpAgreed)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        facts.Live.SelectMany(x => x.Event.Data is TalkFollowUpAgreed agreed ? Due(x.Event, agreed, book) : []);

    private static IEnumerable<Obligation> Due(RecordedEvent set, TalkFollowUpAgreed agreed, RuleBook book)
    {
        var trace = new RuleTrace(Name, Version, [set.Id]);
        return book.DueBy(trace, set, agreed.DueOn, Judge);

        RuleAct? Judge(Known known, DateTimeOffset by)
        {
            if (
                !known.ServesOn(agreed.DueOn)
                || known.State<Talk>(set.StreamId) is not { Status: TalkStatus.Held } talk
                || talk.FollowUps.FirstOrDefault(x => x.Number == agreed.Number) is not { OverdueAt: null } it
                || it.DoneAt <= by
            )
                return null;
            var unit = known.Officer!.UnitOn(agreed.DueOn);
            return new RuleAct(
                StreamKind.Talk,
                set.StreamId,
                by,
                unit,
                (state, _) => TalkDecisions.MissFollowUp((Talk)state!, unit, agreed.Number, agreed.DueOn, trace)
            );
        }
    }
}
