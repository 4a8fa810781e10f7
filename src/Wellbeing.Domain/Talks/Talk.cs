using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Talks;

/// <summary>Where a talk stands.</summary>
public enum TalkStatus
{
    /// <summary>Arranged.</summary>
    Scheduled,

    /// <summary>Took place.</summary>
    Held,

    /// <summary>Arranged, and did not take place.</summary>
    Missed,

    /// <summary>Called off.</summary>
    Cancelled,

    /// <summary>Due, and never arranged.</summary>
    Omitted,

    /// <summary>Declared void.</summary>
    Voided,
}

/// <summary>What was agreed in a talk.</summary>
/// <param name="Number">Its number within the talk, 1 and up.</param>
/// <param name="Owner">Opaque id of who does it.</param>
/// <param name="DueOn">The last day for it.</param>
/// <param name="DoneAt">When it was done, or null.</param>
/// <param name="OverdueAt">Since when it is on record that its last day went by without it, or null.</param>
public sealed record FollowUp(
    int Number,
    string Owner,
    DateOnly DueOn,
    DateTimeOffset? DoneAt = null,
    DateTimeOffset? OverdueAt = null
);

/// <summary>A change to what a talk's record says; the words of both are in the events.</summary>
/// <param name="Version">Version of the talk's stream that holds it.</param>
/// <param name="By">Opaque id of who amended it.</param>
/// <param name="At">When.</param>
/// <param name="Fields">Names of the fields that it replaced.</param>
public sealed record Amendment(long Version, string By, DateTimeOffset At, IReadOnlyList<string> Fields);

