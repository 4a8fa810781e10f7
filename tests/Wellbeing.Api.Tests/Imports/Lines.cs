using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wellbeing.Api.Tests.Imports;

/// <summary>What an import answered: its totals where it came to its end, what was rejected, and what was found.</summary>
internal sealed record Imported(Totals? Totals, IReadOnlyList<JsonElement> Lines)
{
    public List<(int Line, string Code)> Rejected =>
        [
            .. Lines
                .Where(x => x.TryGetProperty("code", out _))
                .Select(x => (x.GetProperty("line").GetInt32(), x.Text("code")!)),
        ];

    public List<(string Key, string Finding, string Rule)> Findings =>
        [
            .. Lines
                .Where(x => x.TryGetProperty("finding", out _))
                .Select(x => (x.Text("key")!, x.Text("finding")!, x.Text("rule")!)),
        ];

    public static Imported Of(string answer)
    {
        var lines = answer
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => JsonElement.Parse(x))
            .ToList();
        return new(
            lines.Count > 0 && lines[^1].TryGetProperty("accepted", out _) ? lines[^1].Deserialize<Totals>(Json) : null,
            lines
        );
    }

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
}

internal sealed record Totals(int Accepted, int Duplicates, int Rejected, int Findings);

/// <summary>Lines of an import, and the ways to send them.</summary>
internal static class Lines
{
    /// <summary>All codes with which a line may be rejected, or a whole import end.</summary>
    public static IReadOnlyList<string> Codes { get; } =
    [
        "bad-input",
        "badge-number-in-use",
        "concurrent-change",
        "damaged-gzip",
        "import-answer-unread",
        "import-idle",
        "import-not-utf8",
        "import-too-large",
        "import-too-long",
        "import-too-many-lines",
        "import-too-many-rejections",
        "key-reused",
        "line-too-long",
        "malformed-json",
        "other-stream",
        "out-of-order",
        "stream-exists",
        "unit-code-in-use",
        "unknown-officer",
        "unknown-stream",
        "unknown-talk",
        "unknown-type",
        "unknown-unit",
        "unknown-warning",
    ];

    public static async Task<Imported> ImportAsync(
        this Host.Running server,
        string lines,
        string source = "test",
        bool dryRun = false
    ) => await server.ImportAsync(Content(lines), source, dryRun);

    public static async Task<Imported> ImportAsync(
        this Host.Running server,
        HttpContent content,
        string source = "test",
        bool dryRun = false
    )
    {
        var reply = await server.Integrator().SendAsync(HttpMethod.Post, Path(source, dryRun), content);
        return Imported.Of(reply.Done().Text);
    }

    public static string Path(string source, bool dryRun = false) =>
        $"imports?source={source}{(dryRun ? "&dryRun=true" : "")}";

    public static HttpContent Content(string lines) => Content(new ByteArrayContent(Encoding.UTF8.GetBytes(lines)));

    public static HttpContent Content(HttpContent content)
    {
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-ndjson");
        return content;
    }

    public static HttpContent Gzip(byte[] packed)
    {
        var content = Content(new ByteArrayContent(packed));
        content.Headers.ContentEncoding.Add("gzip");
        return content;
    }

    public static byte[] Packed(string lines) => Packed(Encoding.UTF8.GetBytes(lines));

    public static byte[] Packed(byte[] lines)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(lines);
        return packed.ToArray();
    }

    public static string Text(params IEnumerable<string> lines) => string.Concat(lines.Select(x => x + "\n"));

    public static string Line(string key, string stream, string type, string occurredAt, object data) =>
        Client.TextOf(
            new
            {
                key,
                stream,
                type,
                occurredAt,
                actor = "records-office",
                data,
            }
        );

    public static string Formed(string code, string? parentCode = null) =>
        Line(
            $"{code}-formed",
            $"unit/{code}",
            "unit_formed",
            Long.Ago,
            new
            {
                unitCode = code,
                name = $"Unit {code}",
                kind = "frontline",
                parentCode,
            }
        );

    public static string Enrolled(string badge, string unitCode) =>
        Line(
            $"{badge}-enrolled",
            $"officer/{badge}",
            "officer_enrolled",
            "2010-01-01T00:00:00Z",
            new
            {
                badgeNumber = badge,
                name = $"Officer {badge}",
                unitCode,
                appointedOn = "2010-01-01",
            }
        );

    public static string Moved(string badge, string toUnit, string on = "2012-01-01") =>
        Line(
            $"{badge}-moved-{on}",
            $"officer/{badge}",
            "officer_transferred",
            $"{on}T00:00:00Z",
            new
            {
                badgeNumber = badge,
                toUnit,
                reason = "rotation",
                effectiveOn = on,
            }
        );

    public static string Nominated(string name, string badge, string? citation = "For years of quiet work") =>
        Line(
            $"{name}-nominated",
            $"commendation/{name}",
            "commendation_nominated",
            "2018-03-01T00:00:00Z",
            new
            {
                recipientKind = "individual",
                badgeNumber = badge,
                title = "Honorable Mention",
                deed = "other",
                citation,
                nominatedOn = "2018-03-01",
            }
        );

    public static string NominatedUnit(string name, string unitCode) =>
        Line(
            $"{name}-nominated",
            $"commendation/{name}",
            "commendation_nominated",
            "2018-03-01T00:00:00Z",
            new
            {
                recipientKind = "collective",
                unitCode,
                title = "Unit of the year",
                deed = "other",
                citation = "Together",
                nominatedOn = "2018-03-01",
            }
        );

    public static string Declined(string name) =>
        Line(
            $"{name}-declined",
            $"commendation/{name}",
            "commendation_declined",
            "2018-03-05T00:00:00Z",
            new { reason = "Denied on review" }
        );

    public static string Approved(string name) =>
        Line(
            $"{name}-approved",
            $"commendation/{name}",
            "commendation_approved",
            "2018-03-05T00:00:00Z",
            new { level = "commendation", authority = "county" }
        );

    public static string Renamed(string badge, string newBadge) =>
        Line(
            $"{badge}-renumbered",
            $"officer/{badge}",
            "officer_identity_changed",
            "2013-01-01T00:00:00Z",
            new { badgeNumber = newBadge }
        );

    /// <summary>A line with one of its own fields, or else one of its data, set to another value.</summary>
    public static string But(this string line, string field, JsonNode? value)
    {
        var json = JsonNode.Parse(line)!.AsObject();
        (json.ContainsKey(field) || json["data"] is null ? json : json["data"]!.AsObject())[field] = value;
        return json.ToJsonString();
    }
}
