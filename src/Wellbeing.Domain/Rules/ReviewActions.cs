using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>What a review resolved has to be closed by the end of its last day; what was not is put on record.</summary>
public sealed record ReviewActions : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "review-actions";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(ReviewActionAssigned)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        facts.Live.SelectMany(x => x.Event.Data is ReviewActionAssigned assigned ? Due(x.Event, assigned, book) : []);

    private static IEnumerable<Obligation> Due(RecordedEvent set, ReviewActionAssigned assigned, RuleBook book)
    {
        var trace = new RuleTrace(Name, Version, [set.Id]);
        return book.DueBy(trace, set, assigned.DueOn, Judge);

        RuleAct? Judge(Known known, DateTimeOffset by) =>
            known.Review?.Actions.FirstOrDefault(x => x.Number == assigned.Number) is { OverdueAt: null } it
            && (it.ClosedOn is null || it.ClosedOn > assigned.DueOn)
                ? new RuleAct(
                    StreamKind.Review,
                    set.StreamId,
                    by,
                    assigned.UnitCode,
                    (state, _) => ReviewDecisions.Miss((Review)state!, assigned.Number, assigned.DueOn, trace)
                )
                : null;
    }
}
