using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>Leaves, the latest first by when they were asked for.</summary>
internal static class ListLeaves
{
    /// <summary>Where one stands; <c>open</c> until it is declined or the officer is back, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Requested,
        Approved,
        Declined,
        Started,
        Overstayed,
        Returned,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/leaves", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listLeaves", "Lists leaves, the latest first")
                {
                    Answer = typeof(Leave),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("kind", typeof(LeaveKind), "What for."),
                        new("on", typeof(DateOnly), "A day that lies within the days asked for."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Leave,
            (query, where) =>
            {
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<LeaveKind>("kind")));
                where.AndIf("{0} BETWEEN c.from_on AND c.to_on", query.Date("on"));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
