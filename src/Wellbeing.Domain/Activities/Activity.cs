using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Activities;

/// <summary>Where an activity stands.</summary>
public enum ActivityStatus
{
    /// <summary>To take place.</summary>
    Planned,

    /// <summary>Took place.</summary>
    Held,
}

/// <summary>An activity as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="UnitCode">Code of the unit whose activity it is.</param>
/// <param name="Kind">What kind of activity.</param>
/// <param name="Title">Its title.</param>
/// <param name="PlannedFor">When it was to take place, where it was planned.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Topics">What it is about.</param>
/// <param name="Summary">What it came to.</param>
/// <param name="OfficerIds">The officers who took part, each once, in the order of recording.</param>
public sealed record Activity(
    Guid Id,
    ActivityStatus Status,
    string UnitCode,
    ActivityKind Kind,
    string Title,
    DateTimeOffset? PlannedFor,
    DateTimeOffset? HeldAt,
    int? Minutes,
    IReadOnlyList<string> Topics,
    string? Summary,
    IReadOnlyList<Guid> OfficerIds
) : RecordState, IRecordState<Activity>
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <summary>How many officers took part.</summary>
    [JsonIgnore]
    public int Officers => OfficerIds.Count;

    /// <summary>By what an activity is listed: when it took place, else when it is to.</summary>
    [JsonIgnore]
    public DateTimeOffset At => HeldAt ?? PlannedFor!.Value;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("activity_planned", typeof(ActivityPlanned), StreamKind.Activity, Starts: true, Continues: false),
        new("activity_held", typeof(ActivityHeld), StreamKind.Activity, Starts: true),
        new("attendance_recorded", typeof(AttendanceRecorded), StreamKind.Activity),
    ];

    /// <inheritdoc />
    public static Activity Fold(Activity? before, RecordedEvent happened, BureauCalendar calendar) =>
        before?.Next((IActivityEvent)happened.Data) ?? Start(happened.StreamId, (IActivityEvent)happened.Data);

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Activity Start(Guid id, IActivityEvent first) =>
        first switch
        {
            ActivityPlanned x => new(
                id,
                ActivityStatus.Planned,
                x.UnitCode,
                x.Kind,
                x.Title,
                x.PlannedFor,
                null,
                null,
                x.Topics,
                null,
                []
            ),
            ActivityHeld x => new Activity(
                id,
                ActivityStatus.Held,
                x.UnitCode,
                x.Kind,
                x.Title,
                null,
                null,
                null,
                [],
                null,
                []
            ).Held(x),
            _ => throw new ArgumentOutOfRangeException(nameof(first), first.GetType().Name, null),
        };

    /// <summary>The state after one more event.</summary>
    public Activity Next(IActivityEvent happened) =>
        happened switch
        {
            ActivityHeld x => Held(x),
            AttendanceRecorded x => this with { OfficerIds = [.. OfficerIds, .. x.OfficerIds] },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };

    private Activity Held(ActivityHeld held) =>
        this with
        {
            Status = ActivityStatus.Held,
            HeldAt = held.HeldAt,
            Minutes = held.Minutes,
            Topics = held.Topics,
            Summary = held.Summary,
        };
}
