using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>What is asked of other leaves.</summary>
internal static class LeaveQueries
{
    /// <summary>All leaves of the officer named.</summary>
    public static Loading<IReadOnlyList<Leave>> LeavesOf(this RecordQuery query, INamesOfficer request)
    {
        var (officer, name) = OfficerQueries.IdOf(request, "$1");
        return query.Ask<IReadOnlyList<Leave>>(
            _ => Statement.Of($"SELECT data FROM readmodels.mt_doc_leave WHERE officer_id = {officer}", name),
            async (reader, stop) => [.. (await reader.AllAsync<byte[]>(stop)).Select(x => RecordStates.Of<Leave>(x))],
            []
        );
    }
}
