using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>
/// A warning has to be acknowledged in time, and an intervention that answers it to be open in time. A deadline that passed
/// is put on record, and brings the warning to the level of command above.
/// </summary>
public sealed record WarningDeadlines : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "warning-deadlines";

    private const int Version = 1;

    private static readonly (DeadlineKind, DateTimeOffset)[] None = [];

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } =
    [typeof(WarningRaised), typeof(WarningReclassified), typeof(WarningReopened)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        from fact in facts.Live
        from deadline in DeadlinesOf(fact.Event.Data)
        select Due(fact.Event, deadline.Kind, deadline.By, book);

    private static IEnumerable<(DeadlineKind Kind, DateTimeOffset By)> DeadlinesOf(ICareEvent happened)
    {
        var (acknowledge, intervene) = happened switch
        {
            WarningRaised x => (x.AcknowledgeBy, x.InterveneBy),
            WarningReclassified x => (x.AcknowledgeBy, x.InterveneBy),
            WarningReopened x => (x.AcknowledgeBy, x.InterveneBy),
            _ => default,
        };
        return
        [
            .. acknowledge is { } first ? [(DeadlineKind.Acknowledge, first)] : None,
            .. intervene is { } second ? [(DeadlineKind.Intervene, second)] : None,
        ];
    }

    private static Obligation Due(RecordedEvent set, DeadlineKind kind, DateTimeOffset by, RuleBook book)
    {
        var at = book.JudgedAt(by, set);
        var trace = new RuleTrace(Name, Version, [set.Id]);
        return new Obligation(trace, $"{set.Id}/{EnumNames.Of(kind)}", at, Judge);

        RuleAct? Judge(Known known)
        {
            // Nobody owes anything to who is gone, not even what was due later on the first day out of service.
            if (!known.ServesOn(known.Calendar.DayOf(by)) || Kept(known, set, kind, by))
                return null;
            var unit = known.Officer!.UnitOn(known.Calendar.DayOf(by));
            return new RuleAct(
                StreamKind.Warning,
                set.StreamId,
                by,
                unit,
                (warning, above) => WarningDecisions.Miss((Warning)warning!, unit, above, kind, trace)
            );
        }
    }

    private static bool Kept(Known known, RecordedEvent set, DeadlineKind kind, DateTimeOffset by)
    {
        var last = known
            .Facts.Select(x => x.Event)
            .Last(x => x.StreamId == set.StreamId && x.OccurredAt <= by && DeadlinesOf(x.Data).Any());
        var warning = known.States<Warning>(by).Single(x => x.Id == set.StreamId);
        // Deadlines that another level or another opening has replaced are nobody's any more.
        return last.Id != set.Id
            || !warning.Open
            || (
                kind == DeadlineKind.Acknowledge
                    ? warning.AcknowledgedAt is not null
                    : known
                        .States<Intervention>(by)
                        .Any(x => x.WarningIds.Contains(warning.Id) && (x.Open || x.OpenedAt >= set.OccurredAt))
            );
    }
}
