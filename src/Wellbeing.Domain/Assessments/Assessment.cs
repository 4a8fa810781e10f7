using System.Text.Json.Serialization;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Domain.Assessments;

/// <summary>Where a test stands.</summary>
public enum AssessmentStatus
{
    /// <summary>Asked for, and not yet taken.</summary>
    Assigned,

    /// <summary>Taken, and not yet looked at.</summary>
    Completed,

    /// <summary>Looked at by a counsellor.</summary>
    Reviewed,
}

/// <summary>A test as its event stream leaves it: the answers are in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">Who takes it.</param>
/// <param name="UnitCode">The officer's unit when it was assigned.</param>
/// <param name="Instrument">Which test.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="AssignedAt">When it was assigned.</param>
/// <param name="AssignedBy">Opaque id of who assigned it.</param>
/// <param name="InstrumentVersion">Which edition was taken.</param>
/// <param name="Language">In which language, as a BCP 47 tag.</param>
/// <param name="Score">The score; not for supervisors.</param>
/// <param name="Band">The band in which it lies.</param>
/// <param name="Highest">Whether that is the instrument's highest band.</param>
/// <param name="Alerts">Numbers of the items that ask for help at once; not for supervisors.</param>
/// <param name="CompletedAt">When it was taken.</param>
/// <param name="ReviewedAt">When a counsellor looked at it.</param>
/// <param name="ReviewedBy">Opaque id of the counsellor.</param>
public sealed record Assessment(
    Guid Id,
    AssessmentStatus Status,
    Guid OfficerId,
    string UnitCode,
    Instrument Instrument,
    DateOnly? DueOn,
    DateTimeOffset AssignedAt,
    string AssignedBy,
    string? InstrumentVersion = null,
    string? Language = null,
    int? Score = null,
    ScoreBand? Band = null,
    bool? Highest = null,
    IReadOnlyList<int>? Alerts = null,
    DateTimeOffset? CompletedAt = null,
    DateTimeOffset? ReviewedAt = null,
    string? ReviewedBy = null
) : RecordState, IRecordState<Assessment>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its instrument as it is asked for.</summary>
    [JsonIgnore]
    public string InstrumentWord => EnumNames.Of(Instrument);

    /// <summary>Its band as it is asked for.</summary>
    [JsonIgnore]
    public string? BandWord => EnumNames.Of(Band);

    /// <summary>By what a test is listed: when it was taken, else when it was assigned.</summary>
    [JsonIgnore]
    public DateTimeOffset At => CompletedAt ?? AssignedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("assessment_assigned", typeof(AssessmentAssigned), StreamKind.Assessment, Starts: true, Continues: false),
        new("assessment_completed", typeof(AssessmentCompleted), StreamKind.Assessment),
        new("assessment_item_alerted", typeof(AssessmentItemAlerted), StreamKind.Assessment),
        new("assessment_reviewed", typeof(AssessmentReviewed), StreamKind.Assessment),
    ];

    /// <inheritdoc />
    public static Assessment Fold(Assessment? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (AssessmentAssigned)happened.Data) : before.Next(happened);

    /// <summary>
    /// Facts of tests that supervisors do not see, in states and in events alike: they know the band and not how it came
    /// about.
    /// </summary>
    public static IReadOnlyList<string> Confidential { get; } = ["score", "alerts", "item"];

    /// <summary>True until a counsellor has looked at it.</summary>
    [JsonIgnore]
    public bool Open => Status != AssessmentStatus.Reviewed;

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="assigned">What it says.</param>
    public static Assessment Start(RecordedEvent first, AssessmentAssigned assigned) =>
        new(
            first.StreamId,
            AssessmentStatus.Assigned,
            assigned.OfficerId!.Value,
            assigned.UnitCode!,
            assigned.Instrument,
            assigned.DueOn,
            first.OccurredAt,
            first.Actor
        );

    /// <summary>The state after one more event.</summary>
    public Assessment Next(RecordedEvent happened) =>
        happened.Data switch
        {
            AssessmentCompleted x => this with
            {
                Status = AssessmentStatus.Completed,
                InstrumentVersion = x.InstrumentVersion,
                Language = x.Language,
                Score = x.Score,
                Band = x.Band,
                Highest = x.Highest,
                Alerts = [],
                CompletedAt = happened.OccurredAt,
            },
            AssessmentItemAlerted x => this with { Alerts = [.. Alerts ?? [], x.Item] },
            AssessmentReviewed => this with
            {
                Status = AssessmentStatus.Reviewed,
                ReviewedAt = happened.OccurredAt,
                ReviewedBy = happened.Actor,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };
}
