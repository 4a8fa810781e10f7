using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Banquets;

namespace Wellbeing.Api.Features.Banquets;

/// <summary>Banquet reports, the latest first by when they were declared.</summary>
internal static class ListBanquets
{
    /// <summary>Where one stands; <c>open</c> until it is reviewed or withdrawn, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Declared,
        Reviewed,
        Withdrawn,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/banquets", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listBanquets", "Lists banquet reports, the latest first")
                {
                    Answer = typeof(Banquet),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("occasion", typeof(BanquetOccasion), "What for."),
                        new("heldOn", typeof(DateOnly), "The day on which it is to take place."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Banquet,
            (query, where) =>
            {
                where.AndIf("c.occasion = {0}", EnumNames.Of(query.Choice<BanquetOccasion>("occasion")));
                where.AndIf("c.held_on = {0}", query.Date("heldOn"));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
