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
/// <param name="ConferredOn">Day of the ceremony.</param>
/// <param name="OrderNumber">Number of the order.</param>
/// <param name="Findings">Breaches of policy on record; null for none.</param>
public sealed record Commendation(
    Guid Id,
    CommendationStatus Status,
    RecipientKind RecipientKind,
    Guid? OfficerId,
    IReadOnlyList<Guid>? OfficerIds,
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
    DateOnly? ConferredOn = null,
    string? OrderNumber = null,
    IReadOnlyList<Finding>? Findings = null
)
{
    /// <summary>True until it is approved or declined.</summary>
    [JsonIgnore]
    public bool Open =>
        Status is CommendationStatus.Nominated or CommendationStatus.Reviewed or CommendationStatus.Publicised;

    /// <summary>The officers in whose histories it appears.</summary>
    [JsonIgnore]
    public IReadOnlyList<Guid> Concerned => OfficerId is { } one ? [one] : OfficerIds ?? [];

    /// <summary>Starts the state from a stream's first event.</summary>
    /// <param name="id">The stream's id.</param>
    /// <param name="eventId">The first event's id.</param>
    /// <param name="nominated">The first event.</param>
    public static Commendation Create(Guid id, Guid eventId, CommendationNominated nominated) =>
        new(
            id,
            CommendationStatus.Nominated,
            nominated.RecipientKind,
            nominated.OfficerId,
            nominated.OfficerIds,
            nominated.UnitCode!,
            nominated.Title,
            nominated.Deed,
            nominated.DeedReference,
            nominated.Citation,
            nominated.Citation is null ? null : eventId,
            nominated.NominatedOn,
            Findings: nominated.Findings
        );

    /// <summary>The state after one more event.</summary>
    public Commendation Apply(ICommendationEvent happened) =>
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
                Findings = approved.Findings is null ? Findings : [.. Findings ?? [], .. approved.Findings],
            },
            CommendationDeclined => this with { Status = CommendationStatus.Declined },
            CommendationConferred conferred => this with
            {
                Status = CommendationStatus.Conferred,
                ConferredOn = conferred.ConferredOn,
                OrderNumber = conferred.OrderNumber,
            },
            CommendationRevoked => this with { Status = CommendationStatus.Revoked },
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };
}
