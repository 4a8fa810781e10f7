using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Units;

/// <summary>A unit as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="UnitCode">The unit's code, unique in the bureau.</param>
/// <param name="Name">The unit's name.</param>
/// <param name="Kind">What the unit is for.</param>
/// <param name="ParentCode">Code of the unit above it, or null at the top.</param>
/// <param name="Facilities">What it has for its officers, in the order of provision.</param>
/// <param name="Closed">True once it is closed.</param>
public sealed record Unit(
    Guid Id,
    string UnitCode,
    string Name,
    UnitKind Kind,
    string? ParentCode,
    IReadOnlyList<FacilityKind> Facilities,
    bool Closed = false
) : RecordState, IRecordState<Unit>
{
    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("unit_formed", typeof(UnitFormed), StreamKind.Unit, Starts: true, Continues: false),
        new("unit_renamed", typeof(UnitRenamed), StreamKind.Unit),
        new("unit_moved", typeof(UnitMoved), StreamKind.Unit),
        new("facility_provided", typeof(FacilityProvided), StreamKind.Unit),
        new("facility_withdrawn", typeof(FacilityWithdrawn), StreamKind.Unit),
        new("unit_closed", typeof(UnitClosed), StreamKind.Unit),
    ];

    /// <inheritdoc />
    public static Unit Fold(Unit? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened.StreamId, (UnitFormed)happened.Data) : before.Next((IUnitEvent)happened.Data);

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Unit Start(Guid id, UnitFormed formed) =>
        new(id, formed.UnitCode, formed.Name, formed.Kind, formed.ParentCode, []);

    /// <summary>The state after one more event.</summary>
    public Unit Next(IUnitEvent happened) =>
        happened switch
        {
            UnitRenamed renamed => this with { Name = renamed.Name },
            UnitMoved moved => this with { ParentCode = moved.ParentCode },
            UnitClosed => this with { Closed = true },
            FacilityProvided provided => this with { Facilities = [.. Facilities, provided.Facility] },
            FacilityWithdrawn withdrawn => this with { Facilities = Without(withdrawn.Facility) },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };

    private List<FacilityKind> Without(FacilityKind facility)
    {
        var left = Facilities.ToList();
        left.Remove(facility);
        return left;
    }
}
