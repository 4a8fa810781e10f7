using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Assessments;

/// <summary>Tests, the latest first by when they were taken, or else assigned.</summary>
internal static class ListAssessments
{
    /// <summary>Where one stands; <c>open</c> until a counsellor has looked at it, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Assigned,
        Completed,
        Reviewed,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/assessments", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listAssessments", "Lists tests, the latest first; supervisors see the band alone")
                {
                    Answer = typeof(Assessment),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("instrument", typeof(Instrument), "Which test."),
                        new("band", typeof(ScoreBand), "The band in which the score lies."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Assessment,
            (query, where) =>
            {
                where.AndIf("c.instrument = {0}", EnumNames.Of(query.Choice<Instrument>("instrument")));
                where.AndIf("c.band = {0}", EnumNames.Of(query.Choice<ScoreBand>("band")));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            }
        );
}
