using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Warnings;

/// <summary>Warnings, the latest first by when they were raised.</summary>
internal static class ListWarnings
{
    /// <summary>Where a warning stands; <c>open</c> until it is resolved or dismissed, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Raised,
        Acknowledged,
        Assigned,
        Resolved,
        Dismissed,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/warnings", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listWarnings", "Lists warnings, the latest first")
                {
                    Answer = typeof(Warning),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("category", typeof(CareCategory), "What it is about."),
                        new("level", typeof(WarningLevel), "How serious."),
                        new("source", typeof(WarningSource), "What gave rise to it."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Warning,
            (query, where) =>
            {
                where.AndIf("c.category = {0}", Word.Of(query.Choice<CareCategory>("category")));
                where.AndIf("c.level = {0}", Word.Of(query.Choice<WarningLevel>("level")));
                where.AndIf("c.source = {0}", Word.Of(query.Choice<WarningSource>("source")));
                CareList.AndStatus(where, Word.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
