using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.OpenApi;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Makes requests from the document, what is known, and chance.</summary>
internal sealed class Generator(Contract contract, Known known, DateOnly today)
{
    private const string Ndjson = "application/x-ndjson";

    private static readonly (int Share, Manner Manner)[] Manners =
    [
        (50, Manner.Right),
        (15, Manner.Edge),
        (15, Manner.Wrong),
        (13, Manner.Strange),
        (5, Manner.Deep),
        (2, Manner.Huge),
    ];

    private static readonly string[] BadEscapes = ["%", "%2", "%zz", "%ff", "%c0%af", "%ed%a0%80", "a%00b", "%u4e2d"];

    private static readonly Dictionary<string, string[]> HeaderValues = new()
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

    private readonly Dictionary<Endpoint, SortedSet<Role>> _may = [];
    private readonly Dictionary<Endpoint, SortedSet<Role>> _mayNot = [];
    private readonly Queue<Sent> _accepted = new();
    private readonly Queue<(string Path, Sender Sender)> _links = new();
    private readonly List<string> _tags = ["\"1\""];

    /// <summary>The next request.</summary>
    /// <param name="dice">Its chance.</param>
    /// <param name="endpoint">Where it goes, unless chance has it go after a link or once more as an earlier one.</param>
    public Sent Next(Dice dice, Endpoint endpoint)
    {
        if (_accepted.Count > 0 && dice.Percent(3))
            return dice.Of([.. _accepted]);
        if (_links.Count > 0 && dice.Percent(3) && Follow(dice) is { } followed)
            return followed;
        var manner = dice.Draw(Gen.Frequency(Manners));
        var values = new Values(dice, known, manner, today);
        var method = dice.Percent(1)
            ? new HttpMethod(dice.Of(["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "BREW", "POST", "GET"]))
            : endpoint.Method;
        var meant = contract.Find(method, endpoint.Path) ?? endpoint;
        var body = method == HttpMethod.Get || method == HttpMethod.Head ? null : Body(dice, meant, values, manner);
        var zip = body is not null && meant.Body?.Type == Ndjson && dice.Percent(20);
        return new Sent(
            meant,
            method,
            Path(dice, meant, values, manner) + Query(dice, meant, values, manner),
            Sender(dice, meant),
            [.. Headers(dice, meant, manner, body, zip)],
            zip ? Zipped(body!) : body,
            Chunked: dice.Percent(10)
        )
        {
            Manner = manner,
        };
    }

    /// <summary>Learns what there is and who may.</summary>
    public void Learn(Sent sent, Answer answer)
    {
        if (sent.Sender.Role is { } role && (answer.Accepted || answer.Status == 403))
            Roles(answer.Accepted ? _may : _mayNot, sent.Endpoint).Add(role);
        if (!answer.Accepted || sent.Method != sent.Endpoint.Method)
            return;
        foreach (var name in sent.Names)
            known.Found(name);
        if (answer.Headers.ETag is { } tag)
            Keep(tag.ToString());
        if (answer.Headers.Location is { } location)
            Keep(location.ToString(), sent.Sender);
        if (answer.Headers.TryGetValues("Link", out var links))
            Keep(links.First().Split('>')[0].TrimStart('<'), sent.Sender);
        foreach (var document in answer.Documents.Take(20))
            known.Learn(document, sent.Endpoint.Answers);
        if (sent.Endpoint.Method == HttpMethod.Get)
            return;
        if (sent.Body is { Length: > 1 and < 10_000 } body && sent.Endpoint.Body?.Type == "application/json")
            known.Learn(System.Text.Json.JsonElement.Parse(body), sent.Endpoint.Subject);
        _accepted.Enqueue(sent);
        if (_accepted.Count > 50)
            _accepted.Dequeue();
    }

    private void Keep(string tag)
    {
        if (_tags.Count == 50)
            _tags.RemoveAt(0);
        _tags.Add(tag);
    }

    private void Keep(string link, Sender sender)
    {
        if (_links.Count == 50)
            _links.Dequeue();
        _links.Enqueue((link, sender));
        known.LearnQuery(link);
    }

    private static SortedSet<Role> Roles(Dictionary<Endpoint, SortedSet<Role>> kept, Endpoint endpoint) =>
        kept.TryGetValue(endpoint, out var roles) ? roles : kept[endpoint] = [];

    private Sent? Follow(Dice dice)
    {
        var (link, sender) = dice.Of([.. _links]);
        return contract.Find(HttpMethod.Get, link.Split('?')[0]) is { } endpoint
            ? new Sent(endpoint, HttpMethod.Get, link, sender, [], null, Chunked: false)
            : null;
    }

    private string Path(Dice dice, Endpoint endpoint, Values values, Manner manner)
    {
        var path = endpoint.Path;
        foreach (var parameter in endpoint.In(ParameterLocation.Path))
            path = path.Replace(
                $"{{{parameter.Name}}}",
                Segment(dice, endpoint, parameter, values, manner),
                StringComparison.Ordinal
            );
        return path;
    }

    private string Segment(Dice dice, Endpoint endpoint, IOpenApiParameter parameter, Values values, Manner manner)
    {
        if (manner == Manner.Strange && dice.Percent(15))
            return dice.Of(BadEscapes);
        if (manner == Manner.Huge && dice.Percent(15))
            return new string('x', dice.Of([300, 2_000, 9_000]));
        // An id's form is not always declared.
        var named = known.Pick(
            dice,
            parameter.Name!,
            endpoint.Before(parameter.Name!),
            parameter.Schema!.Format == "uuid" ? true : null
        );
        var text =
            named is not null && dice.Percent(manner == Manner.Right ? 95 : 80)
                ? named
                : values.Text(parameter.Schema!, parameter.Name!, endpoint.Subject);
        // The server would take an empty or a dotted segment out of the path, which then is another one.
        return text.Trim('.').Length == 0 ? "x" : Uri.EscapeDataString(text);
    }

    private static string Query(Dice dice, Endpoint endpoint, Values values, Manner manner)
    {
        var pairs = endpoint
            .In(ParameterLocation.Query)
            .Where(x => x.Required || dice.Percent(20))
            .Select(x => $"{x.Name}={Escaped(values.Text(x.Schema!, x.Name!, endpoint.Subject))}")
            .ToList();
        if (pairs.Count > 0 && manner == Manner.Wrong && dice.Percent(30))
            pairs.Add(dice.Of(pairs));
        if (manner == Manner.Wrong && dice.Percent(20))
            pairs.Add(dice.Of(["unknown=1", "", "=", "limit", "Limit=1", "limit=", "cursor=AAAA", "a[b]=1"]));
        if (manner == Manner.Strange && dice.Percent(20))
            pairs.Add($"{dice.Of(["q", "unknown", .. BadEscapes])}={dice.Of(BadEscapes)}");
        if (manner == Manner.Huge && dice.Percent(20))
            pairs.Add($"unknown={new string('x', dice.Of([600, 5_000, 9_000]))}");
        return pairs.Count == 0 ? "" : "?" + string.Join('&', pairs);

        string Escaped(string text) =>
            dice.Percent(5)
                ? text.Replace(" ", "+", StringComparison.Ordinal).Split('#')[0].Split('\0')[0] is var raw
                && raw.All(c => c is > ' ' and < '\x7f')
                    ? raw
                    : Uri.EscapeDataString(text)
                : Uri.EscapeDataString(text);
    }

    private byte[]? Body(Dice dice, Endpoint endpoint, Values values, Manner manner)
    {
        if (endpoint.Body is not ({ } type, { } content))
            return dice.Percent(5) ? "{}"u8.ToArray() : null;
        if (manner == Manner.Wrong && dice.Percent(5))
            return dice.Percent(50) ? null : [];
        var json = type == Ndjson ? Lines(dice, endpoint, content, values) : Json(dice, endpoint, content, values);
        var body = Encoding.UTF8.GetBytes(json);
        return manner is Manner.Strange or Manner.Wrong && dice.Percent(10) ? Broken(dice, body, json) : body;
    }

    private string Json(Dice dice, Endpoint endpoint, IOpenApiMediaType content, Values values) =>
        values.Json(content.Schema!, "", endpoint.Subject, content.Example ?? Example(dice, content));

    private static JsonNode? Example(Dice dice, IOpenApiMediaType content) =>
        content.Examples is { Count: > 0 } examples ? dice.Of([.. examples.Values]).Value : null;

    // A line's data is the body of some other operation.
    private string Lines(Dice dice, Endpoint endpoint, IOpenApiMediaType content, Values values)
    {
        var lines = new List<string>();
        for (var line = dice.Between(1, 5); line > 0; line--)
        {
            var (key, other) = (
                $"k{dice.Below(1000)}",
                dice.Of([.. contract.Endpoints.Where(x => x.Body is ("application/json", _))])
            );
            var type = known.Pick(dice, "events", "", isId: false) ?? "unit_formed";
            lines.Add(
                dice.Percent(30)
                    ? Json(dice, endpoint, content, values)
                    : $$"""{"key":"{{key}}","stream":"{{type.Split('_')[0]}}/{{dice.Below(50)}}","type":{{Values.Quote(type)}},"occurredAt":"2020-01-01T00:00:00Z","actor":"source","data":{{Json(dice, other, other.Body!.Value.Content, values)}}}"""
            );
        }
        return string.Join('\n', lines);
    }

    private static byte[] Broken(Dice dice, byte[] body, string json)
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

    private static byte[] Zipped(byte[] body)
    {
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            gzip.Write(body);
        return zipped.ToArray();
    }

    private IEnumerable<(string, string)> Headers(Dice dice, Endpoint endpoint, Manner manner, byte[]? body, bool zip)
    {
        if (body is not null && !(manner == Manner.Wrong && dice.Percent(5)))
            yield return (
                "Content-Type",
                manner == Manner.Wrong && dice.Percent(10)
                    ? Hostile("Content-Type")
                    : endpoint.Body?.Type ?? "application/json"
            );
        if (zip)
            yield return ("Content-Encoding", "gzip");
        else if (body is not null && manner == Manner.Wrong && dice.Percent(5))
            yield return ("Content-Encoding", Hostile("Content-Encoding"));
        if (dice.Percent(4))
            yield return ("Accept", Hostile("Accept"));
        foreach (var header in endpoint.In(ParameterLocation.Header).Select(x => x.Name!))
        {
            if (dice.Percent(manner == Manner.Right ? 10 : 20))
                yield return (header, dice.Percent(60) ? Usual(header) : Hostile(header));
        }
        if (manner == Manner.Huge && dice.Percent(10))
            yield return ("X-Long", new string('x', dice.Of([8_000, 33_000, 70_000])));

        string Usual(string header) =>
            header switch
            {
                "Idempotency-Key" => $"key-{dice.Below(500)}",
                "Accept-Language" => dice.Of(["en", "zh-CN"]),
                _ => dice.Of(_tags),
            };
        string Hostile(string header) =>
            manner == Manner.Huge ? new string('a', 9_000)
            : HeaderValues.TryGetValue(header, out var hostile) ? dice.Of(hostile)
            : dice.Draw(Strange.Usual(1, 20));
    }

    private Sender Sender(Dice dice, Endpoint endpoint)
    {
        if (dice.Percent(3))
            return new(
                null,
                Header: dice.Of([
                    "",
                    "Bearer",
                    "Bearer x.y.z",
                    "Basic eDp5",
                    "Bearer 谈",
                    "Bearer " + new string('x', 5_000),
                ])
            );
        // Mostly somebody who may, and best one who reaches something.
        var (did, refused) = (Roles(_may, endpoint), dice.Percent(90) ? Roles(_mayNot, endpoint) : []);
        List<Role> may = did.Count > 0 && dice.Percent(60) ? [.. did] : [.. Enum.GetValues<Role>().Except(refused)];
        return new(
            may.Count == 0 ? dice.Of(Enum.GetValues<Role>()) : dice.Of(may),
            dice.Percent(90) ? known.Pick(dice, "unitCode", "", isId: false) : null,
            dice.Percent(90) ? known.Pick(dice, "badgeNumber", "", isId: false) : null
        );
    }
}
