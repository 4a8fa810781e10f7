namespace Wellbeing.Domain.Officers;

/// <summary>An order that waits for its day.</summary>
/// <param name="Number">The version of its event in the officer's stream, by which it is named.</param>
/// <param name="Kind">What it is about.</param>
/// <param name="On">The day on which it is carried out.</param>
/// <param name="ToUnit">The unit to come to.</param>
/// <param name="Reason">Why the officer moves.</param>
/// <param name="Rank">The new rank.</param>
/// <param name="Post">The new post.</param>
/// <param name="Departure">How the officer leaves.</param>
public sealed record CareerOrder(
    long Number,
    OrderKind Kind,
    DateOnly On,
    string? ToUnit = null,
    TransferReason? Reason = null,
    string? Rank = null,
    string? Post = null,
    DepartureKind? Departure = null
)
{
    /// <summary>The order that an event gives, or null.</summary>
    /// <param name="given">The event.</param>
    /// <param name="version">Its version.</param>
    public static CareerOrder? Of(ICareEvent given, long version) =>
        given switch
        {
            OfficerTransferOrdered x => new(version, OrderKind.Transfer, x.EffectiveOn, x.ToUnit, x.Reason),
            OfficerPromotionOrdered x => new(version, OrderKind.Promotion, x.EffectiveOn, Rank: x.Rank, Post: x.Post),
            OfficerDepartureOrdered x => new(version, OrderKind.Departure, x.DepartedOn, Departure: x.Kind),
            _ => null,
        };
}
