namespace Wellbeing.Domain.Officers;

/// <summary>What becomes of orders that were given beforehand.</summary>
public static class OrderDecisions
{
    /// <summary>Takes an order back. Refuses <c>unknown-order</c> where none of the kind waits under that number.</summary>
    /// <param name="officer">The officer.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="kind">What the order is about.</param>
    /// <param name="number">The order's number.</param>
    public static Decision Rescind(Officer officer, string unitCode, OrderKind kind, long number) =>
        officer.OrderOf(number) is { } order && order.Kind == kind
            ? Decision.Of(Rescinded(officer, unitCode, order))
            : Decision.Refuse("unknown-order");

    /// <summary>
    /// Carries an order out, or tells why that cannot be. Refuses <c>unknown-order</c> where it was taken back or carried out.
    /// </summary>
    /// <param name="officer">The officer as the record stands on the order's day.</param>
    /// <param name="number">The order's number.</param>
    /// <param name="unitOpen">Whether the unit that the order names is open.</param>
    public static Decision CarryOut(Officer officer, long number, bool unitOpen)
    {
        if (officer.OrderOf(number) is not { } order)
            return Decision.Refuse("unknown-order");
        var unit = officer.UnitOn(order.On);
        if (officer.Status == OfficerStatus.Departed)
            return Decision.Of(Failed(officer, unit, order, OrderFailure.AlreadyDeparted));
        if (!unitOpen)
            return Decision.Of(Failed(officer, unit, order, OrderFailure.UnitClosed));
        return order.Kind switch
        {
            OrderKind.Transfer => string.Equals(unit, order.ToUnit, StringComparison.Ordinal)
                ? Decision.Of(Failed(officer, unit, order, OrderFailure.NothingChanged))
                : Decision.Of(
                    new OfficerTransferred(
                        officer.Id,
                        order.ToUnit,
                        unit,
                        order.ToUnit!,
                        order.Reason!.Value,
                        order.On,
                        number
                    )
                ),
            OrderKind.Promotion => OfficerDecisions.Promote(officer, order.Rank!, order.Post, order.On).Refusal is null
                ? Decision.Of(new OfficerPromoted(officer.Id, unit, order.Rank!, order.Post, order.On, number))
                : Decision.Of(Failed(officer, unit, order, OrderFailure.NothingChanged)),
            _ => Decision.Of(
                new OfficerDeparted(officer.Id, unit, order.Departure!.Value, null, order.On, number),
                Ending(officer, order.On, number)
            ),
        };
    }

    /// <summary>The orders for the day of a departure and later, which end with it.</summary>
    public static IReadOnlyList<ICareEvent> Ending(Officer officer, DateOnly departedOn, long? but = null) =>
        [
            .. (officer.Orders ?? [])
                .Where(x => x.On >= departedOn && x.Number != but)
                .Select(x => Rescinded(officer, officer.UnitOn(departedOn), x)),
        ];

    private static ICareEvent Rescinded(Officer officer, string unitCode, CareerOrder order) =>
        order.Kind switch
        {
            OrderKind.Transfer => new OfficerTransferRescinded(officer.Id, unitCode, order.Number),
            OrderKind.Promotion => new OfficerPromotionRescinded(officer.Id, unitCode, order.Number),
            _ => new OfficerDepartureRescinded(officer.Id, unitCode, order.Number),
        };

    private static ICareEvent Failed(Officer officer, string unitCode, CareerOrder order, OrderFailure why) =>
        order.Kind switch
        {
            OrderKind.Transfer => new OfficerTransferOrderFailed(officer.Id, unitCode, order.Number, why),
            OrderKind.Promotion => new OfficerPromotionOrderFailed(officer.Id, unitCode, order.Number, why),
            _ => new OfficerDepartureOrderFailed(officer.Id, unitCode, order.Number, why),
        };
}
