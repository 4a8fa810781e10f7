using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>
/// What was ordered beforehand is carried out when its day begins, by what is so then. Orders of the past and those that an
/// import put on record are carried out too.
/// </summary>
public sealed record Orders : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "orders";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } =
    [typeof(OfficerTransferOrdered), typeof(OfficerPromotionOrdered), typeof(OfficerDepartureOrdered)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        from fact in facts.All
        let order = CareerOrder.Of(fact.Event.Data, fact.Event.Version)
        where order is not null
        select Due(fact.Event, order, book.Calendar.StartOf(order.On));

    private static Obligation Due(RecordedEvent given, CareerOrder order, DateTimeOffset day)
    {
        return new Obligation(
            new RuleTrace(Name, Version, [given.Id]),
            $"{given.Id}",
            // One that is told after its day is carried out when it is told.
            day > given.RecordedAt
                ? day
                : given.RecordedAt,
            Judge
        );

        RuleAct? Judge(Known known) =>
            known.Officer?.OrderOf(order.Number) is null
                ? null
                : new RuleAct(
                    StreamKind.Officer,
                    given.StreamId,
                    day,
                    order.ToUnit ?? known.Officer.UnitCode,
                    (state, above) => OrderDecisions.CarryOut((Officer)state!, order.Number, above.Count > 0)
                );
    }
}
