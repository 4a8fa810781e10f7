using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
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
                        .. StateAt.Parameters,
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
                where.AndIf("c.category = {0}", EnumNames.Of(query.Choice<CareCategory>("category")));
                where.AndIf("c.source = {0}", EnumNames.Of(query.Choice<WarningSource>("source")));
                var (level, status) = (
                    query.Choice<WarningLevel>("level"),
                    EnumNames.Of(query.Choice<StatusFilter>("status"))
                );
                var ofLevel = level is { } one ? $"c.level = {where.Add(EnumNames.Of(one))}" : "TRUE";
                return new StateAt(
                    $"{ofLevel} AND {CareList.Status(where, status, open: "c.open")}",
                    state =>
                        state is Warning x
                        && (level is null || x.Level == level)
                        && CareList.Stands(status, x.Open, EnumNames.Of(x.Status))
                );
            }
        );
}
