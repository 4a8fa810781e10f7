using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Banquets;

/// <summary>Where a banquet report stands.</summary>
public enum BanquetStatus
{
    /// <summary>Declared.</summary>
    Declared,

    /// <summary>A commander took note.</summary>
    Reviewed,

    /// <summary>The banquet does not take place.</summary>
    Withdrawn,
}

/// <summary>A banquet report as its event stream leaves it: venue, note and remarks are in the events alone, sealed.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OfficerId">Who gives the banquet.</param>
/// <param name="UnitCode">The officer's unit when it was declared.</param>
/// <param name="Occasion">What for.</param>
/// <param name="HeldOn">On which day it is to take place.</param>
/// <param name="Guests">How many guests are asked.</param>
/// <param name="DeclaredAt">When it was declared.</param>
/// <param name="DeclaredBy">Opaque id of who put that on record.</param>
/// <param name="ReviewedAt">When a commander took note.</param>
/// <param name="ReviewedBy">Opaque id of that commander.</param>
/// <param name="WithdrawnAt">When it was withdrawn.</param>
/// <param name="Findings">Breaches of policy on record; null for none.</param>
public sealed record Banquet(
    Guid Id,
    BanquetStatus Status,
    Guid OfficerId,
    string UnitCode,
    BanquetOccasion Occasion,
    DateOnly HeldOn,
    int Guests,
    DateTimeOffset DeclaredAt,
    string DeclaredBy,
    DateTimeOffset? ReviewedAt = null,
    string? ReviewedBy = null,
    DateTimeOffset? WithdrawnAt = null,
    IReadOnlyList<Finding>? Findings = null
) : RecordState, IRecordState<Banquet>, IOfficerRecord
{
    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its occasion as it is asked for.</summary>
    [JsonIgnore]
    public string OccasionWord => EnumNames.Of(Occasion);

    /// <summary>By what a report is listed.</summary>
    [JsonIgnore]
    public DateTimeOffset At => DeclaredAt;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new("banquet_declared", typeof(BanquetDeclared), StreamKind.Banquet, Starts: true, Continues: false),
        new("banquet_reviewed", typeof(BanquetReviewed), StreamKind.Banquet),
        new("banquet_withdrawn", typeof(BanquetWithdrawn), StreamKind.Banquet),
    ];

    /// <inheritdoc />
    public static Banquet Fold(Banquet? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null ? Start(happened, (BanquetDeclared)happened.Data) : before.Next(happened);

    /// <summary>True until somebody took note of it or it was withdrawn.</summary>
    [JsonIgnore]
    public bool Open => Status == BanquetStatus.Declared;

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="first">The first event.</param>
    /// <param name="declared">Its fact.</param>
    public static Banquet Start(RecordedEvent first, BanquetDeclared declared) =>
        new(
            first.StreamId,
            BanquetStatus.Declared,
            declared.OfficerId!.Value,
            declared.UnitCode!,
            declared.Occasion,
            declared.HeldOn,
            declared.Guests,
            first.OccurredAt,
            first.Actor,
            Findings: declared.Findings
        );

    /// <summary>The state after one more event.</summary>
    public Banquet Next(RecordedEvent happened) =>
        happened.Data switch
        {
            BanquetReviewed => this with
            {
                Status = BanquetStatus.Reviewed,
                ReviewedAt = happened.OccurredAt,
                ReviewedBy = happened.Actor,
            },
            BanquetWithdrawn => this with { Status = BanquetStatus.Withdrawn, WithdrawnAt = happened.OccurredAt },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.Data.GetType().Name, null),
        };
}
