using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Units;

/// <summary>A unit as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="UnitCode">The unit's code, unique in the bureau.</param>
/// <param name="Name">The unit's name.</param>
/// <param name="Kind">What the unit is for.</param>
/// <param name="ParentCode">Code of the unit above it, or null at the top.</param>
/// <param name="Facilities">What it has for its officers, in the order of provision.</param>
/// <param name="FormedOn">The day of its formation, in the bureau's time zone.</param>
/// <param name="ClosedOn">First day on which it is closed, or null.</param>
public sealed record Unit(
    Guid Id,
    string UnitCode,
    string Name,
    UnitKind Kind,
    string? ParentCode,
    IReadOnlyList<FacilityKind> Facilities,
    DateOnly FormedOn = default,
    DateOnly? ClosedOn = null
) : RecordState, IRecordState<Unit>
{
    /// <summary>Whether it is closed by now.</summary>
    [JsonIgnore]
    public bool Closed => ClosedOn is not null;

    /// <summary>Whether it is closed on a day.</summary>
    public bool IsClosedOn(DateOnly day) => ClosedOn <= day;

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
        before is null
            ? Start(happened.StreamId, (UnitFormed)happened.Data, calendar.DayOf(happened.OccurredAt))
            : before.Next((IUnitEvent)happened.Data, calendar.DayOf(happened.OccurredAt));

    /// <summary>Starts the state from a stream's first event, which happened on a day.</summary>
    public static Unit Start(Guid id, UnitFormed formed, DateOnly day) =>
        new(id, formed.UnitCode, formed.Name, formed.Kind, formed.ParentCode, [], formed.FormedOn ?? day);

    /// <summary>The state after one more event, which happened on a day.</summary>
    public Unit Next(IUnitEvent happened, DateOnly day) =>
        happened switch
        {
            UnitRenamed renamed => this with { Name = renamed.Name },
            UnitMoved moved => this with { ParentCode = moved.ParentCode },
            UnitClosed => this with { ClosedOn = day },
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
