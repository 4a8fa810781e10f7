using System.Text.Json;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Reviews;

namespace Wellbeing.Api.Features.Reviews;

/// <summary>A review in short.</summary>
/// <param name="Id">The review.</param>
/// <param name="UnitCode">The unit.</param>
/// <param name="Quarter">The quarter.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Findings">How many findings.</param>
/// <param name="Severe">How many of these are of severity 3.</param>
/// <param name="Actions">How many actions.</param>
/// <param name="ClosedActions">How many of these are closed.</param>
/// <param name="OverdueActions">How many are not, and their last day went by.</param>
internal sealed record ReviewItem(
    Guid Id,
    string UnitCode,
    string Quarter,
    DateTimeOffset HeldAt,
    int Findings,
    int Severe,
    int Actions,
    int ClosedActions,
    int OverdueActions
)
{
    public static ReviewItem Of(byte[] state)
    {
        var it = RecordStates.Of<Review>(state);
        return new(
            it.Id,
            it.UnitCode,
            it.Period,
            it.HeldAt,
            it.Findings.Count,
            it.Findings.Count(x => x.Severity == 3),
            it.Actions.Count,
            it.Actions.Count(x => x.Outcome is not null),
            it.Actions.Count(x => x is { Outcome: null, OverdueAt: not null })
        );
    }
}

/// <summary>Reviews, the latest first by when they took place.</summary>
internal static class ListReviews
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/reviews", HandleAsync)
            .AllowRoles(UnitList.Readers)
            .Describe(
                new(Does.List, "listReviews", "Lists quarterly reviews, the latest first")
                {
                    Answer = typeof(ReviewItem),
                    Query =
                    [
                        .. UnitList.Parameters,
                        QuarterParameter.Parameter with
                        {
                            Description = "Such as 2023-Q4; all without it.",
                        },
                        new("open", typeof(bool), "Whether something that it resolved is to be done."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, UnitList list) =>
        list.AnswerAsync(
            http,
            (query, where, _) =>
            {
                where.AndIf("c.period = {0}", QuarterParameter.Asked(query)?.ToString());
                where.AndIf("c.open = {0}", query.Boolean("open"));
                return new UnitRows("c.data", StreamKind.Review.Record().Table());
            },
            row => JsonSerializer.SerializeToUtf8Bytes(ReviewItem.Of(row.GetFieldValue<byte[]>(0)), CareJson.Options)
        );
}
