using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Accesses;

/// <summary>What may happen to accesses.</summary>
public static class AccessDecisions
{
    /// <summary>How long an access beyond the usual reach lasts.</summary>
    public static readonly TimeSpan OverrideLasts = TimeSpan.FromHours(3);

    /// <summary>Within what time it has to be reviewed.</summary>
    public static readonly TimeSpan ReviewWithin = TimeSpan.FromHours(72);

    /// <summary>
    /// Takes access to one officer's record beyond the usual reach. Refuses <c>already-within-reach</c>, and
    /// <c>override-not-renewable</c> while an earlier one of the same person on the same officer waits for its review, or is
    /// less than 72 hours old.
    /// </summary>
    /// <param name="officer">Whose record.</param>
    /// <param name="role">The role in which it is taken.</param>
    /// <param name="reason">Why, sealed.</param>
    /// <param name="withinReach">Whether the record is within the usual reach.</param>
    /// <param name="earlier">The latest earlier one of the same person on the same officer, or null.</param>
    /// <param name="now">From when on it lasts: the server's time, not one that somebody tells.</param>
    public static Decision Override(
        Officer officer,
        string role,
        SealedText reason,
        bool withinReach,
        Access? earlier,
        DateTimeOffset now
    ) =>
        earlier is not null && (earlier.Open || now < earlier.ReviewBy) ? Decision.Refuse("override-not-renewable")
        : withinReach ? Decision.Refuse("already-within-reach")
        : Decision.Of(
            new AccessOverridden(officer.Id, officer.UnitCode, role, reason, now + OverrideLasts, now + ReviewWithin)
        );

    /// <summary>
    /// Reviews an access beyond the usual reach. Refuses <c>nothing-to-review</c> for a disclosure, <c>override-reviewed</c>,
    /// and <c>second-person-needed</c> for who had it.
    /// </summary>
    /// <param name="access">The access.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="actor">Opaque id of who reviews it.</param>
    /// <param name="verdict">What the review comes to.</param>
    /// <param name="note">The same in words, sealed.</param>
    public static Decision Review(
        Access access,
        string unitCode,
        Person actor,
        AccessVerdict verdict,
        SealedText? note
    ) =>
        access.Kind != AccessKind.Override ? Decision.Refuse("nothing-to-review")
        : !access.Open ? Decision.Refuse("override-reviewed")
        : actor == access.By ? Decision.Refuse("second-person-needed")
        : Decision.Of(new AccessReviewed(access.OfficerId, unitCode, verdict, note));
}
