using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Interventions;

namespace Wellbeing.Api.Features.Interventions;

/// <summary>Interventions, the latest first by when they were opened.</summary>
internal static class ListInterventions
{
    /// <summary>Where one stands; <c>open</c> while it is under way or interrupted, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Suspended,
        Completed,
        Abandoned,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/interventions", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listInterventions", "Lists interventions, the latest first")
                {
                    Answer = typeof(Intervention),
                    Query =
                    [
                        .. CareList.Parameters,
                        .. StateAt.Parameters,
                        new("kind", typeof(InterventionKind), "What is done."),
                        new("lead", typeof(string), "Opaque id of who leads it."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Intervention,
            (query, where) =>
            {
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<InterventionKind>("kind")));
                where.AndIf(Persons.Same("c.lead", "{0}"), Persons.KeyOf(query.Text("lead")));
                var status = EnumNames.Of(query.Choice<StatusFilter>("status"));
                return new StateAt(
                    CareList.Status(where, status, open: "c.open"),
                    state => state is Intervention x && CareList.Stands(status, x.Open, EnumNames.Of(x.Status))
                );
            }
        );
}
