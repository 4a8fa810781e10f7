using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>Who sends: somebody with a role, or a token that is none.</summary>
internal sealed record Sender(Role? Role, string? Unit = null, string? Badge = null, string? Header = null)
{
    public override string ToString() => Header ?? $"{Role} unit={Unit ?? "-"} badge={Badge ?? "-"}";
}

/// <summary>A request, whole.</summary>
internal sealed record Sent(
    Endpoint Endpoint,
    HttpMethod Method,
    string Target,
    Sender Sender,
    IReadOnlyList<(string Name, string Value)> Headers,
    byte[]? Body,
    bool Chunked
)
{
    public const int LongBody = 64 * 1024;

    private const int LongestShown = 4096;

    public Manner Manner { get; init; }

    /// <summary>What stands in the path for its parameters.</summary>
    public IEnumerable<string> Names =>
        Endpoint
            .Path.Split('/')
            .Zip(Target.Split('?')[0].Split('/'))
            .Where(x => x.First.StartsWith('{'))
            .Select(x => Uri.UnescapeDataString(x.Second));

    /// <summary>True where the server refuses what lies below the service: no target of HTTP has U+0000.</summary>
    public bool BelowTheService => Target.Split('?')[0].Contains("%00", StringComparison.Ordinal);

    public HttpRequestMessage Message(Uri address, string? authorization)
    {
        var target = new Uri(
            address.GetLeftPart(UriPartial.Authority) + Target,
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }
        );
        var message = new HttpRequestMessage(Method, target);
        if (Body is not null)
            message.Content = new ByteArrayContent(Body);
        // Who is refused while still sending may have the connection closed under the next request.
        if (Body?.Length > LongBody)
            message.Headers.ConnectionClose = true;
        if (Chunked && Body is not null)
            message.Headers.TransferEncodingChunked = true;
        if (authorization is not null)
            message.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in Headers)
        {
            if (name.StartsWith("Content-", StringComparison.Ordinal))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            else
                message.Headers.TryAddWithoutValidation(name, value);
        }
        return message;
    }

    /// <summary>What in it the document forbids, so that it may not be accepted.</summary>
    public IEnumerable<string> Faults() => QueryFaults().Concat(BodyFaults());

    private IEnumerable<string> QueryFaults()
    {
        if (Target.Split('?', 2) is not [_, { Length: > 0 } query] || Method != Endpoint.Method)
            return [];
        var pairs = query
            .Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(x => x.Split('=', 2))
            .Select(x => (Name: Plain(x[0]), Value: x.Length == 2 ? Plain(x[1]) : ""))
            .ToList();
        var declared = Endpoint.In(ParameterLocation.Query).ToDictionary(x => x.Name!, x => x.Schema!);
        return
        [
            .. pairs.Where(x => !declared.ContainsKey(x.Name)).Select(x => $"the parameter {x.Name} is not declared"),
            .. pairs
                .GroupBy(x => x.Name)
                .Where(x => x.Count() > 1)
                .Select(x => $"the parameter {x.Key} is there twice"),
            .. pairs
                .Where(x => declared.TryGetValue(x.Name, out var schema) && !Fits(schema, x.Value))
                .Select(x => $"the parameter {x.Name} is not as declared"),
        ];
    }

    private IEnumerable<string> BodyFaults()
    {
        if (Method != Endpoint.Method || Endpoint.Body is not ("application/json", { Schema: { } schema }))
            return [];
        try
        {
            // An act that asks for nothing may come without a body, and null is the same as not there.
            var text = Body is { Length: > 0 } ? new UTF8Encoding(false, true).GetString(Body) : "{}";
            return SchemaCheck.Faults(schema, Plainly(JsonElement.Parse(text)));
        }
        catch (Exception wrong)
            when (wrong is JsonException or DecoderFallbackException or InvalidOperationException or ArgumentException)
        {
            return ["the body is no JSON"];
        }
    }

    private static bool Fits(IOpenApiSchema schema, string text) =>
        (schema.Type & ~JsonSchemaType.Null) switch
        {
            JsonSchemaType.Boolean => text is "true" or "false",
            JsonSchemaType.Integer or JsonSchemaType.Number => decimal.TryParse(
                text,
                NumberStyles.Float,
                CultureInfo.InvariantCulture,
                out var number
            ) && SchemaCheck.Fits(schema, JsonSerializer.SerializeToElement(number)),
            // A plus sign that was not escaped arrives as a space.
            _ => SchemaCheck.Fits(schema, JsonSerializer.SerializeToElement(text))
                || SchemaCheck.Fits(schema, JsonSerializer.SerializeToElement(text.Replace(' ', '+'))),
        };

    private static string Plain(string encoded) => WebUtility.UrlDecode(encoded).Normalize();

    // Without nulls, and its texts in the normal form that is kept and counted.
    private static JsonElement Plainly(JsonElement given)
    {
        var plain = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(plain, new JsonWriterOptions { SkipValidation = true }))
            Write(json, given);
        return JsonElement.Parse(plain.WrittenSpan);

        static void Write(Utf8JsonWriter json, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    json.WriteStartObject();
                    foreach (var field in value.EnumerateObject().Where(x => x.Value.ValueKind != JsonValueKind.Null))
                    {
                        json.WritePropertyName(field.Name.Normalize());
                        Write(json, field.Value);
                    }
                    json.WriteEndObject();
                    break;
                case JsonValueKind.Array:
                    json.WriteStartArray();
                    foreach (var item in value.EnumerateArray())
                        Write(json, item);
                    json.WriteEndArray();
                    break;
                case JsonValueKind.String:
                    json.WriteStringValue(value.GetString()!.Normalize());
                    break;
                default:
                    value.WriteTo(json);
                    break;
            }
        }
    }

    /// <summary>The request as text, to be sent again.</summary>
    public string Shown()
    {
        var shown = new StringBuilder()
            .AppendLine(null, $"{Method} {Target} HTTP/1.1")
            .AppendLine(null, $"Sender: {Sender}");
        foreach (var (name, value) in Headers)
            shown.AppendLine(null, $"{name}: {value}");
        shown.AppendLine();
        if (Body is { Length: > 0 })
            shown.AppendLine(
                Body.Length <= LongestShown && Body.All(x => x is >= 0x20 and < 0x7f)
                    ? Encoding.ASCII.GetString(Body)
                    : $"base64 {Convert.ToBase64String(Body)}"
            );
        return shown.ToString();
    }
}
