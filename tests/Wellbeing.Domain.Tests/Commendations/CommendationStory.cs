using Wellbeing.Domain.Commendations;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Commendations;

/// <summary>What happened to a commendation so far, and the approval that most scenarios ask for.</summary>
internal static class CommendationStory
{
    public static Commendation Reviewed(this Commendation it) =>
        it.After(new CommendationReviewed(it.OfficerId, it.UnitCode, ReviewAdvice.Approve, null));

    public static Commendation Publicised(this Commendation it, string on = "2023-04-03") =>
        it.After(new CommendationPublicised(it.OfficerId, it.UnitCode, Day(on)));

    public static Commendation Approved(this Commendation it, params Finding[] findings) =>
        it.After(
            new CommendationApproved(it.OfficerId, it.UnitCode, CommendationLevel.ThirdClass, Authority.City, null)
            {
                Findings = findings.Length == 0 ? null : findings,
            }
        );

    public static Commendation Declined(this Commendation it) =>
        it.After(new CommendationDeclined(it.OfficerId, it.UnitCode, Sealed("not enough")));

    public static Commendation Conferred(this Commendation it) =>
        it.After(new CommendationConferred(it.OfficerId, it.UnitCode, Day("2023-08-01"), null));

    public static Commendation Revoked(this Commendation it) =>
        it.After(new CommendationRevoked(it.OfficerId, it.UnitCode, Sealed("was not so")));

    public static Decision IsApproved(
        this Commendation it,
        CommendationLevel level = CommendationLevel.ThirdClass,
        Authority by = Authority.Ministry,
        string on = "2023-06-30",
        bool deedRewarded = false,
        PolicyMode mode = PolicyMode.Refuse,
        CommendationPolicies? under = null
    ) =>
        CommendationDecisions.Approve(
            it,
            new Approval(level, by, "Order 135, article 9", Day(on), deedRewarded),
            under ?? CommendationPolicies.Shipped,
            mode
        );
}
