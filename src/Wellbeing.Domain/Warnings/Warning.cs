using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Warnings;

/// <summary>Where a warning stands.</summary>
public enum WarningStatus
{
    /// <summary>Raised, or opened again.</summary>
    Raised,

    /// <summary>A commander took note.</summary>
    Acknowledged,

    /// <summary>Somebody is in charge.</summary>
    Assigned,

    /// <summary>Came to its end.</summary>
    Resolved,

    /// <summary>Was dismissed.</summary>
    Dismissed,
}

/// <summary>A warning as its event stream leaves it: evidence and reasons are in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">About whom.</param>
/// <param name="UnitCode">The officer's unit when it was raised.</param>
/// <param name="Category">What it is about.</param>
/// <param name="Level">How serious, as last classified.</param>
/// <param name="Source">What gave rise to it.</param>
/// <param name="SourceId">Id of that.</param>
/// <param name="Rule">The rule, where one raised it.</param>
/// <param name="RaisedAt">When it was raised.</param>
/// <param name="RaisedBy">Opaque id of who raised it.</param>
/// <param name="AcknowledgeBy">Deadline for its acknowledgement.</param>
/// <param name="InterveneBy">Deadline for an intervention to be open.</param>
/// <param name="AcknowledgedAt">When it was acknowledged; null again where it was opened again.</param>
/// <param name="AcknowledgedBy">Opaque id of who acknowledged it.</param>
/// <param name="AssignedTo">Opaque id of who is in charge.</param>
/// <param name="Escalations">How often it was brought to a level above.</param>
/// <param name="EscalatedTo">Code of the unit whose command it concerns since the last time.</param>
/// <param name="Outcome">How it was resolved.</param>
/// <param name="ClosedAt">When it was resolved or dismissed.</param>
/// <param name="TakenUpBy">Opaque id of the first who acted on it and is not who raised it.</param>
/// <param name="DeadlinesFrom">From when on its deadlines count.</param>
public sealed record Warning(
    Guid Id,
    WarningStatus Status,
    Guid OfficerId,
    string UnitCode,
    CareCategory Category,
    WarningLevel Level,
    WarningSource Source,
    Guid? SourceId,
    RuleTrace? Rule,
    DateTimeOffset RaisedAt,
    string RaisedBy,
    DateTimeOffset? AcknowledgeBy,
    DateTimeOffset? InterveneBy,
    DateTimeOffset? AcknowledgedAt = null,
    string? AcknowledgedBy = null,
    string? AssignedTo = null,
    int Escalations = 0,
    string? EscalatedTo = null,
    WarningOutcome? Outcome = null,
    DateTimeOffset? ClosedAt = null,
    string? TakenUpBy = null,
    DateTimeOffset? DeadlinesFrom = null
) : RecordState, IRecordState<Warning>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its category as it is asked for.</summary>
    [JsonIgnore]
    public string CategoryWord => EnumNames.Of(Category);

    /// <summary>Its level as it is asked for.</summary>
    [JsonIgnore]
    public string LevelWord => EnumNames.Of(Level);

    /// <summary>Its source as it is asked for.</summary>
    [JsonIgnore]
    public string SourceWord => EnumNames.Of(Source);

    /// <summary>Its outcome as it is asked for.</summary>
    [JsonIgnore]
    public string? OutcomeWord => EnumNames.Of(Outcome);

    /// <summary>By what a warning is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => RaisedAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("warning_raised", typeof(WarningRaised), StreamKind.Warning, Starts: true, Continues: false),
        new("warning_acknowledged", typeof(WarningAcknowledged), StreamKind.Warning),
        new("warning_assigned", typeof(WarningAssigned), StreamKind.Warning),
        new("warning_reclassified", typeof(WarningReclassified), StreamKind.Warning),
        new("warning_escalated", typeof(WarningEscalated), StreamKind.Warning),
        new("warning_resolved", typeof(WarningResolved), StreamKind.Warning),
        new("warning_dismissed", typeof(WarningDismissed), StreamKind.Warning),
        new("warning_reopened", typeof(WarningReopened), StreamKind.Warning),
    ];

    /// <inheritdoc />
    public static Warning Fold(Warning? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (WarningRaised)happened.Data) : before.Next(happened);

    /// <summary>True until it is resolved or dismissed.</summary>
    [JsonIgnore]
    public bool Open => Status is not (WarningStatus.Resolved or WarningStatus.Dismissed);

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="raised">Its fact.</param>
    public static Warning Start(RecordedEvent first, WarningRaised raised) =>
        new(
            first.StreamId,
            WarningStatus.Raised,
            raised.OfficerId!.Value,
            raised.UnitCode!,
            raised.Category,
            raised.Level,
            raised.Source,
            raised.SourceId,
            raised.Rule,
            first.OccurredAt,
            first.Actor,
            raised.AcknowledgeBy,
            raised.InterveneBy,
            DeadlinesFrom: first.OccurredAt
        );

    /// <summary>The state after one more event.</summary>
    public Warning Next(RecordedEvent happened)
    {
        // A rule that finds a deadline missed has not taken the warning up.
        var taken =
            Person.AreSame(happened.Actor, RaisedBy) || Actors.IsRule(happened.Actor)
                ? this
                : this with
                {
                    TakenUpBy = TakenUpBy ?? happened.Actor,
                };
        return taken.After(happened);
    }

    private Warning After(RecordedEvent happened) =>
        happened.Data switch
        {
            WarningAcknowledged => this with
            {
                Status = WarningStatus.Acknowledged,
                AcknowledgedAt = happened.OccurredAt,
                AcknowledgedBy = happened.Actor,
            },
            WarningAssigned x => this with { Status = WarningStatus.Assigned, AssignedTo = x.To },
            WarningReclassified x => this with
            {
                Level = x.Level,
                AcknowledgeBy = x.AcknowledgeBy,
                InterveneBy = x.InterveneBy,
                DeadlinesFrom = happened.OccurredAt,
            },
            WarningEscalated x => this with { Escalations = Escalations + 1, EscalatedTo = x.ToUnit ?? EscalatedTo },
            WarningResolved x => this with
            {
                Status = WarningStatus.Resolved,
                Outcome = x.Outcome,
                ClosedAt = happened.OccurredAt,
            },
            WarningDismissed => this with { Status = WarningStatus.Dismissed, ClosedAt = happened.OccurredAt },
            WarningReopened x => this with
            {
                Status = WarningStatus.Raised,
                AcknowledgeBy = x.AcknowledgeBy,
                InterveneBy = x.InterveneBy,
                DeadlinesFrom = happened.OccurredAt,
                AcknowledgedAt = null,
                AcknowledgedBy = null,
                AssignedTo = null,
                Outcome = null,
                ClosedAt = null,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };
}
