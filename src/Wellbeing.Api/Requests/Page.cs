using System.Buffers;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Extensions;

namespace Wellbeing.Api.Requests;

/// <summary>One page of a list: how many items at most, and after which place.</summary>
internal sealed record Page<T>(int Limit, T? After)
    where T : struct;

/// <summary>Lists in pages: the parameters limit and cursor, and the answer with its link to the next page.</summary>
internal static class Page
{
    public const int DefaultLimit = 50;
    public const int MostItems = 500;

    private const int LongestCursor = 2048;

    public static Page<T> Of<T>(Query query)
        where T : struct
    {
        var limit = query.Whole("limit", 1, MostItems) ?? DefaultLimit;
        if (query.Text("cursor", LongestCursor) is not { } cursor)
            return new(limit, null);
        if (CursorsOf(query.Context).TryOpen<T>(query.Context, cursor, out var place))
            return new(limit, place);
        query.Errors.Add("cursor", "cursor");
        return new(limit, null);
    }

    /// <summary>Answers with items as they are stored; <paramref name="next"/> is the place of the last one while there are more.</summary>
    public static IResult Answer<T>(HttpContext context, IReadOnlyList<ReadOnlyMemory<byte>> items, T? next)
        where T : struct => Answer(context, items, TagOf(items, next is not null), next);

    /// <summary>The same for a list that knows its own tag, which is cheaper than one of all bytes.</summary>
    public static IResult Answer<T>(HttpContext context, IReadOnlyList<ReadOnlyMemory<byte>> items, string tag, T? next)
        where T : struct =>
        Etags.NotModified(context, tag)
        ?? new PageAnswer(items, next is { } place ? CursorsOf(context).Seal(context, place) : null);

    /// <summary>A weak tag from a hash of what the list says.</summary>
    public static string TagOf(ReadOnlySpan<byte> hash) => $"W/\"{Convert.ToHexStringLower(hash[..12])}\"";

    private static Cursors CursorsOf(HttpContext context) => context.RequestServices.GetRequiredService<Cursors>();

    // The cursor is another text each time; only whether there is one belongs to what the list says.
    private static string TagOf(IReadOnlyList<ReadOnlyMemory<byte>> items, bool more)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([more ? (byte)1 : (byte)0]);
        foreach (var item in items)
        {
            hash.AppendData(item.Span);
            hash.AppendData(","u8);
        }
        return TagOf(hash.GetHashAndReset());
    }

    private sealed class PageAnswer(IReadOnlyList<ReadOnlyMemory<byte>> items, string? cursor) : IResult
    {
        private static ReadOnlySpan<byte> Start => "{\"items\":["u8;

        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/json; charset=utf-8";
            if (cursor is not null)
                response.Headers.Link = $"<{LinkTo(httpContext.Request, cursor)}>; rel=\"next\"";
            var end = cursor is null ? "],\"next\":null}" : $"],\"next\":\"{cursor}\"}}";
            var commas = Math.Max(items.Count - 1, 0);
            response.ContentLength = Start.Length + items.Sum(item => (long)item.Length) + commas + end.Length;
            // Before the answer has started, what is written would be kept elsewhere and copied once more.
            await response.StartAsync(httpContext.RequestAborted);
            Write(response.BodyWriter, end);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        private void Write(PipeWriter body, string end)
        {
            body.Write(Start);
            for (var i = 0; i < items.Count; i++)
            {
                if (i > 0)
                    body.Write(","u8);
                body.Write(items[i].Span);
            }
            // A cursor is base64url: nothing in it needs escaping.
            Encoding.ASCII.GetBytes(end, body);
        }

        private static string LinkTo(HttpRequest request, string cursor)
        {
            var query = new QueryBuilder(request.Query.Where(parameter => parameter.Key != "cursor"))
            {
                { "cursor", cursor },
            };
            return UriHelper.BuildRelative(request.PathBase, request.Path, query.ToQueryString());
        }
    }
}
