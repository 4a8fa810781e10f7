using Wellbeing.Domain.Units;

namespace Wellbeing.Domain.Officers;

/// <summary>What may happen in an officer's career.</summary>
public static class OfficerDecisions
{
    /// <summary>Puts an officer on record. Refuses <c>unit-closed</c>.</summary>
    public static Decision Enrol(
        Guid officerId,
        Unit unit,
        string? rank,
        string? post,
        DateOnly appointedOn,
        string identityCommitment
    ) =>
        unit.Closed
            ? Decision.Refuse("unit-closed")
            : Decision.Of(new OfficerEnrolled(officerId, unit.UnitCode, rank, post, appointedOn, identityCommitment));

    /// <summary>
    /// Moves an officer to another unit. Refuses <c>already-departed</c>, <c>unit-closed</c>, <c>same-unit</c>, and
    /// <c>other-unit</c> where the officer is not in the unit that the caller says.
    /// </summary>
    public static Decision Transfer(
        Officer officer,
        string? fromUnit,
        Unit toUnit,
        TransferReason reason,
        DateOnly effectiveOn
    ) =>
        Departed(officer)
        ?? (
            fromUnit is not null && !string.Equals(fromUnit, officer.UnitCode, StringComparison.Ordinal)
                ? Decision.Refuse("other-unit")
            : string.Equals(officer.UnitCode, toUnit.UnitCode, StringComparison.Ordinal) ? Decision.Refuse("same-unit")
            : toUnit.Closed ? Decision.Refuse("unit-closed")
            : Decision.Of(
                new OfficerTransferred(
                    officer.Id,
                    toUnit.UnitCode,
                    officer.UnitCode,
                    toUnit.UnitCode,
                    reason,
                    effectiveOn
                )
            )
        );

    /// <summary>Promotes an officer. Refuses <c>already-departed</c>, and <c>nothing-changed</c> for the rank and post held.</summary>
    public static Decision Promote(Officer officer, string rank, string? post, DateOnly effectiveOn) =>
        Departed(officer)
        ?? (
            string.Equals(officer.Rank, rank, StringComparison.Ordinal)
            && (post is null || string.Equals(officer.Post, post, StringComparison.Ordinal))
                ? Decision.Refuse("nothing-changed")
                : Decision.Of(new OfficerPromoted(officer.Id, officer.UnitCode, rank, post, effectiveOn))
        );

    /// <summary>Records what an officer would like. Refuses <c>already-departed</c>.</summary>
    public static Decision StatePreference(Officer officer, SealedText preference) =>
        Departed(officer) ?? Decision.Of(new OfficerPreferenceStated(officer.Id, officer.UnitCode, preference));

    /// <summary>Lists a talent. Refuses <c>already-departed</c>, and <c>talent-already-listed</c> for a category listed before.</summary>
    public static Decision ListTalent(Officer officer, TalentCategory category, SealedText? description) =>
        Departed(officer)
        ?? (
            officer.Talents.Contains(category)
                ? Decision.Refuse("talent-already-listed")
                : Decision.Of(new OfficerTalentListed(officer.Id, officer.UnitCode, category, description))
        );

    /// <summary>
    /// Marks a milestone; an honourable retirement may be marked after the departure. Refuses <c>already-departed</c>
    /// otherwise, and <c>years-missing</c> where years of service are marked without their number, or the reverse.
    /// </summary>
    public static Decision MarkMilestone(Officer officer, MilestoneKind kind, int? years, DateOnly markedOn) =>
        (kind == MilestoneKind.HonourableRetirement ? null : Departed(officer))
        ?? (
            kind == MilestoneKind.YearsOfService != years.HasValue
                ? Decision.Refuse("years-missing")
                : Decision.Of(new OfficerMilestoneMarked(officer.Id, officer.UnitCode, kind, years, markedOn))
        );

    /// <summary>Records that an officer left. Refuses <c>already-departed</c>.</summary>
    public static Decision Depart(Officer officer, DepartureKind kind, SealedText? reason, DateOnly departedOn) =>
        Departed(officer) ?? Decision.Of(new OfficerDeparted(officer.Id, officer.UnitCode, kind, reason, departedOn));

    /// <summary>Records which fields of an identity changed. Refuses <c>nothing-changed</c> for none.</summary>
    public static Decision ChangeIdentity(Officer officer, IReadOnlyList<IdentityField> fields, string commitment) =>
        fields.Count == 0
            ? Decision.Refuse("nothing-changed")
            : Decision.Of(new OfficerIdentityChanged(officer.Id, officer.UnitCode, fields, commitment));

    private static Decision? Departed(Officer officer) =>
        officer.Status == OfficerStatus.Departed ? Decision.Refuse("already-departed") : null;
}
