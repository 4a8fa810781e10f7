namespace Wellbeing.Domain.Officers;

/// <summary>The law on which an officer is erased.</summary>
public enum ErasureBasis
{
    /// <summary>What the record was kept for is reached, or cannot be (GDPR Art. 17(1)(a); PIPL Art. 47(1) no. 1).</summary>
    NoLongerNeeded,

    /// <summary>The time for which it had to be kept is over (PIPL Art. 47(1) no. 2).</summary>
    RetentionEnded,

    /// <summary>The officer takes a consent back (GDPR Art. 17(1)(b); PIPL Art. 47(1) no. 3).</summary>
    ConsentWithdrawn,

    /// <summary>The officer objects, and nothing weighs more (GDPR Art. 17(1)(c)).</summary>
    Objection,

    /// <summary>It was kept against the law (GDPR Art. 17(1)(d); PIPL Art. 47(1) no. 4).</summary>
    Unlawful,

    /// <summary>Another law, or an order by one, asks for it (GDPR Art. 17(1)(e); PIPL Art. 47(1) no. 5).</summary>
    LegalObligation,
}

/// <summary>The law on which a record is kept and not processed.</summary>
public enum RestrictionBasis
{
    /// <summary>The officer says that it is wrong, and that is being looked into (GDPR Art. 18(1)(a)).</summary>
    AccuracyContested,

    /// <summary>It is against the law to process it, and the officer does not want it erased (GDPR Art. 18(1)(b)).</summary>
    Unlawful,

    /// <summary>The officer needs it for a legal claim (GDPR Art. 18(1)(c)).</summary>
    LegalClaim,

    /// <summary>The officer objects, and it is being looked into what weighs more (GDPR Art. 18(1)(d)).</summary>
    Objection,

    /// <summary>It should be erased and still has to be kept (PIPL Art. 47(2)).</summary>
    RetentionRequired,
}

/// <summary>It was proposed to erase an officer. With this it is announced to the officer and to all auditors.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Basis">The law on which.</param>
/// <param name="ConfirmableFrom">Until when it is announced, and from when on it may be confirmed.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ErasureProposed(
    Guid? OfficerId,
    string? UnitCode,
    ErasureBasis Basis,
    DateTimeOffset ConfirmableFrom,
    SealedText? Reason
) : CareEvent, IOfficerEvent;

/// <summary>The proposal to erase an officer was taken back by who made it, or rejected by an auditor.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ErasureWithdrawn(Guid? OfficerId, string? UnitCode, SealedText? Reason) : CareEvent, IOfficerEvent;

/// <summary>An auditor confirmed that an officer is to be erased. It is done from here on, whatever breaks off.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Basis">The law on which, as the auditor names it.</param>
public sealed record ErasureConfirmed(Guid? OfficerId, string? UnitCode, ErasureBasis Basis) : CareEvent, IOfficerEvent;

/// <summary>Who the officer was and all that was said is destroyed. What happened stays on record without either.</summary>
/// <param name="OfficerId">The officer's id, which names nobody any more.</param>
/// <param name="UnitCode">The officer's last unit.</param>
/// <param name="Basis">The law on which.</param>
public sealed record OfficerErased(Guid? OfficerId, string? UnitCode, ErasureBasis Basis) : CareEvent, IOfficerEvent;

/// <summary>An officer's record is kept, and not processed from now on.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Basis">The law on which.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record ProcessingRestricted(Guid? OfficerId, string? UnitCode, RestrictionBasis Basis, SealedText? Reason)
    : CareEvent,
        IOfficerEvent;

/// <summary>An officer's record may be processed again.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record RestrictionLifted(Guid? OfficerId, string? UnitCode, SealedText? Reason)
    : CareEvent,
        IOfficerEvent;

/// <summary>An officer's record is needed for proceedings: it is not to be erased.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">For which, in words.</param>
public sealed record LegalHoldPlaced(Guid? OfficerId, string? UnitCode, SealedText? Reason) : CareEvent, IOfficerEvent;

/// <summary>An officer's record is no longer needed for proceedings.</summary>
/// <param name="OfficerId">The officer's id.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record LegalHoldLifted(Guid? OfficerId, string? UnitCode, SealedText? Reason) : CareEvent, IOfficerEvent;
