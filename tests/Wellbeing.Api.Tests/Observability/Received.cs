using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Wellbeing.Api.Tests.Observability;

/// <summary>What a collector was sent by OTLP.</summary>
internal sealed class Received
{
    private readonly Dictionary<string, StringBuilder> _texts = [];

    public IEnumerable<string> Paths
    {
        get
        {
            lock (_texts)
                return [.. _texts.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public void Map(WebApplication app) =>
        app.MapPost(
                "/v1/{signal}",
                async (HttpContext context) =>
                {
                    using var body = new MemoryStream();
                    await context.Request.Body.CopyToAsync(body);
                    lock (_texts)
                    {
                        _texts.TryAdd(context.Request.Path, new StringBuilder());
                        // Whatever is text in it stays text; the rest is of no interest.
                        _texts[context.Request.Path].Append(Encoding.Latin1.GetString(body.ToArray()));
                    }
                }
            )
            .AllowAnonymous();

    public string Text(string path)
    {
        lock (_texts)
            return _texts[path].ToString();
    }
}
