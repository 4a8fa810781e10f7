using Microsoft.AspNetCore.Http.Metadata;
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

    private static bool MayAnswer(HttpContext context)
    {
        var header = context.Request.Headers.Accept;
        if (header.Count == 0 || header is ["*/*"] or ["application/json"])
            return true;
        if (context.GetEndpoint() is not { } endpoint || !MediaTypeHeaderValue.TryParseList(header, out var accepted))
            return true;
        var offered = endpoint
            .Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>()
            .Where(answer => answer.StatusCode is >= 200 and < 300)
            .SelectMany(answer => answer.ContentTypes)
            .ToList();
        return offered.Count == 0
            || accepted.Any(type => type.Quality != 0 && offered.Exists(o => type.MatchesMediaType(o)));
    }
}
