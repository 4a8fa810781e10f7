using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Units;

/// <summary>What a unit is for.</summary>
public enum UnitKind
{
    /// <summary>A unit that does police work among the public, such as a station (基层所队).</summary>
    Frontline,

    /// <summary>A command or office (机关).</summary>
    Headquarters,

    /// <summary>A unit that supports the others.</summary>
    Support,
}

/// <summary>A facility that a unit has for its officers.</summary>
public enum FacilityKind
{
    /// <summary>A relaxation room (减压室).</summary>
    RelaxationRoom,

    /// <summary>A training corner (健身角).</summary>
    TrainingCorner,

    /// <summary>Any other facility.</summary>
    Other,
}

/// <summary>A fact about a unit.</summary>
public interface IUnitEvent : ICareEvent
{
    /// <inheritdoc />
    [JsonIgnore]
    Guid? ICareEvent.OfficerId => null;
}

/// <summary>A unit was formed.</summary>
/// <param name="UnitCode">The unit's code, unique in the bureau and never used again.</param>
/// <param name="Name">The unit's name.</param>
/// <param name="Kind">What the unit is for.</param>
/// <param name="ParentCode">Code of the unit above it, or null at the top.</param>
/// <param name="FormedOn">The day of its formation, in the bureau's time zone; null where it is the day of the event.</param>
public sealed record UnitFormed(
    string UnitCode,
    string Name,
    UnitKind Kind,
    string? ParentCode,
    DateOnly? FormedOn = null
) : CareEvent, IUnitEvent;

/// <summary>A unit got another name.</summary>
/// <param name="UnitCode">The unit's code.</param>
/// <param name="Name">The new name.</param>
public sealed record UnitRenamed(string UnitCode, string Name) : CareEvent, IUnitEvent;

/// <summary>A unit was put below another one.</summary>
/// <param name="UnitCode">The unit's code.</param>
/// <param name="ParentCode">Code of the unit above it from now on, or null at the top.</param>
public sealed record UnitMoved(string UnitCode, string? ParentCode) : CareEvent, IUnitEvent;

/// <summary>A unit was closed; nobody was in it.</summary>
/// <param name="UnitCode">The unit's code.</param>
public sealed record UnitClosed(string UnitCode) : CareEvent, IUnitEvent;

/// <summary>A unit got a facility for its officers.</summary>
/// <param name="UnitCode">The unit's code.</param>
/// <param name="Facility">What it is.</param>
public sealed record FacilityProvided(string UnitCode, FacilityKind Facility) : CareEvent, IUnitEvent;

/// <summary>A unit lost a facility.</summary>
/// <param name="UnitCode">The unit's code.</param>
/// <param name="Facility">What it was.</param>
public sealed record FacilityWithdrawn(string UnitCode, FacilityKind Facility) : CareEvent, IUnitEvent;
