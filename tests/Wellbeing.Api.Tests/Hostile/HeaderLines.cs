using Microsoft.OpenApi;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Headers, as they should be and not.</summary>
internal sealed class HeaderLines(Dice dice, Manner manner, IReadOnlyList<string> tags)
{
    private static readonly Dictionary<string, string[]> Odd = new()
    {
        ["Idempotency-Key"] = ["", " ", "k k", "\"k\"", new string('k', 200), new string('k', 201), "谈心", "null"],
        ["If-Match"] =
        [
            "*",
            "\"0\"",
            "\"1\"",
            "\"2\"",
            "W/\"1\"",
            "\"1.7\"",
            "1",
            "\"9223372036854775808\"",
            ",",
            "\"1",
            "谈",
        ],
        ["If-None-Match"] = ["*", "\"1\"", "W/\"1\"", "x", "\"1", ",,", "\"谈\"", "\"1\", \"2\", W/\"3\""],
        ["Accept-Language"] =
        [
            "en",
            "zh-CN",
            "zh",
            "*",
            "de",
            "en;q=x",
            "zh-CN;q=0.1, en;q=0.9",
            ";;;",
            "谈",
            "en;q=NaN",
        ],
        ["Accept"] =
        [
            "*/*",
            "application/json",
            "text/html",
            "application/*",
            "x",
            "application/json;q=0",
            "谈/心",
            ", ,",
        ],
        ["Content-Type"] =
        [
            "application/json; charset=utf-8",
            "application/json; charset=utf-16",
            "application/json; charset=",
            "application/json;",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data",
            "谈",
            "",
        ],
        ["Content-Encoding"] = ["gzip", "br", "identity", "gzip, gzip", "x"],
    };

    /// <summary>The headers of a request beside the sender's.</summary>
    /// <param name="endpoint">Where it goes.</param>
    /// <param name="hasBody">Whether it has a body.</param>
    /// <param name="zipped">Whether that is compressed.</param>
    public IEnumerable<(string Name, string Value)> Of(Endpoint endpoint, bool hasBody, bool zipped)
    {
        if (hasBody && !(manner == Manner.Wrong && dice.Percent(5)))
            yield return (
                "Content-Type",
                Rarely() ? Strangely("Content-Type") : endpoint.Body?.Type ?? "application/json"
            );
        if (zipped)
            yield return ("Content-Encoding", "gzip");
        else if (hasBody && Rarely())
            yield return ("Content-Encoding", Strangely("Content-Encoding"));
        if (dice.Percent(4))
            yield return ("Accept", Strangely("Accept"));
        foreach (var header in endpoint.In(ParameterLocation.Header).Select(x => x.Name!))
        {
            if (dice.Percent(manner == Manner.Right ? 10 : 20))
                yield return (header, dice.Percent(60) ? Usually(header) : Strangely(header));
        }
        if (manner == Manner.Huge && dice.Percent(10))
            yield return ("X-Long", new string('x', dice.Of([8_000, 33_000, 70_000])));
    }

    private bool Rarely() => manner == Manner.Wrong && dice.Percent(10);

    private string Usually(string header) =>
        header switch
        {
            "Idempotency-Key" => $"key-{dice.Below(500)}",
            "Accept-Language" => dice.Of(["en", "zh-CN"]),
            _ => dice.Of(tags),
        };

    private string Strangely(string header) =>
        manner == Manner.Huge ? new string('a', 9_000)
        : Odd.TryGetValue(header, out var odd) ? dice.Of(odd)
        : dice.Draw(Strange.Usual(1, 20));
}
