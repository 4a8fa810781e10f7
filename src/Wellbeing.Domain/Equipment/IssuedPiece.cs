using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Equipment;

/// <summary>Where a piece of equipment is.</summary>
public enum EquipmentStatus
{
    /// <summary>With the officer.</summary>
    Issued,

    /// <summary>Given back.</summary>
    Returned,
}

/// <summary>How a piece was found.</summary>
/// <param name="On">On which day.</param>
/// <param name="Condition">In which condition.</param>
public sealed record Inspection(DateOnly On, EquipmentCondition Condition);

/// <summary>A piece of equipment that an officer was given, as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it is.</param>
/// <param name="OfficerId">Who was given it.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Item">What it is.</param>
/// <param name="Serial">Its number.</param>
/// <param name="IssuedOn">On which day it was given.</param>
/// <param name="IssuedAt">When that happened.</param>
/// <param name="Condition">In which condition it is, as last seen.</param>
/// <param name="Inspections">How it was found each time, in the order of recording.</param>
/// <param name="LastServicedOn">When it was last serviced.</param>
/// <param name="ReturnedOn">On which day it was given back.</param>
/// <param name="Sole">True where its number was nobody's when it was given.</param>
public sealed record IssuedPiece(
    Guid Id,
    EquipmentStatus Status,
    Guid OfficerId,
    string UnitCode,
    EquipmentItem Item,
    string? Serial,
    DateOnly IssuedOn,
    DateTimeOffset IssuedAt,
    EquipmentCondition Condition,
    IReadOnlyList<Inspection> Inspections,
    DateOnly? LastServicedOn = null,
    DateOnly? ReturnedOn = null,
    bool? Sole = null
) : RecordState, IRecordState<IssuedPiece>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its item as it is asked for.</summary>
    [JsonIgnore]
    public string ItemWord => EnumNames.Of(Item);

    /// <summary>Its condition as it is asked for.</summary>
    [JsonIgnore]
    public string ConditionWord => EnumNames.Of(Condition);

    /// <summary>Its number as numbers are compared.</summary>
    [JsonIgnore]
    public string? SerialKey => Serial is null ? null : Codes.Folded(Serial);

    /// <summary>The number that no other piece may have meanwhile; null where two had it before that was asked.</summary>
    [JsonIgnore]
    public string? SerialClaim => Open && Sole == true ? SerialKey : null;

    /// <summary>By what a piece is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => IssuedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("equipment_issued", typeof(EquipmentIssued), StreamKind.Equipment, Starts: true, Continues: false),
        new("equipment_inspected", typeof(EquipmentInspected), StreamKind.Equipment),
        new("equipment_serviced", typeof(EquipmentServiced), StreamKind.Equipment),
        new("equipment_returned", typeof(EquipmentReturned), StreamKind.Equipment),
    ];

    /// <inheritdoc />
    public static IssuedPiece Fold(IssuedPiece? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (EquipmentIssued)happened.Data) : before.Next(happened);

    /// <summary>True until it is given back.</summary>
    [JsonIgnore]
    public bool Open => Status == EquipmentStatus.Issued;

    /// <summary>Starts the state from a stream's first event: what is given out is good.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="issued">Its fact.</param>
    public static IssuedPiece Start(RecordedEvent first, EquipmentIssued issued) =>
        new(
            first.StreamId,
            EquipmentStatus.Issued,
            issued.OfficerId!.Value,
            issued.UnitCode!,
            issued.Item,
            issued.Serial,
            issued.IssuedOn,
            first.OccurredAt,
            EquipmentCondition.Good,
            [],
            Sole: issued.Sole
        );

    /// <summary>The state after one more event.</summary>
    public IssuedPiece Next(RecordedEvent happened) =>
        happened.Data switch
        {
            EquipmentInspected x => Seen([.. Inspections, new Inspection(x.InspectedOn, x.Condition)]),
            EquipmentServiced x => this with
            {
                LastServicedOn = x.ServicedOn < LastServicedOn ? LastServicedOn : x.ServicedOn,
            },
            EquipmentReturned x => this with
            {
                Status = EquipmentStatus.Returned,
                ReturnedOn = x.ReturnedOn,
                Condition = x.Condition,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    // The latest day counts, and of one day what was recorded last.
    private IssuedPiece Seen(IReadOnlyList<Inspection> inspections) =>
        this with
        {
            Inspections = inspections,
            Condition = Open ? inspections.OrderBy(x => x.On).Last().Condition : Condition,
        };
}
