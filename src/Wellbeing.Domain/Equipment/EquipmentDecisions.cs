using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Equipment;

/// <summary>What may happen to a piece of equipment.</summary>
public static class EquipmentDecisions
{
    /// <summary>
    /// Gives an officer a piece. Refuses <c>serial-in-use</c> while an officer has the piece of that
    /// number.
    /// </summary>
    /// <param name="officer">To whom.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="item">What it is.</param>
    /// <param name="serial">Its number.</param>
    /// <param name="issuedOn">On which day.</param>
    /// <param name="held">Whether an officer has a piece of that number.</param>
    public static Decision Issue(
        Officer officer,
        string unitCode,
        EquipmentItem item,
        string? serial,
        DateOnly issuedOn,
        bool held
    ) =>
        held
            ? Decision.Refuse("serial-in-use")
            : Decision.Of(
                new EquipmentIssued(officer.Id, unitCode, item, serial, issuedOn, serial is null ? null : true)
            );

    /// <summary>
    /// Records how a piece was found. Refuses <c>equipment-returned</c>, and <c>before-issue</c> for a day before it was
    /// given.
    /// </summary>
    public static Decision Inspect(IssuedPiece it, string unitCode, DateOnly on, EquipmentCondition condition) =>
        NotThere(it, on) ?? Decision.Of(new EquipmentInspected(it.OfficerId, unitCode, on, condition));

    /// <summary>Records that a piece was serviced. Refuses as <see cref="Inspect" /> does.</summary>
    public static Decision Service(IssuedPiece it, string unitCode, DateOnly on, SealedText? note) =>
        NotThere(it, on) ?? Decision.Of(new EquipmentServiced(it.OfficerId, unitCode, on, note));

    /// <summary>Takes a piece back. Refuses as <see cref="Inspect" /> does, and <c>seen-later</c> where it was inspected after that day.</summary>
    public static Decision Return(IssuedPiece it, string unitCode, DateOnly on, EquipmentCondition condition) =>
        NotThere(it, on)
        ?? (
            it.Inspections.Any(x => x.On > on)
                ? Decision.Refuse("seen-later")
                : Decision.Of(new EquipmentReturned(it.OfficerId, unitCode, on, condition))
        );

    private static Decision? NotThere(IssuedPiece it, DateOnly on) =>
        !it.Open ? Decision.Refuse("equipment-returned")
        : on < it.IssuedOn ? Decision.Refuse("before-issue")
        : null;
}
