using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// 414 and 431 as problems. The server itself cuts a request off at twice these limits, without a word that an endpoint
/// could add.
/// </summary>
internal static class Oversized
{
    /// <summary>The statuses whose answer has no body where the server cuts the request off.</summary>
    public static readonly IReadOnlyList<string> Statuses = ["414", "431"];

    private const int Target = 8 * 1024;
    private const int HeaderCount = 100;
    private const int HeaderBytes = 32 * 1024;

    public static void Configure(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = 2 * Target;
        limits.MaxRequestHeaderCount = 2 * HeaderCount;
        limits.MaxRequestHeadersTotalSize = 2 * HeaderBytes;
    }

    public static Task CheckAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Length > Target)
            return Refuse(context, StatusCodes.Status414UriTooLong);
        var headers = context.Request.Headers;
        return headers.Count > HeaderCount || BytesOf(headers) > HeaderBytes
            ? Refuse(context, StatusCodes.Status431RequestHeaderFieldsTooLarge)
            : next(context);
    }

    private static int BytesOf(IHeaderDictionary headers)
    {
        var bytes = 0;
        foreach (var (name, values) in headers)
        {
            foreach (var value in values)
                bytes += name.Length + (value?.Length ?? 0);
        }
        return bytes;
    }

    private static Task Refuse(HttpContext context, int status) =>
        Problems.Of(context, status, Problems.CodeOf(status)).ExecuteAsync(context);
}
