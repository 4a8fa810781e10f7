using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Accesses;

/// <summary>How somebody came to read an officer's record.</summary>
public enum AccessKind
{
    /// <summary>Sealed text was opened.</summary>
    Disclosure,

    /// <summary>Access was taken beyond the usual reach.</summary>
    Override,

    /// <summary>The record was exported as a dossier.</summary>
    Export,
}

/// <summary>An access as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Kind">What kind of access.</param>
/// <param name="OfficerId">Whose record.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="By">Opaque id of who had it.</param>
/// <param name="Role">The role in which.</param>
/// <param name="At">When.</param>
/// <param name="Why">Purpose or reason, sealed.</param>
/// <param name="WhyEvent">Id of the event that it is bound to.</param>
/// <param name="Stream">Of a disclosure: kind of the stream that holds the text.</param>
/// <param name="StreamId">Of a disclosure: that stream.</param>
/// <param name="Fields">Of a disclosure: the fields that were opened.</param>
/// <param name="Until">Of an override: when it ends.</param>
/// <param name="ReviewBy">Of an override: until when it has to be reviewed.</param>
/// <param name="Verdict">What its review came to.</param>
/// <param name="ReviewedBy">Opaque id of who reviewed it.</param>
/// <param name="ReviewedAt">When.</param>
/// <param name="Note">What the review came to in words, sealed.</param>
/// <param name="NoteEvent">Id of the event that the note is bound to.</param>
public sealed record Access(
    Guid Id,
    AccessKind Kind,
    Guid OfficerId,
    string UnitCode,
    string By,
    string Role,
    DateTimeOffset At,
    SealedText Why,
    Guid WhyEvent,
    StreamKind? Stream = null,
    Guid? StreamId = null,
    IReadOnlyList<string>? Fields = null,
    DateTimeOffset? Until = null,
    DateTimeOffset? ReviewBy = null,
    AccessVerdict? Verdict = null,
    string? ReviewedBy = null,
    DateTimeOffset? ReviewedAt = null,
    SealedText? Note = null,
    Guid? NoteEvent = null
) : RecordState, IRecordState<Access>, IOfficerRecord
{
    /// <summary>Its kind as it is asked for.</summary>
    [JsonIgnore]
    public string KindWord => EnumNames.Of(Kind);

    // Who read a record is told by the access log, and not by the officer's history.
    IReadOnlyList<Guid> IRecordState.Concerned => [];

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("record_disclosed", typeof(RecordDisclosed), StreamKind.Access, Starts: true, Continues: false),
        new("record_exported", typeof(RecordExported), StreamKind.Access, Starts: true, Continues: false),
        new("access_overridden", typeof(AccessOverridden), StreamKind.Access, Starts: true, Continues: false),
        new("access_reviewed", typeof(AccessReviewed), StreamKind.Access),
    ];

    /// <inheritdoc />
    public static Access Fold(Access? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened) : before.Next(happened);

    /// <summary>True while an override waits for its review.</summary>
    [JsonIgnore]
    public bool Open => Kind == AccessKind.Override && Verdict is null;

    /// <summary>Starts the state from a stream's first event.</summary>
    public static Access Start(RecordedEvent first) =>
        first.Data switch
        {
            RecordDisclosed x => Begun(first, AccessKind.Disclosure, x.Role, x.Purpose) with
            {
                Stream = x.Stream,
                StreamId = x.StreamId,
                Fields = x.Fields,
            },
            AccessOverridden x => Begun(first, AccessKind.Override, x.Role, x.Reason) with
            {
                Until = x.Until,
                ReviewBy = x.ReviewBy,
            },
            RecordExported x => Begun(first, AccessKind.Export, x.Role, x.Purpose),
            _ => throw new ArgumentOutOfRangeException(nameof(first), first.Data.GetType().Name, null),
        };

    /// <summary>The state after one more event.</summary>
    public Access Next(RecordedEvent happened) =>
        happened.Data switch
        {
            AccessReviewed x => this with
            {
                Verdict = x.Verdict,
                ReviewedBy = happened.Actor,
                ReviewedAt = happened.OccurredAt,
                Note = x.Note,
                NoteEvent = x.Note is null ? null : happened.Id,
                // What was not justified ends with that.
                Until =
                    x.Verdict == AccessVerdict.Unjustified && happened.OccurredAt < Until ? happened.OccurredAt : Until,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };

    private static Access Begun(RecordedEvent first, AccessKind kind, string role, SealedText why) =>
        new(
            first.StreamId,
            kind,
            first.Data.OfficerId!.Value,
            first.Data.UnitCode!,
            first.Actor,
            role,
            first.OccurredAt,
            why,
            first.Id
        );
}
