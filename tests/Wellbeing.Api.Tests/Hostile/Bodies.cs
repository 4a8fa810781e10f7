using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Bodies, and what may become of them on the way.</summary>
/// <param name="dice">The request's chance.</param>
/// <param name="values">Makes what a schema asks for.</param>
/// <param name="manner">How they are meant.</param>
/// <param name="makers">By type of event, the operation whose body makes it.</param>
internal sealed class Bodies(Dice dice, Values values, Manner manner, IReadOnlyDictionary<string, Endpoint> makers)
{
    public const string Lines = "application/x-ndjson";

    /// <summary>The body of a request; null for none.</summary>
    public byte[]? Of(Endpoint endpoint)
    {
        if (endpoint.Body is not ({ } type, { } content))
            return dice.Percent(5) ? "{}"u8.ToArray() : null;
        if (manner == Manner.Wrong && dice.Percent(5))
            return dice.Percent(50) ? null : [];
        var json =
            type != Lines
                ? Json(endpoint, content)
                : string.Join('\n', Enumerable.Range(0, dice.Between(1, 5)).Select(_ => Line(endpoint, content)));
        var body = Encoding.UTF8.GetBytes(json);
        return manner is Manner.Strange or Manner.Wrong && dice.Percent(10) ? Broken(body, json) : body;
    }

    public static byte[] Zipped(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(body);
        return zipped.ToArray();
    }

    private string Json(Endpoint endpoint, IOpenApiMediaType content) =>
        values.Json(content.Schema!, "", endpoint.Subject, ExampleOf(content));

    private JsonNode? ExampleOf(IOpenApiMediaType content) =>
        content.Examples is { Count: > 0 } examples ? dice.Of([.. examples.Values]).Value : content.Example;

    // An import takes as a line's data what makes such an event elsewhere.
    private string Line(Endpoint endpoint, IOpenApiMediaType content)
    {
        if (makers.Count == 0 || dice.Percent(30))
            return Json(endpoint, content);
        var (type, maker) = dice.Of([.. makers.OrderBy(x => x.Key, StringComparer.Ordinal)]);
        return $$"""
            {"key":"k{{dice.Below(1000)}}","stream":"{{type.Split('_')[0]}}/{{dice.Below(
                20
            )}}","type":"{{type}}","occurredAt":"2020-01-01T00:00:00Z","actor":"source","data":{{Json(
                maker,
                maker.Body!.Value.Content
            )}}}
            """;
    }

    private byte[] Broken(byte[] body, string json)
    {
        switch (dice.Below(5))
        {
            case 0:
                return [0xef, 0xbb, 0xbf, .. body];
            case 1:
                return Encoding.Unicode.GetBytes(json);
            case 2:
                return body[..dice.Below(body.Length + 1)];
            case 3:
                return [.. body, .. "}]\0"u8];
            default:
                var broken = body.ToArray();
                for (var times = dice.Between(1, 3); times > 0 && broken.Length > 0; times--)
                    broken[dice.Below(broken.Length)] = (byte)dice.Below(256);
                return broken;
        }
    }
}
