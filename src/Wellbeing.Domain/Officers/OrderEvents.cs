namespace Wellbeing.Domain.Officers;

/// <summary>What an order is about.</summary>
public enum OrderKind
{
    /// <summary>A move to another unit.</summary>
    Transfer,

    /// <summary>A promotion.</summary>
    Promotion,

    /// <summary>The end of service.</summary>
    Departure,
}

/// <summary>Why an order was not carried out on its day.</summary>
public enum OrderFailure
{
    /// <summary>The unit was closed by then.</summary>
    UnitClosed,

    /// <summary>The officer was in that unit, or had that rank and post, already.</summary>
    NothingChanged,

    /// <summary>The officer had left by then.</summary>
    AlreadyDeparted,
}

/// <summary>It was ordered that an officer moves to another unit on a day to come. Until then nothing changes.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit when it was ordered.</param>
/// <param name="ToUnit">The unit the officer is to come to.</param>
/// <param name="Reason">Why.</param>
/// <param name="EffectiveOn">First day in the new unit.</param>
public sealed record OfficerTransferOrdered(
    Guid? OfficerId,
    string? UnitCode,
    string ToUnit,
    TransferReason Reason,
    DateOnly EffectiveOn
) : CareEvent, IOfficerEvent;

/// <summary>An order to move was taken back.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
public sealed record OfficerTransferRescinded(Guid? OfficerId, string? UnitCode, long Order) : CareEvent, IOfficerEvent;

/// <summary>An order to move could not be carried out on its day.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
/// <param name="Why">Why not.</param>
public sealed record OfficerTransferOrderFailed(Guid? OfficerId, string? UnitCode, long Order, OrderFailure Why)
    : CareEvent,
        IOfficerEvent;

/// <summary>It was ordered that an officer is promoted on a day to come.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit when it was ordered.</param>
/// <param name="Rank">The new rank.</param>
/// <param name="Post">The new post, where it changes.</param>
/// <param name="EffectiveOn">First day in the new rank.</param>
public sealed record OfficerPromotionOrdered(
    Guid? OfficerId,
    string? UnitCode,
    string Rank,
    string? Post,
    DateOnly EffectiveOn
) : CareEvent, IOfficerEvent;

/// <summary>An order to promote was taken back.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
public sealed record OfficerPromotionRescinded(Guid? OfficerId, string? UnitCode, long Order)
    : CareEvent,
        IOfficerEvent;

/// <summary>An order to promote could not be carried out on its day.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
/// <param name="Why">Why not.</param>
public sealed record OfficerPromotionOrderFailed(Guid? OfficerId, string? UnitCode, long Order, OrderFailure Why)
    : CareEvent,
        IOfficerEvent;

/// <summary>It was ordered that an officer leaves the service on a day to come. Until then the officer serves.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit when it was ordered.</param>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="DepartedOn">First day out of service.</param>
public sealed record OfficerDepartureOrdered(
    Guid? OfficerId,
    string? UnitCode,
    DepartureKind Kind,
    SealedText? Reason,
    DateOnly DepartedOn
) : CareEvent, IOfficerEvent;

/// <summary>An order to leave was taken back.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
public sealed record OfficerDepartureRescinded(Guid? OfficerId, string? UnitCode, long Order)
    : CareEvent,
        IOfficerEvent;

/// <summary>An order to leave could not be carried out on its day.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Order">The order, by the version of its event.</param>
/// <param name="Why">Why not.</param>
public sealed record OfficerDepartureOrderFailed(Guid? OfficerId, string? UnitCode, long Order, OrderFailure Why)
    : CareEvent,
        IOfficerEvent;
