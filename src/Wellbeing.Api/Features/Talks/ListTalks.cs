using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Api.Features.Talks;

/// <summary>Talks, the latest first by when they took place, or were to.</summary>
internal static class ListTalks
{
    /// <summary>Where a talk stands; <c>open</c> while it is to take place, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Scheduled,
        Held,
        Missed,
        Cancelled,
        Omitted,
        Voided,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/talks", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listTalks", "Lists talks, the latest first")
                {
                    Answer = typeof(Talk),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("kind", typeof(TalkKind), "What kind of talk."),
                        new("trigger", typeof(TalkTrigger), "Why it is due."),
                        new("host", typeof(string), "Opaque id of who hosts it."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Talk,
            (query, where) =>
            {
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<TalkKind>("kind")));
                where.AndIf("c.trigger = {0}", EnumNames.Of(query.Choice<TalkTrigger>("trigger")));
                where.AndIf(Persons.Same("c.host", "{0}"), Persons.KeyOf(query.Text("host")));
                CareList.AndStatus(
                    where,
                    EnumNames.Of(query.Choice<StatusFilter>("status")),
                    open: "c.status = 'scheduled'"
                );
            }
        );
}
