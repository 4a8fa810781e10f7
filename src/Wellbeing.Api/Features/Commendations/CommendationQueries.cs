using Wellbeing.Domain.Commendations;

namespace Wellbeing.Api.Features.Commendations;

/// <summary>What is asked of other commendations.</summary>
internal static class CommendationQueries
{
    /// <summary>Whether the deed of the commendation that is continued was rewarded before.</summary>
    public static Loading<bool> IsDeedRewarded(this RecordQuery query) =>
        query.AskOne(
            context =>
                context.Record!.State is Commendation { DeedReference: { } deed } it
                    ? Statement.Of(
                        "SELECT EXISTS (SELECT 1 FROM readmodels.mt_doc_commendation WHERE deed_claim = $1)",
                        SqlParameter.Of(Commendation.ClaimOf(it.OfficerId, it.UnitCode, deed))
                    )
                    : null,
            otherwise: false
        );
}
