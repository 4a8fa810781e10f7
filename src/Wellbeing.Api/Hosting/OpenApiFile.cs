using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// The OpenAPI document as it is served. It does not change while the server runs, so that it is generated once, by the
/// first request for it; every other is answered with the same bytes.
/// </summary>
internal sealed class OpenApiFile(IAsyncSwaggerProvider documents)
{
    public const string Version = "v1";

    private readonly Lazy<Task<Made>> _made = new(() => MakeAsync(documents));

    public async Task<IResult> AnswerAsync(HttpContext http)
    {
        var made = await _made.Value.WaitAsync(http.RequestAborted);
        var zipped = TakesGzip(http.Request.Headers.AcceptEncoding);
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        // Kept, and asked for again each time: after an upgrade it is another one.
        http.Response.Headers.CacheControl = "no-cache";
        if (zipped)
            http.Response.Headers.ContentEncoding = "gzip";
        return Results.Bytes(
            zipped ? made.Zipped : made.Plain,
            "application/json; charset=utf-8",
            entityTag: zipped ? made.ZippedTag : made.PlainTag
        );
    }

    private static async Task<Made> MakeAsync(IAsyncSwaggerProvider documents)
    {
        var document = await documents.GetSwaggerAsync(Version);
        var text = new StringWriter(CultureInfo.InvariantCulture);
        document.SerializeAsV3(new OpenApiJsonWriter(text, new OpenApiJsonWriterSettings { Terse = true }));
        var plain = System.Text.Encoding.UTF8.GetBytes(text.ToString());
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            await gzip.WriteAsync(plain);
        return new Made(plain, zipped.ToArray());
    }

    private static bool TakesGzip(StringValues accepted) =>
        StringWithQualityHeaderValue.TryParseList(accepted, out var codings)
        && codings.Any(x => x.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase) && x.Quality is null or > 0);

    private sealed record Made(byte[] Plain, byte[] Zipped)
    {
        // Two forms of one document have two strong tags (RFC 9110, 8.8.3.3).
        public EntityTagHeaderValue PlainTag { get; } = TagOf(Plain);

        public EntityTagHeaderValue ZippedTag { get; } = TagOf(Zipped);

        private static EntityTagHeaderValue TagOf(byte[] bytes) =>
            new($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
    }
}
