namespace Wellbeing.Domain.Equipment;

/// <summary>What an officer is equipped with (单警装备).</summary>
public enum EquipmentItem
{
    /// <summary>A baton (警棍).</summary>
    Baton,

    /// <summary>Handcuffs (手铐).</summary>
    Handcuffs,

    /// <summary>An irritant spray (催泪喷射器).</summary>
    IrritantSpray,

    /// <summary>A strong torch (强光手电).</summary>
    Torch,

    /// <summary>A duty knife (警用制式刀具).</summary>
    DutyKnife,

    /// <summary>A water bottle (警用水壶).</summary>
    WaterBottle,

    /// <summary>A first-aid kit (急救包).</summary>
    FirstAidKit,

    /// <summary>A duty belt (多功能腰带).</summary>
    DutyBelt,

    /// <summary>Gloves that resist cuts (防割手套).</summary>
    CutResistantGloves,

    /// <summary>A body-worn camera (执法记录仪).</summary>
    BodyCamera,

    /// <summary>A radio (对讲机).</summary>
    Radio,

    /// <summary>A vest that resists stabs (防刺服).</summary>
    StabVest,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>In which state a piece is found.</summary>
public enum EquipmentCondition
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worn, and fit for use.</summary>
    Worn,

    /// <summary>Not fit for use.</summary>
    Defective,
}

/// <summary>A fact of a piece of equipment.</summary>
public interface IEquipmentEvent : ICareEvent;

/// <summary>An officer was given a piece.</summary>
/// <param name="OfficerId">To whom.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Item">What it is.</param>
/// <param name="Serial">Its number.</param>
/// <param name="IssuedOn">On which day.</param>
/// <param name="Sole">
/// True where the number was nobody's when it was given: until it is given back it is nobody else's. Null without a number,
/// and in events of before 0.4, which did not ask.
/// </param>
public sealed record EquipmentIssued(
    Guid? OfficerId,
    string? UnitCode,
    EquipmentItem Item,
    string? Serial,
    DateOnly IssuedOn,
    bool? Sole = null
) : CareEvent, IEquipmentEvent;

/// <summary>A piece was looked at.</summary>
/// <param name="OfficerId">Who has it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="InspectedOn">On which day.</param>
/// <param name="Condition">How it was found.</param>
public sealed record EquipmentInspected(
    Guid? OfficerId,
    string? UnitCode,
    DateOnly InspectedOn,
    EquipmentCondition Condition
) : CareEvent, IEquipmentEvent;

/// <summary>A piece was serviced. In which condition it is since then an inspection says.</summary>
/// <param name="OfficerId">Who has it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="ServicedOn">On which day.</param>
/// <param name="Note">What was done.</param>
public sealed record EquipmentServiced(Guid? OfficerId, string? UnitCode, DateOnly ServicedOn, SealedText? Note)
    : CareEvent,
        IEquipmentEvent;

/// <summary>A piece was given back.</summary>
/// <param name="OfficerId">Who had it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="ReturnedOn">On which day.</param>
/// <param name="Condition">How it came back.</param>
public sealed record EquipmentReturned(
    Guid? OfficerId,
    string? UnitCode,
    DateOnly ReturnedOn,
    EquipmentCondition Condition
) : CareEvent, IEquipmentEvent;
