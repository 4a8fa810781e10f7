using System.Security.Cryptography;
using System.Text.Json;
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
        where T : struct
    {
        var cursor = next is { } place ? CursorsOf(context).Seal(context, place) : null;
        return Etags.NotModified(context, TagOf(items, cursor is not null)) ?? new PageAnswer(items, cursor);
    }

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
        return $"W/\"{Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 12))}\"";
    }

    private sealed class PageAnswer(IReadOnlyList<ReadOnlyMemory<byte>> items, string? cursor) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            var response = httpContext.Response;
            response.ContentType = "application/json; charset=utf-8";
            if (cursor is not null)
                response.Headers.Link = $"<{LinkTo(httpContext.Request, cursor)}>; rel=\"next\"";
            Write(response);
            await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        }

        private void Write(HttpResponse response)
        {
            using var json = new Utf8JsonWriter(response.BodyWriter, new JsonWriterOptions { SkipValidation = true });
            json.WriteStartObject();
            json.WriteStartArray("items"u8);
            foreach (var item in items)
                json.WriteRawValue(item.Span, skipInputValidation: true);
            json.WriteEndArray();
            json.WriteString("next"u8, cursor);
            json.WriteEndObject();
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
