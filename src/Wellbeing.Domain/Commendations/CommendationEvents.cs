namespace Wellbeing.Domain.Commendations;

/// <summary>Who receives a commendation.</summary>
public enum RecipientKind
{
    /// <summary>One officer.</summary>
    Individual,

    /// <summary>A unit.</summary>
    Collective,
}

/// <summary>What was commended.</summary>
public enum Deed
{
    /// <summary>Safeguarding a major event.</summary>
    MajorEvent,

    /// <summary>Response to an emergency.</summary>
    Emergency,

    /// <summary>Work on a major case.</summary>
    MajorCase,

    /// <summary>A lead to a hazard.</summary>
    HazardLead,

    /// <summary>Thanks from the public (群众致谢、锦旗).</summary>
    PublicThanks,

    /// <summary>Service in a pandemic.</summary>
    Pandemic,

    /// <summary>Physical fitness.</summary>
    Fitness,

    /// <summary>Attendance.</summary>
    Attendance,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Level of a commendation (等级), ascending; <see cref="Other" /> stands outside the order.</summary>
public enum CommendationLevel
{
    /// <summary>嘉奖.</summary>
    Commendation,

    /// <summary>Third-class merit (三等功).</summary>
    ThirdClass,

    /// <summary>Second-class merit (二等功).</summary>
    SecondClass,

    /// <summary>First-class merit (一等功).</summary>
    FirstClass,

    /// <summary>Honorary title (荣誉称号).</summary>
    HonoraryTitle,

    /// <summary>A recognition outside the levels.</summary>
    Other,
}

/// <summary>Authority that approves a commendation (批准机关), ascending.</summary>
public enum Authority
{
    /// <summary>County.</summary>
    County,

    /// <summary>City.</summary>
    City,

    /// <summary>Province.</summary>
    Province,

    /// <summary>Ministry.</summary>
    Ministry,
}

/// <summary>What a review advises.</summary>
public enum ReviewAdvice
{
    /// <summary>To approve.</summary>
    Approve,

    /// <summary>To decline.</summary>
    Decline,
}

/// <summary>A fact of a commendation.</summary>
public interface ICommendationEvent : ICareEvent;

/// <summary>An officer or a unit was nominated.</summary>
/// <param name="RecipientKind">Officer or unit.</param>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="OfficerIds">For a collective, the officers serving in the unit and the units below it, as known then.</param>
/// <param name="UnitId">For a collective, the unit's id.</param>
/// <param name="UnitCode">The officer's unit then, or the unit nominated.</param>
/// <param name="Title">Title of the award, a plain label.</param>
/// <param name="Deed">What is commended.</param>
/// <param name="DeedReference">The deed's reference, so that it is rewarded once.</param>
/// <param name="Citation">Words of praise; encrypted, but read without a purpose.</param>
/// <param name="NominatedOn">Day of the nomination.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record CommendationNominated(
    RecipientKind RecipientKind,
    Guid? OfficerId,
    IReadOnlyList<Guid>? OfficerIds,
    Guid? UnitId,
    string? UnitCode,
    string Title,
    Deed Deed,
    string? DeedReference,
    SealedText? Citation,
    DateOnly NominatedOn,
    IReadOnlyList<Finding>? Findings
) : ICommendationEvent;

/// <summary>A nomination was reviewed.</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="Advice">What the review advises.</param>
/// <param name="Note">Why, in words.</param>
public sealed record CommendationReviewed(Guid? OfficerId, string? UnitCode, ReviewAdvice Advice, SealedText? Note)
    : ICommendationEvent;

/// <summary>A nomination was made public, for objections (公示).</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="PublicisedOn">First day on which it was public.</param>
public sealed record CommendationPublicised(Guid? OfficerId, string? UnitCode, DateOnly PublicisedOn)
    : ICommendationEvent;

/// <summary>A commendation was approved.</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="Level">Level granted.</param>
/// <param name="Authority">Authority that granted it.</param>
/// <param name="LegalBasis">Its legal basis (依据), a plain label.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record CommendationApproved(
    Guid? OfficerId,
    string? UnitCode,
    CommendationLevel Level,
    Authority Authority,
    string? LegalBasis,
    IReadOnlyList<Finding>? Findings
) : ICommendationEvent;

/// <summary>A commendation was declined.</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record CommendationDeclined(Guid? OfficerId, string? UnitCode, SealedText Reason) : ICommendationEvent;

/// <summary>An approved commendation was conferred.</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="ConferredOn">Day of the ceremony.</param>
/// <param name="OrderNumber">Number of the order, a plain label.</param>
/// <param name="Findings">Breaches that an import put on record.</param>
public sealed record CommendationConferred(
    Guid? OfficerId,
    string? UnitCode,
    DateOnly ConferredOn,
    string? OrderNumber,
    IReadOnlyList<Finding>? Findings = null
) : ICommendationEvent;

/// <summary>An approved commendation was taken back.</summary>
/// <param name="OfficerId">The officer, for an individual.</param>
/// <param name="UnitCode">The unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record CommendationRevoked(Guid? OfficerId, string? UnitCode, SealedText Reason) : ICommendationEvent;