/// <summary>A talk as its event stream leaves it: what was said is in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">With whom.</param>
/// <param name="UnitCode">The officer's unit when it began.</param>
/// <param name="Kind">What kind of talk; null where it was omitted.</param>
/// <param name="Trigger">Why it is due, where something asks for it.</param>
/// <param name="ScheduledFor">When it is to take place, where it was arranged.</param>
/// <param name="DueOn">The last day on which an omitted talk would have been in time.</param>
/// <param name="Host">Opaque id of who hosts it; null where it was omitted.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long it took.</param>
/// <param name="Concerns">What burdens the officer, as last amended.</param>
/// <param name="Mood">The officer's mood, 1 to 5, as last amended.</param>
/// <param name="FollowUps">What was agreed, in order.</param>
/// <param name="Amendments">What was amended, in order.</param>
/// <param name="RecordedBy">Opaque id of who put on record how it ended.</param>
/// <param name="VoidedBy">Opaque id of the second person who declared it void.</param>
public sealed record Talk(
    Guid Id,
    TalkStatus Status,
    Guid OfficerId,
    string UnitCode,
    TalkKind? Kind,
    TalkTrigger? Trigger,
    DateTimeOffset? ScheduledFor,
    DateOnly? DueOn,
    string? Host,
    DateTimeOffset? HeldAt,
    int? Minutes,
    IReadOnlyList<Concern> Concerns,
    int? Mood,
    IReadOnlyList<FollowUp> FollowUps,
    IReadOnlyList<Amendment> Amendments,
    string? RecordedBy = null,
    string? VoidedBy = null
) : RecordState, IRecordState<Talk>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string? KindWord => EnumNames.Of(Kind);

    /// <summary>Its trigger as it is asked for.</summary>
    [JsonIgnore]
    public string? TriggerWord => EnumNames.Of(Trigger);

    /// <summary>By what a talk is listed: when it took place, else when it was to, else the day on which it was due.</summary>
    [JsonIgnore]
    public DateTimeOffset At => HeldAt ?? ScheduledFor ?? NoonOf(DueOn!.Value);

    DateTimeOffset? IRecordState.AgreedAt => HeldAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("talk_scheduled", typeof(TalkScheduled), StreamKind.Talk, Starts: true, Continues: false),
        new("talk_held", typeof(TalkHeld), StreamKind.Talk, Starts: true),
        new("talk_missed", typeof(TalkMissed), StreamKind.Talk),
        new("talk_cancelled", typeof(TalkCancelled), StreamKind.Talk),
        new("talk_omitted", typeof(TalkOmitted), StreamKind.Talk, Starts: true, Continues: false),
        new("talk_follow_up_agreed", typeof(TalkFollowUpAgreed), StreamKind.Talk),
        new("talk_follow_up_done", typeof(TalkFollowUpDone), StreamKind.Talk),
        new("talk_follow_up_overdue", typeof(TalkFollowUpOverdue), StreamKind.Talk),
        new("talk_amended", typeof(TalkAmended), StreamKind.Talk),
        new("talk_voided", typeof(TalkVoided), StreamKind.Talk),
    ];

    /// <inheritdoc />
    public static Talk Fold(Talk? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened) : before.Next(happened);

    /// <summary>True while it is still to take place.</summary>
    [JsonIgnore]
    public bool Open => Status == TalkStatus.Scheduled;

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Talk Start(RecordedEvent first) =>
        first.Data switch
        {
            TalkScheduled x => Begun(first, TalkStatus.Scheduled, x.Kind, x.Trigger) with
            {
                ScheduledFor = x.ScheduledFor,
                Host = x.Host,
            },
            TalkHeld x => Begun(first, TalkStatus.Held, x.Kind, x.Trigger).Held(x, first.Actor),
            TalkOmitted x => Begun(first, TalkStatus.Omitted, null, x.Trigger) with
            {
                DueOn = x.DueOn,
                RecordedBy = first.Actor,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(first), first.Data.GetType().Name, null),
        };

    /// <summary>The state after one more event.</summary>
    public Talk Next(RecordedEvent happened) =>
        happened.Data switch
        {
            TalkHeld x => Held(x, happened.Actor),
            TalkMissed => this with { Status = TalkStatus.Missed, RecordedBy = happened.Actor },
            TalkCancelled => this with { Status = TalkStatus.Cancelled, RecordedBy = happened.Actor },
            TalkFollowUpAgreed x => this with { FollowUps = [.. FollowUps, new FollowUp(x.Number, x.Owner, x.DueOn)] },
            TalkFollowUpDone x => With(x.Number, f => f with { DoneAt = happened.OccurredAt }),
            TalkFollowUpOverdue x => With(x.Number, f => f with { OverdueAt = happened.OccurredAt }),
            TalkAmended x => this with
            {
                HeldAt = x.HeldAt ?? HeldAt,
                Minutes = x.Minutes ?? Minutes,
                Concerns = x.Concerns ?? Concerns,
                Mood = x.Mood ?? Mood,
                Amendments =
                [
                    .. Amendments,
                    new Amendment(happened.Version, happened.Actor, happened.OccurredAt, FieldsOf(x)),
                ],
            },
            TalkVoided => this with { Status = TalkStatus.Voided, VoidedBy = happened.Actor },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    private Talk With(int number, Func<FollowUp, FollowUp> change) =>
        this with
        {
            FollowUps = [.. FollowUps.Select(x => x.Number == number ? change(x) : x)],
        };

    private Talk Held(TalkHeld held, string recordedBy) =>
        this with
        {
            Status = TalkStatus.Held,
            Host = held.Host,
            HeldAt = held.HeldAt,
            Minutes = held.Minutes,
            Concerns = held.Concerns,
            Mood = held.Mood,
            RecordedBy = recordedBy,
        };

    private static Talk Begun(RecordedEvent first, TalkStatus status, TalkKind? kind, TalkTrigger? trigger) =>
        new(
            first.StreamId,
            status,
            first.Data.OfficerId!.Value,
            first.Data.UnitCode!,
            kind,
            trigger,
            null,
            null,
            null,
            null,
            null,
            [],
            null,
            [],
            []
        );

    private static List<string> FieldsOf(TalkAmended amended)
    {
        var fields = new List<string>();
        Add("heldAt", amended.HeldAt);
        Add("minutes", amended.Minutes);
        Add("topics", amended.Topics);
        Add("concerns", amended.Concerns);
        Add("mood", amended.Mood);
        Add("narrative", amended.Narrative);
        return fields;

        void Add(string name, object? value)
        {
            if (value is not null)
                fields.Add(name);
        }
    }
}
