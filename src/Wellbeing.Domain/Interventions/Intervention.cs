using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Interventions;

/// <summary>Where an intervention stands.</summary>
public enum InterventionStatus
{
    /// <summary>Under way.</summary>
    Open,

    /// <summary>Interrupted.</summary>
    Suspended,

    /// <summary>Completed.</summary>
    Completed,

    /// <summary>Given up.</summary>
    Abandoned,
}

/// <summary>An outcome as it was measured.</summary>
/// <param name="Instrument">By which instrument.</param>
/// <param name="Score">The score.</param>
/// <param name="Band">The band in which it lies.</param>
/// <param name="At">When.</param>
public sealed record Measurement(Instrument Instrument, int Score, ScoreBand? Band, DateTimeOffset At);

/// <summary>An intervention as its event stream leaves it: plan and notes are in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">For whom.</param>
/// <param name="UnitCode">The officer's unit when it was opened.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Lead">Opaque id of who leads it.</param>
/// <param name="WarningIds">Ids of the warnings that it answers.</param>
/// <param name="OpenedAt">When it was opened.</param>
/// <param name="Sessions">How many sessions have taken place.</param>
/// <param name="LastSessionAt">When the last one did.</param>
/// <param name="Progress">What the last session said of progress.</param>
/// <param name="ReferredTo">To whom the officer was last referred.</param>
/// <param name="Measurements">Outcomes as they were measured, in order.</param>
/// <param name="Outcome">What it came to.</param>
/// <param name="ClosedAt">When it was completed or given up.</param>
public sealed record Intervention(
    Guid Id,
    InterventionStatus Status,
    Guid OfficerId,
    string UnitCode,
    InterventionKind Kind,
    string Lead,
    IReadOnlyList<Guid> WarningIds,
    DateTimeOffset OpenedAt,
    int Sessions,
    DateTimeOffset? LastSessionAt,
    SessionProgress? Progress,
    ReferralTarget? ReferredTo,
    IReadOnlyList<Measurement> Measurements,
    InterventionOutcome? Outcome = null,
    DateTimeOffset? ClosedAt = null
) : RecordState, IRecordState<Intervention>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    /// <summary>Its outcome as it is asked for.</summary>
    [JsonIgnore]
    public string? OutcomeWord => EnumNames.Of(Outcome);

    /// <summary>By what an intervention is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => OpenedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("intervention_opened", typeof(InterventionOpened), StreamKind.Intervention, Starts: true, Continues: false),
        new("intervention_session_recorded", typeof(InterventionSessionRecorded), StreamKind.Intervention),
        new("intervention_plan_revised", typeof(InterventionPlanRevised), StreamKind.Intervention),
        new("intervention_referred", typeof(InterventionReferred), StreamKind.Intervention),
        new("intervention_outcome_measured", typeof(InterventionOutcomeMeasured), StreamKind.Intervention),
        new("intervention_suspended", typeof(InterventionSuspended), StreamKind.Intervention),
        new("intervention_resumed", typeof(InterventionResumed), StreamKind.Intervention),
        new("intervention_completed", typeof(InterventionCompleted), StreamKind.Intervention),
        new("intervention_abandoned", typeof(InterventionAbandoned), StreamKind.Intervention),
    ];

    /// <inheritdoc />
    public static Intervention Fold(Intervention? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null
            ? Start(happened.StreamId, (InterventionOpened)happened.Data, happened.OccurredAt)
            : before.Next((IInterventionEvent)happened.Data, happened.OccurredAt);

    /// <summary>True until it is completed or given up.</summary>
    [JsonIgnore]
    public bool Open => Status is InterventionStatus.Open or InterventionStatus.Suspended;

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="id">The stream's id.</param>
    /// <param name="opened">The first event.</param>
    /// <param name="at">When it was opened.</param>
    public static Intervention Start(Guid id, InterventionOpened opened, DateTimeOffset at) =>
        new(
            id,
            InterventionStatus.Open,
            opened.OfficerId!.Value,
            opened.UnitCode!,
            opened.Kind,
            opened.Lead,
            opened.WarningIds,
            at,
            0,
            null,
            null,
            null,
            []
        );

    /// <summary>The state after one more event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="at">When it happened.</param>
    public Intervention Next(IInterventionEvent happened, DateTimeOffset at) =>
        happened switch
        {
            InterventionSessionRecorded x => this with
            {
                Sessions = x.Number,
                // One that was put on record late does not take the place of a later one.
                LastSessionAt = x.HeldAt < LastSessionAt ? LastSessionAt : x.HeldAt,
                Progress = x.HeldAt < LastSessionAt ? Progress : x.Progress,
            },
            InterventionPlanRevised => this,
            InterventionReferred x => this with { ReferredTo = x.To },
            InterventionOutcomeMeasured x => this with
            {
                Measurements = [.. Measurements, new Measurement(x.Instrument, x.Score, x.Band, at)],
            },
            InterventionSuspended => this with { Status = InterventionStatus.Suspended },
            InterventionResumed => this with { Status = InterventionStatus.Open },
            InterventionCompleted x => this with
            {
                Status = InterventionStatus.Completed,
                Outcome = x.Outcome,
                ClosedAt = at,
            },
            InterventionAbandoned => this with { Status = InterventionStatus.Abandoned, ClosedAt = at },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };
}
