using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Requests;

/// <summary>The bytes of a body, or the answer that refuses it.</summary>
internal readonly record struct RawBody(ReadOnlyMemory<byte> Utf8, IResult? Refusal);

/// <summary>Reads request bodies strictly: what is not understood entirely is refused, and every fault is named.</summary>
internal static class Body
{
    public const int Limit = 1024 * 1024;

    private const int Deepest = 32;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = Deepest };

    /// <summary>
    /// The body's bytes as they came. An empty body is no refusal here: like all that is 400, it waits until what the
    /// route names was looked up.
    /// </summary>
    public static async Task<RawBody> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        var request = context.Request;
        if (
            context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false
            || request.ContentLength == 0
        )
            return default;
        if (!IsJson(request))
            return new(
                default,
                Problems.Of(context, StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type")
            );
        if (request.ContentLength > Limit)
            return new(default, TooLarge(context));
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var timed = false;
        while (true)
        {
            if (!request.BodyReader.TryRead(out var read))
            {
                // Most bodies are there with their headers, and need no timer.
                if (!timed)
                    late.CancelAfter(context.RequestServices.GetRequiredService<RequestLimits>().Bodies.Total);
                timed = true;
                try
                {
                    read = await request.BodyReader.ReadAsync(late.Token);
                }
                catch (OperationCanceledException)
                    when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
                {
                    return new(default, Problems.Of(context, StatusCodes.Status408RequestTimeout, "request-timeout"));
                }
            }
            if (read.Buffer.Length > Limit)
            {
                // The server reads the rest, which it cannot while this read is open.
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new(default, TooLarge(context));
            }
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return new(bytes, null);
            }
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    public static BoundRequest<T> Bind<T>(ReadOnlyMemory<byte> utf8)
        where T : class
    {
        var errors = new FieldErrors();
        return TryParse(utf8, errors, out var root) ? Bind<T>(root) : new(null, errors, root);
    }

    /// <param name="root">The body.</param>
    /// <param name="besides">Name of a field that may stand beside those of the request and is not read.</param>
    public static BoundRequest<T> Bind<T>(JsonElement root, string? besides = null)
        where T : class
    {
        var errors = new FieldErrors();
        return new((T?)RequestBinder.Of(typeof(T)).Read(root, "", errors, besides), errors, root);
    }

    /// <summary>
    /// One text of a body even where others are wrong: what a body names is looked up before the body is refused, since 404
    /// comes before 400.
    /// </summary>
    public static string? RawString(JsonElement root, string name) =>
        Texts.Field(root, name) is { ValueKind: JsonValueKind.String } found ? Texts.Of(found) : null;

    /// <summary>Whether a body has one of these fields.</summary>
    public static bool HasAny(JsonElement body, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Texts.Field(body, field) is { ValueKind: not JsonValueKind.Null })
                return true;
        }
        return false;
    }

    /// <summary>Parses JSON; false when it is none, and then the errors say where.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, FieldErrors errors, out JsonElement root)
    {
        root = default;
        if (!utf8.Span.ContainsAnyExcept(" \t\r\n"u8))
        {
            errors.Add(FieldErrors.Whole, "empty");
            return false;
        }
        if (!Utf8.IsValid(utf8.Span))
        {
            errors.Add(FieldErrors.Whole, "bad-text");
            return false;
        }
        try
        {
            root = JsonElement.Parse(utf8.Span, Options);
            return true;
        }
        catch (JsonException wrong)
        {
            if (IsTooDeep(utf8.Span))
                errors.Add(FieldErrors.Whole, "too-deep", ("max", Deepest));
            else
                errors.Add(
                    FieldErrors.Whole,
                    "malformed",
                    ("line", wrong.LineNumber + 1),
                    ("byte", wrong.BytePositionInLine + 1)
                );
            return false;
        }
    }

    // The parser says in words only which of its two reasons it had.
    private static bool IsTooDeep(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = Deepest + 1 });
        try
        {
            while (reader.Read())
            {
                if (
                    reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray
                    && reader.CurrentDepth == Deepest
                )
                    return true;
            }
        }
        catch (JsonException)
        {
            return false;
        }
        return false;
    }

    private static bool IsJson(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
        && request.Headers.ContentEncoding.Count == 0;

    private static IResult TooLarge(HttpContext context) =>
        Problems.Of(context, StatusCodes.Status413PayloadTooLarge, "body-too-large");
}
