using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Domain.Commendations;

/// <summary>What is nominated, apart from whom.</summary>
/// <param name="Title">Title of the award.</param>
/// <param name="Deed">What is commended.</param>
/// <param name="DeedReference">The deed's reference, or null.</param>
/// <param name="Citation">Words of praise, encrypted, or null.</param>
/// <param name="NominatedOn">Day of the nomination.</param>
public sealed record Nomination(
    string Title,
    Deed Deed,
    string? DeedReference,
    SealedText? Citation,
    DateOnly NominatedOn
);

/// <summary>What an authority grants.</summary>
/// <param name="Level">Level granted.</param>
/// <param name="Authority">Authority that grants it.</param>
/// <param name="LegalBasis">Its legal basis, or null.</param>
/// <param name="ApprovedOn">Day of the approval.</param>
/// <param name="DeedRewarded">Whether another approved commendation rewards the same deed of the same recipient.</param>
public sealed record Approval(
    CommendationLevel Level,
    Authority Authority,
    string? LegalBasis,
    DateOnly ApprovedOn,
    bool DeedRewarded
);

/// <summary>What may happen to a commendation.</summary>
public static class CommendationDecisions
{
    private const string CalendarUnknown = "calendar-unknown";

    /// <summary>Nominates an officer.</summary>
    /// <param name="officer">Who is nominated.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="nomination">For what.</param>
    public static Decision Nominate(Officer officer, string unitCode, Nomination nomination) =>
        Decision.Of(
            new CommendationNominated(
                RecipientKind.Individual,
                officer.Id,
                null,
                null,
                unitCode,
                nomination.Title,
                nomination.Deed,
                nomination.DeedReference,
                nomination.Citation,
                nomination.NominatedOn
            )
        );

    /// <summary>Nominates a unit with the officers serving in it on that day.</summary>
    public static Decision Nominate(Unit unit, IReadOnlyList<Guid> serving, Nomination nomination) =>
        Decision.Of(
            new CommendationNominated(
                RecipientKind.Collective,
                null,
                serving,
                unit.Id,
                unit.UnitCode,
                nomination.Title,
                nomination.Deed,
                nomination.DeedReference,
                nomination.Citation,
                nomination.NominatedOn
            )
        );

    /// <summary>
    /// Reviews a nomination, before it is made public. Refuses <c>already-decided</c>, <c>already-reviewed</c>, and
    /// <c>already-publicised</c> where it was made public without a review.
    /// </summary>
    public static Decision Review(Commendation commendation, ReviewAdvice advice, SealedText? note) =>
        Decided(commendation)
        ?? (
            commendation.Advice is not null ? Decision.Refuse("already-reviewed")
            : commendation.Status == CommendationStatus.Publicised ? Decision.Refuse("already-publicised")
            : Decision.Of(new CommendationReviewed(commendation.OfficerId, commendation.UnitCode, advice, note))
        );

    /// <summary>Makes a nomination public. Refuses <c>already-decided</c>, and <c>already-publicised</c>.</summary>
    public static Decision Publicise(Commendation commendation, DateOnly publicisedOn) =>
        Decided(commendation)
        ?? (
            commendation.Status == CommendationStatus.Publicised
                ? Decision.Refuse("already-publicised")
                : Decision.Of(new CommendationPublicised(commendation.OfficerId, commendation.UnitCode, publicisedOn))
        );

    /// <summary>
    /// Approves a nomination. Refuses <c>already-decided</c>. Breaches of the policy in force on the day of approval:
    /// <c>authority-exceeded</c>, <c>not-publicised</c>, <c>calendar-unknown</c> where the working days of a year decide on that
    /// and are not known, <c>deed-already-rewarded</c>.
    /// </summary>
    public static Decision Approve(
        Commendation commendation,
        Approval approval,
        CommendationPolicies policies,
        PolicyMode mode
    ) =>
        Decided(commendation)
        ?? Decision.Of(
            new CommendationApproved(
                commendation.OfficerId,
                commendation.UnitCode,
                approval.Level,
                approval.Authority,
                approval.LegalBasis
            ),
            Breaches(commendation, approval, policies.On(approval.ApprovedOn), policies.Calendar),
            mode,
            breach =>
                breach.Code == CalendarUnknown ? [$"{UnknownYear(commendation, approval, policies.Calendar)}"] : null
        );

    /// <summary>Declines a nomination. Refuses <c>already-decided</c>.</summary>
    public static Decision Decline(Commendation commendation, SealedText reason) =>
        Decided(commendation)
        ?? Decision.Of(new CommendationDeclined(commendation.OfficerId, commendation.UnitCode, reason));

    /// <summary>
    /// Confers what was approved. Refuses <c>already-conferred</c>, <c>already-revoked</c>, and <c>not-approved</c>. A day
    /// before the approval breaches policy: <c>conferred-before-approved</c>.
    /// </summary>
    public static Decision Confer(
        Commendation commendation,
        DateOnly conferredOn,
        string? orderNumber,
        PolicyMode mode
    ) =>
        commendation.Status switch
        {
            CommendationStatus.Approved => Decision.Of(
                new CommendationConferred(commendation.OfficerId, commendation.UnitCode, conferredOn, orderNumber),
                conferredOn < commendation.ApprovedOn
                    ? [new Finding("conferred-before-approved", Presence.RecordKeeping)]
                    : [],
                mode
            ),
            CommendationStatus.Conferred => Decision.Refuse("already-conferred"),
            CommendationStatus.Revoked => Decision.Refuse("already-revoked"),
            _ => Decision.Refuse("not-approved"),
        };

    /// <summary>Takes back what was approved. Refuses <c>already-revoked</c>, and <c>not-approved</c>.</summary>
    public static Decision Revoke(Commendation commendation, SealedText reason) =>
        commendation.Status switch
        {
            CommendationStatus.Approved or CommendationStatus.Conferred => Decision.Of(
                new CommendationRevoked(commendation.OfficerId, commendation.UnitCode, reason)
            ),
            CommendationStatus.Revoked => Decision.Refuse("already-revoked"),
            _ => Decision.Refuse("not-approved"),
        };

    private static List<Finding> Breaches(
        Commendation commendation,
        Approval approval,
        CommendationPolicy? policy,
        WorkingCalendar calendar
    )
    {
        var breaches = new List<Finding>();
        if (policy is null)
            return breaches;
        if (!policy.MayApprove(approval.Authority, approval.Level))
            breaches.Add(new Finding("authority-exceeded", policy.Rule));
        if (policy.AsksForPublicising(approval.Level) && !PublicLongEnough(commendation, approval, policy, calendar))
            breaches.Add(
                UnknownYear(commendation, approval, calendar) is null
                    ? new Finding("not-publicised", policy.Rule)
                    : new Finding(CalendarUnknown, policy.Rule)
            );
        if (policy.DeedRewardedOnce && approval.DeedRewarded)
            breaches.Add(new Finding("deed-already-rewarded", policy.Rule));
        return breaches;
    }

    private static bool PublicLongEnough(
        Commendation commendation,
        Approval approval,
        CommendationPolicy policy,
        WorkingCalendar calendar
    ) =>
        commendation.PublicisedOn is { } since
        && calendar.Between(since, approval.ApprovedOn) >= policy.PublicisedWorkingDays;

    private static int? UnknownYear(Commendation commendation, Approval approval, WorkingCalendar calendar) =>
        commendation.PublicisedOn is { } since ? calendar.UnknownBetween(since, approval.ApprovedOn) : null;

    private static Decision? Decided(Commendation commendation) =>
        commendation.Open ? null : Decision.Refuse("already-decided");
}
