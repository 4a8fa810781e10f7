using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;
using Wellbeing.Domain.Suggestions;

namespace Wellbeing.Api.Features.Suggestions;

/// <summary>Suggestions, the latest first by when they met the event asked for, without one by when they were made.</summary>
internal static class ListSuggestions
{
    /// <summary>Where one stands; <c>open</c> until it is declined or put into practice, <c>closed</c> from then on.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Submitted,
        Adopted,
        Declined,
        Implemented,
    }

    /// <summary>What a suggestion met, whatever has become of it since.</summary>
    internal enum Met
    {
        Submitted,
        Adopted,
        Declined,
        Implemented,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/suggestions", HandleAsync)
            .AllowRoles(CareList.Readers)
            .Describe(
                new(Does.List, "listSuggestions", "Lists suggestions, the latest first by when they met an event")
                {
                    Answer = typeof(Suggestion),
                    Query =
                    [
                        .. CareList.Parameters,
                        new("kind", typeof(SuggestionKind), "What it is."),
                        new("event", typeof(Met), "What it met from the first day asked for to the last."),
                        new("status", typeof(StatusFilter), "Where it stands."),
                    ],
                }
            );

    private static Task<IResult> HandleAsync(HttpContext http, CareList list) =>
        list.AnswerAsync(
            http,
            StreamKind.Suggestion,
            (query, where) =>
            {
                where.AndIf("c.kind = {0}", EnumNames.Of(query.Choice<SuggestionKind>("kind")));
                CareList.AndStatus(where, EnumNames.Of(query.Choice<StatusFilter>("status")), open: "c.open");
            },
            by: query =>
                query.Choice<Met>("event") switch
                {
                    Met.Adopted => "c.adopted_at",
                    Met.Declined => "c.declined_at",
                    Met.Implemented => "c.implemented_at",
                    _ => "c.at",
                }
        );
}
