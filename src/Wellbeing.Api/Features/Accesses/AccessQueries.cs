using Wellbeing.Api.EventStore;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>What is asked of earlier accesses.</summary>
internal static class AccessQueries
{
    /// <summary>The latest access beyond the usual reach that the caller took to the officer named, or null.</summary>
    public static Loading<Access?> EarlierOverride(this RecordQuery query, INamesOfficer request)
    {
        var (officer, name) = request.OfficerId is { } id
            ? ("$2", SqlParameter.Of(id))
            : (
                "(SELECT officer_id FROM identities.officers WHERE badge_number = $2)",
                SqlParameter.Of(request.BadgeNumber!)
            );
        return query.Ask(
            context =>
                Statement.Of(
                    "SELECT data FROM readmodels.mt_doc_access WHERE until IS NOT NULL "
                        + $"AND {Persons.Same("by", "$1")} AND officer_id = {officer} ORDER BY until DESC LIMIT 1",
                    SqlParameter.Of(context.Actor.Key),
                    name
                ),
            (reader, stop) => reader.StateAsync<Access>(stop),
            otherwise: null
        );
    }
}
