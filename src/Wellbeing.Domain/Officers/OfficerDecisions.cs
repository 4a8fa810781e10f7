using Wellbeing.Domain.Units;

namespace Wellbeing.Domain.Officers;

/// <summary>What may happen in an officer's career.</summary>
public static class OfficerDecisions
{
    /// <summary>Puts an officer on record.</summary>
    public static Decision Enrol(
        Guid officerId,
        Unit unit,
        string? rank,
        string? post,
        DateOnly appointedOn,
        string identityCommitment
    ) => Decision.Of(new OfficerEnrolled(officerId, unit.UnitCode, rank, post, appointedOn, identityCommitment));

    /// <summary>
    /// Moves an officer to another unit. Refuses <c>same-unit</c> where the officer is in it on that day, and <c>other-unit</c>
    /// where the officer is not in the unit that the caller says.
    /// </summary>
    public static Decision Transfer(
        Officer officer,
        string? fromUnit,
        Unit toUnit,
        TransferReason reason,
        DateOnly effectiveOn
    )
    {
        var from = officer.UnitOn(effectiveOn);
        return fromUnit is not null && !string.Equals(fromUnit, from, StringComparison.Ordinal)
                ? Decision.Refuse("other-unit")
            : string.Equals(from, toUnit.UnitCode, StringComparison.Ordinal) ? Decision.Refuse("same-unit")
            : Decision.Of(
                new OfficerTransferred(officer.Id, toUnit.UnitCode, from, toUnit.UnitCode, reason, effectiveOn)
            );
    }

    /// <summary>Promotes an officer. Refuses <c>nothing-changed</c> for the rank and post held.</summary>
    public static Decision Promote(Officer officer, string rank, string? post, DateOnly effectiveOn) =>
        string.Equals(officer.Rank, rank, StringComparison.Ordinal)
        && (post is null || string.Equals(officer.Post, post, StringComparison.Ordinal))
            ? Decision.Refuse("nothing-changed")
            : Decision.Of(new OfficerPromoted(officer.Id, officer.UnitOn(effectiveOn), rank, post, effectiveOn));

    /// <summary>Orders a move for a day to come. Refuses as <see cref="Transfer" /> does by what is so when it is ordered.</summary>
    public static Decision OrderTransfer(
        Officer officer,
        string unitCode,
        string? fromUnit,
        Unit toUnit,
        TransferReason reason,
        DateOnly effectiveOn
    ) =>
        Transfer(officer, fromUnit, toUnit, reason, effectiveOn).Refusal is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new OfficerTransferOrdered(officer.Id, unitCode, toUnit.UnitCode, reason, effectiveOn));

    /// <summary>Orders a promotion for a day to come. Refuses as <see cref="Promote" /> does.</summary>
    public static Decision OrderPromotion(
        Officer officer,
        string unitCode,
        string rank,
        string? post,
        DateOnly effectiveOn
    ) =>
        Promote(officer, rank, post, effectiveOn).Refusal is { } refusal
            ? Decision.Refuse(refusal)
            : Decision.Of(new OfficerPromotionOrdered(officer.Id, unitCode, rank, post, effectiveOn));

    /// <summary>Orders a departure for a day to come. Refuses as <see cref="Depart" /> does.</summary>
    public static Decision OrderDeparture(
        Officer officer,
        string unitCode,
        DepartureKind kind,
        SealedText? reason,
        DateOnly departedOn
    ) =>
        officer.Status == OfficerStatus.Departed
            ? Decision.Refuse("already-departed")
            : Decision.Of(new OfficerDepartureOrdered(officer.Id, unitCode, kind, reason, departedOn));

    /// <summary>Records what an officer would like.</summary>
    public static Decision StatePreference(Officer officer, string unitCode, SealedText preference) =>
        Decision.Of(new OfficerPreferenceStated(officer.Id, unitCode, preference));

    /// <summary>Lists a talent. Refuses <c>talent-already-listed</c> for a category listed before.</summary>
    public static Decision ListTalent(
        Officer officer,
        string unitCode,
        TalentCategory category,
        SealedText? description
    ) =>
        officer.Talents.Contains(category)
            ? Decision.Refuse("talent-already-listed")
            : Decision.Of(new OfficerTalentListed(officer.Id, unitCode, category, description));

    /// <summary>
    /// Marks a milestone. Refuses <c>years-missing</c> where years of service are marked without their number, or the reverse.
    /// </summary>
    public static Decision MarkMilestone(Officer officer, MilestoneKind kind, int? years, DateOnly markedOn) =>
        kind == MilestoneKind.YearsOfService != years.HasValue
            ? Decision.Refuse("years-missing")
            : Decision.Of(new OfficerMilestoneMarked(officer.Id, officer.UnitOn(markedOn), kind, years, markedOn));

    /// <summary>Records that an officer left. Refuses <c>already-departed</c> where that is on record, and <c>later-posting</c> where a move on record is later.</summary>
    public static Decision Depart(Officer officer, DepartureKind kind, SealedText? reason, DateOnly departedOn) =>
        officer.Status == OfficerStatus.Departed ? Decision.Refuse("already-departed")
        : officer.Career.Any(x => x.From > departedOn && x.From > officer.AppointedOn)
            ? Decision.Refuse("later-posting")
        : Decision.Of(
            new OfficerDeparted(officer.Id, officer.UnitOn(departedOn), kind, reason, departedOn),
            OrderDecisions.Ending(officer, departedOn)
        );

    /// <summary>
    /// Takes an officer back into service. Refuses <c>not-departed</c> of who serves on that day, and <c>officer-deceased</c>.
    /// </summary>
    public static Decision Reinstate(Officer officer, Unit unit, DateOnly on, string? rank, SealedText reason) =>
        officer.Status != OfficerStatus.Departed ? Decision.Refuse("not-departed")
        : officer.Departure == DepartureKind.Deceased ? Decision.Refuse("officer-deceased")
        : Decision.Of(new OfficerReinstated(officer.Id, unit.UnitCode, on, rank, reason));

    /// <summary>Records which fields of an identity changed. Refuses <c>nothing-changed</c> for none.</summary>
    public static Decision ChangeIdentity(
        Officer officer,
        string unitCode,
        IReadOnlyList<IdentityField> fields,
        string commitment
    ) =>
        fields.Count == 0
            ? Decision.Refuse("nothing-changed")
            : Decision.Of(new OfficerIdentityChanged(officer.Id, unitCode, fields, commitment));
}
