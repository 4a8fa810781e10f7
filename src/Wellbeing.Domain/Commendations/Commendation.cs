using System.Text.Json.Serialization;

namespace Wellbeing.Domain.Commendations;

/// <summary>Where a commendation stands.</summary>
public enum CommendationStatus
{
    /// <summary>Nominated.</summary>
    Nominated,

    /// <summary>Reviewed.</summary>
    Reviewed,

    /// <summary>Made public, for objections.</summary>
    Publicised,

    /// <summary>Approved.</summary>
    Approved,

    /// <summary>Declined.</summary>
    Declined,

    /// <summary>Conferred.</summary>
    Conferred,

    /// <summary>Taken back after approval.</summary>
    Revoked,
}

/// <summary>A commendation as its event stream leaves it.</summary>
/// <param name="Id">The stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="RecipientKind">Officer or unit.</param>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="OfficerIds">The officers of a collective.</param>
/// <param name="UnitId">The unit's id, for a collective.</param>
/// <param name="UnitCode">The officer's unit then, or the unit nominated.</param>
/// <param name="Title">Title of the award.</param>
/// <param name="Deed">What is commended.</param>
/// <param name="DeedReference">The deed's reference.</param>
/// <param name="Citation">Words of praise, encrypted.</param>
/// <param name="CitationEvent">Id of the event that the citation is bound to.</param>
/// <param name="NominatedOn">Day of the nomination.</param>
/// <param name="Advice">What the review advised.</param>
/// <param name="PublicisedOn">First day on which it was public.</param>
/// <param name="Level">Level granted.</param>
/// <param name="Authority">Authority that granted it.</param>
/// <param name="LegalBasis">Its legal basis.</param>
/// <param name="ApprovedOn">Day of the approval, in the bureau's time zone.</param>
/// <param name="DeclinedOn">Day on which it was declined.</param>
/// <param name="ConferredOn">Day of the ceremony.</param>
/// <param name="OrderNumber">Number of the order.</param>
/// <param name="RevokedOn">Day on which it was taken back.</param>
/// <param name="Findings">Breaches of policy on record; null for none.</param>
public sealed record Commendation(
    Guid Id,
    CommendationStatus Status,
    RecipientKind RecipientKind,
    Guid? OfficerId,
    IReadOnlyList<Guid>? OfficerIds,
    Guid? UnitId,
    string UnitCode,
    string Title,
    Deed Deed,
    string? DeedReference,
    SealedText? Citation,
    Guid? CitationEvent,
    DateOnly NominatedOn,
    ReviewAdvice? Advice = null,
    DateOnly? PublicisedOn = null,
    CommendationLevel? Level = null,
    Authority? Authority = null,
    string? LegalBasis = null,
    DateOnly? ApprovedOn = null,
    DateOnly? DeclinedOn = null,
    DateOnly? ConferredOn = null,
    string? OrderNumber = null,
    DateOnly? RevokedOn = null,
    IReadOnlyList<Finding>? Findings = null
) : RecordState, IRecordState<Commendation>
{
    /// <summary>Its recipient kind as it is asked for.</summary>
    [JsonIgnore]
    public string RecipientKindWord => EnumNames.Of(RecipientKind);

    /// <summary>Its deed as it is asked for.</summary>
    [JsonIgnore]
    public string DeedWord => EnumNames.Of(Deed);

    /// <summary>Its status as it is asked for.</summary>
    [JsonIgnore]
    public string StatusWord => EnumNames.Of(Status);

    /// <summary>Its level as it is asked for.</summary>
    [JsonIgnore]
    public string? LevelWord => EnumNames.Of(Level);

    /// <summary>Its authority as it is asked for.</summary>
    [JsonIgnore]
    public string? AuthorityWord => EnumNames.Of(Authority);

    Guid? IRecordState.AboutOfficer => OfficerId;

    Guid IRecordState.SubjectId => RecipientId;

    /// <inheritdoc />
    public static IReadOnlyList<EventType> Events { get; } =
    [
        new(
            "commendation_nominated",
            typeof(CommendationNominated),
            StreamKind.Commendation,
            Starts: true,
            Continues: false
        ),
        new("commendation_reviewed", typeof(CommendationReviewed), StreamKind.Commendation),
        new("commendation_publicised", typeof(CommendationPublicised), StreamKind.Commendation),
        new("commendation_approved", typeof(CommendationApproved), StreamKind.Commendation),
        new("commendation_declined", typeof(CommendationDeclined), StreamKind.Commendation),
        new("commendation_conferred", typeof(CommendationConferred), StreamKind.Commendation),
        new("commendation_revoked", typeof(CommendationRevoked), StreamKind.Commendation),
    ];

    /// <inheritdoc />
    public static Commendation Fold(Commendation? before, RecordedEvent happened, BureauCalendar calendar) =>
        before is null
            ? Start(happened.StreamId, happened.Id, (CommendationNominated)happened.Data)
            : before.Next((ICommendationEvent)happened.Data, calendar.DayOf(happened.OccurredAt));

    /// <summary>True until it is approved or declined.</summary>
    [JsonIgnore]
    public bool Open =>
        Status is CommendationStatus.Nominated or CommendationStatus.Reviewed or CommendationStatus.Publicised;

    /// <summary>The officer's or the unit's id: whose key its text is sealed under.</summary>
    [JsonIgnore]
    public Guid RecipientId => OfficerId ?? UnitId ?? Guid.Empty;

    /// <summary>The officers in whose histories it appears.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> Concerned => OfficerId is { } one ? [one] : OfficerIds ?? [];

    /// <summary>Names a recipient's claim on a deed.</summary>
    public static string ClaimOf(Guid? officerId, string unitCode, string deedReference) =>
        $"{officerId?.ToString() ?? unitCode}/{deedReference}";

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="id">The stream's id.</param>
    /// <param name="eventId">The first event's id.</param>
    /// <param name="nominated">The first event.</param>
    public static Commendation Start(Guid id, Guid eventId, CommendationNominated nominated) =>
        new(
            id,
            CommendationStatus.Nominated,
            nominated.RecipientKind,
            nominated.OfficerId,
            nominated.OfficerIds,
            nominated.UnitId,
            nominated.UnitCode!,
            nominated.Title,
            nominated.Deed,
            nominated.DeedReference,
            nominated.Citation,
            nominated.Citation is null ? null : eventId,
            nominated.NominatedOn,
            Findings: nominated.Findings
        );

    /// <summary>
    /// The recipient and the deed that it rewards while it stands approved, so that no other one does; null where it
    /// claims none, as what was put on record although another one rewarded the deed.
    /// </summary>
    [JsonIgnore]
    public string? DeedClaim =>
        DeedReference is not null
        && Status is (CommendationStatus.Approved or CommendationStatus.Conferred)
        && Findings?.Any(x => string.Equals(x.Code, "deed-already-rewarded", StringComparison.Ordinal)) != true
            ? ClaimOf(OfficerId, UnitCode, DeedReference)
            : null;

    /// <summary>The state after one more event.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="on">Its day, in the bureau's time zone.</param>
    public Commendation Next(ICommendationEvent happened, DateOnly on) =>
        happened switch
        {
            CommendationReviewed reviewed => this with
            {
                Status = CommendationStatus.Reviewed,
                Advice = reviewed.Advice,
            },
            CommendationPublicised publicised => this with
            {
                Status = CommendationStatus.Publicised,
                PublicisedOn = publicised.PublicisedOn,
            },
            CommendationApproved approved => this with
            {
                Status = CommendationStatus.Approved,
                Level = approved.Level,
                Authority = approved.Authority,
                LegalBasis = approved.LegalBasis,
                ApprovedOn = on,
                Findings = approved.Findings is null ? Findings : [.. Findings ?? [], .. approved.Findings],
            },
            CommendationDeclined => this with { Status = CommendationStatus.Declined, DeclinedOn = on },
            CommendationConferred conferred => this with
            {
                Status = CommendationStatus.Conferred,
                ConferredOn = conferred.ConferredOn,
                OrderNumber = conferred.OrderNumber,
                Findings = conferred.Findings is null ? Findings : [.. Findings ?? [], .. conferred.Findings],
            },
            CommendationRevoked => this with { Status = CommendationStatus.Revoked, RevokedOn = on },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };
}
