namespace Wellbeing.Domain.Officers;

/// <summary>Who may be erased, by whom and when; and whose record may be processed.</summary>
public static class ErasureDecisions
{
    /// <summary>For how long an erasure is announced before it may be confirmed, unless the bureau asks for more.</summary>
    public static readonly TimeSpan Announced = TimeSpan.FromDays(30);

    /// <summary>
    /// Why nothing may be put on record about an officer, or null: <c>officer-erased</c> from the confirmation on, and
    /// <c>processing-restricted</c>, which does not bind what the officer does for the own sake (GDPR Art. 18(2)).
    /// </summary>
    /// <param name="erasure">How far an erasure has come, or null.</param>
    /// <param name="restricted">Whether the record is not to be processed.</param>
    /// <param name="own">Whether the officer acts.</param>
    public static string? Withheld(ErasureStatus? erasure, bool restricted, bool own) =>
        erasure is ErasureStatus.Confirmed or ErasureStatus.Erased ? "officer-erased"
        : restricted && !own ? "processing-restricted"
        : null;

    /// <summary>
    /// Proposes to erase an officer, and announces it. Refuses <c>own-erasure</c>, <c>erasure-pending</c>, and as
    /// <see cref="Confirm" /> what is open.
    /// </summary>
    /// <param name="officer">Who is to be erased.</param>
    /// <param name="basis">The law on which.</param>
    /// <param name="reason">Why, sealed.</param>
    /// <param name="own">Whether the officer acts.</param>
    /// <param name="open">What is open about the officer.</param>
    /// <param name="now">The server's time.</param>
    /// <param name="announced">For how long it is announced.</param>
    public static Decision Propose(
        Officer officer,
        ErasureBasis basis,
        SealedText? reason,
        bool own,
        OpenCases open,
        DateTimeOffset now,
        TimeSpan announced
    ) =>
        own ? Decision.Refuse("own-erasure")
        : officer.Erasure is not null ? Decision.Refuse("erasure-pending")
        : Open(officer, open)
            ?? Decision.Of(new ErasureProposed(officer.Id, officer.UnitCode, basis, now + announced, reason));

    /// <summary>Takes a proposal back, or rejects it. Refuses <c>no-erasure-proposed</c>.</summary>
    public static Decision Withdraw(Officer officer, SealedText? reason) =>
        officer.Erasure is null
            ? Decision.Refuse("no-erasure-proposed")
            : Decision.Of(new ErasureWithdrawn(officer.Id, officer.UnitCode, reason));

    /// <summary>
    /// Confirms a proposal. Refuses <c>no-erasure-proposed</c>, <c>own-erasure</c>, <c>second-person-needed</c> for who
    /// proposed it, <c>other-basis</c> where the law named is not the proposal's, <c>announcement-runs</c> before its time,
    /// and while something is open <c>legal-hold</c>, <c>contest-open</c>, <c>complaint-open</c>, <c>warning-open</c> or
    /// <c>intervention-open</c>.
    /// </summary>
    /// <param name="officer">Who is to be erased.</param>
    /// <param name="basis">The law on which.</param>
    /// <param name="actor">Opaque id of who confirms.</param>
    /// <param name="own">Whether the officer acts.</param>
    /// <param name="open">What is open about the officer.</param>
    /// <param name="now">The server's time.</param>
    public static Decision Confirm(
        Officer officer,
        ErasureBasis basis,
        Person actor,
        bool own,
        OpenCases open,
        DateTimeOffset now
    ) =>
        officer.Erasure is not { } proposed ? Decision.Refuse("no-erasure-proposed")
        : own ? Decision.Refuse("own-erasure")
        : actor == proposed.ProposedBy ? Decision.Refuse("second-person-needed")
        : proposed.Basis != basis ? Decision.Refuse("other-basis")
        : now < proposed.ConfirmableFrom ? Decision.Refuse("announcement-runs")
        : Open(officer, open) ?? Decision.Of(new ErasureConfirmed(officer.Id, officer.UnitCode, basis));

    /// <summary>Keeps a record and lets it not be processed. Refuses <c>already-restricted</c>.</summary>
    public static Decision Restrict(Officer officer, RestrictionBasis basis, SealedText? reason) =>
        officer.Restricted
            ? Decision.Refuse("already-restricted")
            : Decision.Of(new ProcessingRestricted(officer.Id, officer.UnitCode, basis, reason));

    /// <summary>Lets a record be processed again. Refuses <c>not-restricted</c>.</summary>
    public static Decision LiftRestriction(Officer officer, SealedText? reason) =>
        officer.Restricted
            ? Decision.Of(new RestrictionLifted(officer.Id, officer.UnitCode, reason))
            : Decision.Refuse("not-restricted");

    /// <summary>Keeps a record for proceedings. Refuses <c>already-on-hold</c>.</summary>
    public static Decision Hold(Officer officer, SealedText? reason) =>
        officer.OnHold
            ? Decision.Refuse("already-on-hold")
            : Decision.Of(new LegalHoldPlaced(officer.Id, officer.UnitCode, reason));

    /// <summary>No longer keeps a record for proceedings. Refuses <c>not-on-hold</c>.</summary>
    public static Decision LiftHold(Officer officer, SealedText? reason) =>
        officer.OnHold
            ? Decision.Of(new LegalHoldLifted(officer.Id, officer.UnitCode, reason))
            : Decision.Refuse("not-on-hold");

    private static Decision? Open(Officer officer, OpenCases open) =>
        officer.OnHold ? Decision.Refuse("legal-hold")
        : officer.Contested is not null ? Decision.Refuse("contest-open")
        : open.Complaint ? Decision.Refuse("complaint-open")
        : open.Warning ? Decision.Refuse("warning-open")
        : open.Intervention ? Decision.Refuse("intervention-open")
        : null;
}
