using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>
/// Who is on leave is back on the day after its last; who is not back by the end of that day has overstayed the leave.
/// </summary>
public sealed record OverstayedLeaves : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "leaves";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(LeaveStarted)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        from fact in facts.Live
        where fact.Event.Data is LeaveStarted
        from requested in facts.All
        where requested.Event.StreamId == fact.Event.StreamId
        let leave = requested.Event.Data as LeaveRequested
        where leave is not null && leave.To < DateOnly.MaxValue
        from due in Due(fact.Event, leave.To.AddDays(1), book)
        select due;

    /// <param name="set">That the officer went.</param>
    /// <param name="back">The first day back.</param>
    /// <param name="book">The rules' data.</param>
    private static IEnumerable<Obligation> Due(RecordedEvent set, DateOnly back, RuleBook book)
    {
        var trace = new RuleTrace(Name, Version, [set.Id]);
        return book.DueBy(trace, set, back, Judge);

        RuleAct? Judge(Known known, DateTimeOffset by)
        {
            if (
                !known.ServesOn(back)
                || known.State<Leave>(set.StreamId) is not { OverstayedAt: null } leave
                || leave.ReturnedOn <= back
            )
                return null;
            var unit = known.Officer!.UnitOn(back);
            return new RuleAct(
                StreamKind.Leave,
                set.StreamId,
                by,
                unit,
                (state, _) => LeaveDecisions.Overstay((Leave)state!, unit, back, trace)
            );
        }
    }
}
