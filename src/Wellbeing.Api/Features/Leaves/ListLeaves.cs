using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Leaves;

namespace Wellbeing.Api.Features.Leaves;

/// <summary>Leaves, the latest first by when they were asked for.</summary>
internal static class ListLeaves
{
    /// <summary>Where one stands; <c>open</c> until it is declined or withdrawn, or the officer is back, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Requested,
        Approved,
        Declined,
        Withdrawn,
        Started,
        Overstayed,
        Returned,
    }

    // Whether a leave takes a day, as the domain has it; who overstays is away until the day of return is known.
    private const string Takes = """
        c.status NOT IN ('declined', 'withdrawn') AND coalesce((c.data ->> 'startedOn')::date, c.from_on) <= {0}
        AND CASE
            WHEN c.status = 'overstayed' THEN true
            WHEN (c.data ->> 'returnedOn')::date <> c.to_on THEN (c.data ->> 'returnedOn')::date > {0}
            ELSE c.to_on >= {0}
        END
        """;

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
                        new("on", typeof(DateOnly), "A day that it takes: of those asked for, or really taken."),
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
                where.AndIf(Takes, query.Date("on"));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
