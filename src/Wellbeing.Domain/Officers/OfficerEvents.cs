namespace Wellbeing.Domain.Officers;

/// <summary>Why an officer changed units.</summary>
public enum TransferReason
{
    /// <summary>Regular rotation (轮岗).</summary>
    Rotation,

    /// <summary>Together with a promotion.</summary>
    Promotion,

    /// <summary>At the officer's own request.</summary>
    Request,

    /// <summary>Lent to another unit for a time (借调).</summary>
    Secondment,

    /// <summary>Any other reason.</summary>
    Other,
}

/// <summary>What an officer is good at, outside the service.</summary>
public enum TalentCategory
{
    /// <summary>Writing.</summary>
    Writing,

    /// <summary>Calligraphy and painting (书画).</summary>
    CalligraphyAndPainting,

    /// <summary>Music.</summary>
    Music,

    /// <summary>Dance and theatre.</summary>
    PerformingArts,

    /// <summary>Photography and film.</summary>
    Photography,

    /// <summary>Sport.</summary>
    Sport,

    /// <summary>Technology.</summary>
    Technology,

    /// <summary>Languages.</summary>
    Languages,
}

/// <summary>A day in a career that the bureau marks.</summary>
public enum MilestoneKind
{
    /// <summary>The oath at the start of service (入警宣誓).</summary>
    Oath,

    /// <summary>A number of years of service.</summary>
    YearsOfService,

    /// <summary>Honourable retirement (荣誉退休).</summary>
    HonourableRetirement,
}

/// <summary>How an officer left the service.</summary>
public enum DepartureKind
{
    /// <summary>Retired.</summary>
    Retired,

    /// <summary>Resigned.</summary>
    Resigned,

    /// <summary>Went to another bureau.</summary>
    TransferredOut,

    /// <summary>Was dismissed.</summary>
    Dismissed,

    /// <summary>Died.</summary>
    Deceased,

    /// <summary>Any other way.</summary>
    Other,
}

/// <summary>A field of an officer's identity, which lies beside the events.</summary>
public enum IdentityField
{
    /// <summary>The name.</summary>
    Name,

    /// <summary>The badge number (警号).</summary>
    BadgeNumber,

    /// <summary>How to reach the officer.</summary>
    Contact,
}

/// <summary>A fact of an officer's career.</summary>
public interface IOfficerEvent : ICareEvent;

/// <summary>An officer entered the record.</summary>
/// <param name="OfficerId">The officer's id, which is the stream's.</param>
/// <param name="UnitCode">The unit the officer entered.</param>
/// <param name="Rank">The rank, where known.</param>
/// <param name="Post">The post, where known.</param>
/// <param name="AppointedOn">The day of appointment, in the bureau's time zone.</param>
/// <param name="IdentityCommitment">HMAC of name, badge number and contact under a salt kept with them, base64.</param>
public sealed record OfficerEnrolled(
    Guid? OfficerId,
    string? UnitCode,
    string? Rank,
    string? Post,
    DateOnly AppointedOn,
    string IdentityCommitment
) : CareEvent, IOfficerEvent;

/// <summary>An officer changed units.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The unit the officer came to; the same as <paramref name="ToUnit" />.</param>
/// <param name="FromUnit">The unit the officer left.</param>
/// <param name="ToUnit">The unit the officer came to.</param>
/// <param name="Reason">Why.</param>
/// <param name="EffectiveOn">First day in the new unit.</param>
/// <param name="Order">The order that it carries out, by the version of its event; null for none.</param>
public sealed record OfficerTransferred(
    Guid? OfficerId,
    string? UnitCode,
    string FromUnit,
    string ToUnit,
    TransferReason Reason,
    DateOnly EffectiveOn,
    long? Order = null
) : CareEvent, IOfficerEvent;

/// <summary>An officer was promoted.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Rank">The new rank.</param>
/// <param name="Post">The new post, where it changed.</param>
/// <param name="EffectiveOn">First day in the new rank.</param>
/// <param name="Order">The order that it carries out, by the version of its event; null for none.</param>
public sealed record OfficerPromoted(
    Guid? OfficerId,
    string? UnitCode,
    string Rank,
    string? Post,
    DateOnly EffectiveOn,
    long? Order = null
) : CareEvent, IOfficerEvent;

/// <summary>An officer said what the bureau should consider when it plans for the officer.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Preference">What the officer said.</param>
public sealed record OfficerPreferenceStated(Guid? OfficerId, string? UnitCode, SealedText Preference)
    : CareEvent,
        IOfficerEvent;

/// <summary>A talent of an officer was listed.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Category">What kind of talent.</param>
/// <param name="Description">What the officer does, in words.</param>
public sealed record OfficerTalentListed(
    Guid? OfficerId,
    string? UnitCode,
    TalentCategory Category,
    SealedText? Description
) : CareEvent, IOfficerEvent;

/// <summary>A milestone of a career was marked.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Kind">Which milestone.</param>
/// <param name="Years">Whole years of service, 1 to 60, for <see cref="MilestoneKind.YearsOfService" />.</param>
/// <param name="MarkedOn">The day it was marked.</param>
public sealed record OfficerMilestoneMarked(
    Guid? OfficerId,
    string? UnitCode,
    MilestoneKind Kind,
    int? Years,
    DateOnly MarkedOn
) : CareEvent, IOfficerEvent;

/// <summary>An officer left the service.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's last unit.</param>
/// <param name="Kind">How.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="DepartedOn">First day out of service.</param>
/// <param name="Order">The order that it carries out, by the version of its event; null for none.</param>
public sealed record OfficerDeparted(
    Guid? OfficerId,
    string? UnitCode,
    DepartureKind Kind,
    SealedText? Reason,
    DateOnly DepartedOn,
    long? Order = null
) : CareEvent, IOfficerEvent;

/// <summary>An officer who had left came back: the record goes on.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The unit the officer came to.</param>
/// <param name="On">First day back in service.</param>
/// <param name="Rank">The rank, where it is another one than before.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record OfficerReinstated(Guid? OfficerId, string? UnitCode, DateOnly On, string? Rank, SealedText Reason)
    : CareEvent,
        IOfficerEvent;

/// <summary>An officer's identity changed; which field is said, its values are not.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Fields">Which fields changed.</param>
/// <param name="IdentityCommitment">HMAC of the identity from now on, base64.</param>
public sealed record OfficerIdentityChanged(
    Guid? OfficerId,
    string? UnitCode,
    IReadOnlyList<IdentityField> Fields,
    string IdentityCommitment
) : CareEvent, IOfficerEvent;
