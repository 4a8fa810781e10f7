using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>What is asked of earlier accesses.</summary>
internal static class AccessQueries
{
    /// <summary>The latest access beyond the usual reach that the caller took to the officer named, or null.</summary>
    public static Loading<Access?> EarlierOverride(this RecordQuery query, INamesOfficer request)
    {
        var (officer, name) = OfficerQueries.IdOf(request, "$2");
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
