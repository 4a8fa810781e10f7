using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Leaves;

/// <summary>Where a leave stands.</summary>
public enum LeaveStatus
{
    /// <summary>Asked for.</summary>
    Requested,

    /// <summary>Granted.</summary>
    Approved,

    /// <summary>Not granted.</summary>
    Declined,

    /// <summary>The officer is away.</summary>
    Started,

    /// <summary>The officer is away longer than was granted.</summary>
    Overstayed,

    /// <summary>The officer is back.</summary>
    Returned,

    /// <summary>Taken back before it began.</summary>
    Withdrawn,
}

/// <summary>A leave as its event stream leaves it: reasons are in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">Whose it is.</param>
/// <param name="UnitCode">The officer's unit when it was asked for.</param>
/// <param name="Kind">What for.</param>
/// <param name="From">First day asked for.</param>
/// <param name="To">Last day asked for.</param>
/// <param name="RequestedAt">When it was asked for.</param>
/// <param name="RequestedBy">Opaque id of who put that on record.</param>
/// <param name="DecidedAt">When it was granted or not.</param>
/// <param name="DecidedBy">Opaque id of who decided.</param>
/// <param name="StartedOn">First day away.</param>
/// <param name="OverstayedAt">When it was found that the officer was not back in time.</param>
/// <param name="ReturnedOn">Day on which the officer was back.</param>
/// <param name="WithdrawnAt">When it was taken back.</param>
/// <param name="Ordinal">Which of the officer's leaves it is, in the order of recording; null for those of before 0.4.</param>
public sealed record Leave(
    Guid Id,
    LeaveStatus Status,
    Guid OfficerId,
    string UnitCode,
    LeaveKind Kind,
    DateOnly From,
    DateOnly To,
    DateTimeOffset RequestedAt,
    string RequestedBy,
    DateTimeOffset? DecidedAt = null,
    string? DecidedBy = null,
    DateOnly? StartedOn = null,
    DateTimeOffset? OverstayedAt = null,
    DateOnly? ReturnedOn = null,
    DateTimeOffset? WithdrawnAt = null,
    int? Ordinal = null
) : RecordState, IRecordState<Leave>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <summary>By what a leave is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => RequestedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("leave_requested", typeof(LeaveRequested), StreamKind.Leave, Starts: true, Continues: false),
        new("leave_approved", typeof(LeaveApproved), StreamKind.Leave),
        new("leave_declined", typeof(LeaveDeclined), StreamKind.Leave),
        new("leave_withdrawn", typeof(LeaveWithdrawn), StreamKind.Leave),
        new("leave_started", typeof(LeaveStarted), StreamKind.Leave),
        new("leave_returned", typeof(LeaveReturned), StreamKind.Leave),
        new("leave_overstayed", typeof(LeaveOverstayed), StreamKind.Leave),
    ];

    /// <inheritdoc />
    public static Leave Fold(Leave? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (LeaveRequested)happened.Data) : before.Next(happened);

    /// <summary>True until it is declined or withdrawn, or the officer is back.</summary>
    [JsonIgnore]
    public bool Open => Status is not (LeaveStatus.Declined or LeaveStatus.Withdrawn or LeaveStatus.Returned);

    /// <summary>
    /// Whether it takes any of these days: those asked for, and from the first day away on those that are really taken. The
    /// day on which the officer is back is not away, but where that is the leave's last day and is reported on it.
    /// </summary>
    /// <param name="first">The first of the days.</param>
    /// <param name="last">The last of them.</param>
    public bool Takes(DateOnly first, DateOnly last)
    {
        var from = StartedOn ?? From;
        return Status is not (LeaveStatus.Declined or LeaveStatus.Withdrawn)
            && from <= last
            && (ReturnedOn is { } back && back != To ? from < back && first < back : first <= To);
    }

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="requested">Its fact.</param>
    public static Leave Start(RecordedEvent first, LeaveRequested requested) =>
        new(
            first.StreamId,
            LeaveStatus.Requested,
            requested.OfficerId!.Value,
            requested.UnitCode!,
            requested.Kind,
            requested.From,
            requested.To,
            first.OccurredAt,
            first.Actor,
            Ordinal: requested.Ordinal
        );

    /// <summary>The state after one more event.</summary>
    public Leave Next(RecordedEvent happened) =>
        happened.Data switch
        {
            LeaveApproved => Decided(LeaveStatus.Approved, happened),
            LeaveDeclined => Decided(LeaveStatus.Declined, happened),
            LeaveWithdrawn => this with { Status = LeaveStatus.Withdrawn, WithdrawnAt = happened.OccurredAt },
            LeaveStarted x => this with { Status = LeaveStatus.Started, StartedOn = x.StartedOn },
            // That it was found late does not send back on leave who has come back meanwhile.
            LeaveOverstayed => this with
            {
                Status = Open ? LeaveStatus.Overstayed : Status,
                OverstayedAt = happened.OccurredAt,
            },
            LeaveReturned x => this with { Status = LeaveStatus.Returned, ReturnedOn = x.ReturnedOn },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    private Leave Decided(LeaveStatus status, RecordedEvent happened) =>
        this with
        {
            Status = status,
            DecidedAt = happened.OccurredAt,
            DecidedBy = happened.Actor,
        };
}
