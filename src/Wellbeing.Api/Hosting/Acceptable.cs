using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>406 where no answer that an endpoint declares is of a type that the caller accepts.</summary>
internal static class Acceptable
{
    public static Task CheckAsync(HttpContext context, RequestDelegate next) =>
        MayAnswer(context)
            ? next(context)
            : Problems.Of(context, StatusCodes.Status406NotAcceptable, "not-acceptable").ExecuteAsync(context);

    /// <summary>The type that a caller likes best, of several alike the first; null where none is accepted.</summary>
    public static string? Best(StringValues accept, IReadOnlyList<string> offered) =>
        accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(accept, out var ranges)
            ? offered[0]
            : offered
                .Select(type => (Type: type, Quality: Quality(ranges, type)))
                .Where(x => x.Quality > 0)
                .OrderByDescending(x => x.Quality)
                .FirstOrDefault()
                .Type;

    // What is said of the type itself counts before what is said of all of its kind, or of all.
    private static double Quality(IEnumerable<MediaTypeHeaderValue> ranges, string type) =>
        ranges
            .Where(range => range.MatchesMediaType(type))
            .OrderBy(range =>
                range.MatchesAllTypes ? 2
                : range.MatchesAllSubTypes ? 1
                : 0
            )
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();

    private static bool MayAnswer(HttpContext context)
    {
        var header = context.Request.Headers.Accept;
        if (header.Count == 0 || header is ["*/*"] or ["application/json"])
            return true;
        if (
            context.GetEndpoint() is not { } endpoint
            || endpoint.Metadata.GetMetadata<Operation>() is { Suffixes.Count: > 0 }
        )
            return true;
        var offered = endpoint
            .Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.StatusCode is >= 200 and < 300)
            .SelectMany(answer => answer.ContentTypes)
            .ToList();
        return offered.Count == 0 || Best(header, offered) is not null;
    }
}
