namespace Wellbeing.Domain.Units;

/// <summary>What may happen to a unit.</summary>
public static class UnitDecisions
{
    /// <summary>Forms a unit.</summary>
    public static Decision Form(string unitCode, string name, UnitKind kind, Unit? parent, DateOnly? formedOn = null) =>
        Decision.Of(new UnitFormed(unitCode, name, kind, parent?.UnitCode, formedOn));

    /// <summary>Renames a unit. Refuses <c>unit-closed</c>, and <c>nothing-changed</c> for the name it has.</summary>
    public static Decision Rename(Unit unit, string name) =>
        unit.Closed ? Decision.Refuse("unit-closed")
        : string.Equals(unit.Name, name, StringComparison.Ordinal) ? Decision.Refuse("nothing-changed")
        : Decision.Of(new UnitRenamed(unit.UnitCode, name));

    /// <summary>
    /// Puts a unit below another one, or at the top. Refuses <c>unit-closed</c>, <c>nothing-changed</c>, and
    /// <c>unit-cycle</c> where the new parent is the unit itself or lies below it.
    /// </summary>
    /// <param name="unit">The unit to move.</param>
    /// <param name="parent">The unit above it from now on, or null for the top.</param>
    /// <param name="above">Codes of the new parent and of all units above it.</param>
    public static Decision Move(Unit unit, Unit? parent, IReadOnlyCollection<string> above) =>
        unit.Closed ? Decision.Refuse("unit-closed")
        : string.Equals(unit.ParentCode, parent?.UnitCode, StringComparison.Ordinal)
            ? Decision.Refuse("nothing-changed")
        : above.Contains(unit.UnitCode) ? Decision.Refuse("unit-cycle")
        : Decision.Of(new UnitMoved(unit.UnitCode, parent?.UnitCode));

    /// <summary>Closes a unit. Refuses <c>unit-closed</c>, and <c>unit-not-empty</c> while officers or open units are in it.</summary>
    public static Decision Close(Unit unit, bool empty) =>
        unit.Closed ? Decision.Refuse("unit-closed")
        : !empty ? Decision.Refuse("unit-not-empty")
        : Decision.Of(new UnitClosed(unit.UnitCode));

    /// <summary>Records a facility that the unit got. Refuses <c>unit-closed</c>.</summary>
    public static Decision Provide(Unit unit, FacilityKind facility) =>
        unit.Closed ? Decision.Refuse("unit-closed") : Decision.Of(new FacilityProvided(unit.UnitCode, facility));

    /// <summary>Records a facility that the unit lost. Refuses <c>facility-not-there</c> where it has none of the kind.</summary>
    public static Decision Withdraw(Unit unit, FacilityKind facility) =>
        unit.Facilities.Contains(facility)
            ? Decision.Of(new FacilityWithdrawn(unit.UnitCode, facility))
            : Decision.Refuse("facility-not-there");
}
