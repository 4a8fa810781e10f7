using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.OpenApi;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Tests.Hostile;

/// <summary>An answer as it came, and how long it took.</summary>
internal sealed record Answer(int Status, HttpResponseHeaders Headers, string? Type, byte[] Body, TimeSpan Took)
{
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>True where a body cannot come: to HEAD, or from the server below the service.</summary>
    public bool Bare { get; init; }

    public bool Accepted => Status is (>= 200 and < 300) or 304;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The JSON documents that it holds; a line each, where they come in lines.</summary>
    public IEnumerable<JsonElement> Documents =>
        Type switch
        {
            null => [],
            "application/x-ndjson" => Strict
                .GetString(Body)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonElement.Parse(line)),
            _ when Type.EndsWith("json", StringComparison.Ordinal) => [JsonElement.Parse(Strict.GetString(Body))],
            _ => [],
        };

    /// <summary>What an append was answered with; null where it is no such answer.</summary>
    public (Guid Id, long Version, string[] Events)? Receipt =>
        Status is 200 or 201
        && Type == "application/json"
        && Documents.First() is { ValueKind: JsonValueKind.Object } document
        && document.TryGetProperty("recordedAt", out _)
        && document.TryGetProperty("events", out var events)
            ? (
                document.GetProperty("id").GetGuid(),
                document.GetProperty("version").GetInt64(),
                [.. events.EnumerateArray().Select(x => x.GetString()!)]
            )
            : null;

    /// <summary>What the operation does not declare.</summary>
    public IEnumerable<string> Faults(Endpoint endpoint)
    {
        if (Took > Longest)
            yield return $"took {Took.TotalSeconds:0.0} s";
        if (Status >= 500)
            yield return $"{Status}";
        else if (endpoint.Operation.Responses?.TryGetValue($"{Status}", out var declared) != true)
            yield return $"{Status} is not declared";
        else
        {
            foreach (var fault in HeaderFaults(declared!).Concat(Bare ? [] : BodyFaults(declared!)))
                yield return $"{Status}: {fault}";
        }
    }

    private IEnumerable<string> HeaderFaults(IOpenApiResponse declared) =>
        (declared.Headers ?? new Dictionary<string, IOpenApiHeader>())
            .Where(x => x.Value.Required && !Headers.Contains(x.Key))
            .Select(x => $"the header {x.Key} is missing");

    private IEnumerable<string> BodyFaults(IOpenApiResponse declared)
    {
        if (declared.Content is not { Count: > 0 } types)
            return Body.Length == 0 ? [] : ["a body comes where none is declared"];
        if (Type is null || !types.TryGetValue(Type, out var content))
            return [$"the media type {Type ?? "none"} is not declared"];
        try
        {
            var documents = Documents.ToList();
            return
            [
                .. content.Schema is { } schema ? documents.SelectMany(x => SchemaCheck.Faults(schema, x)) : [],
                .. Type == Problems.ContentType ? ProblemFaults(content, documents[0]) : [],
                .. documents.SelectMany(x => LinkFaults(declared, x)),
            ];
        }
        catch (Exception wrong) when (wrong is JsonException or DecoderFallbackException)
        {
            return ["the body is no JSON in UTF-8"];
        }
    }

    private IEnumerable<string> ProblemFaults(IOpenApiMediaType declared, JsonElement problem)
    {
        var code = problem.GetProperty("type").GetString()!.Split('/')[^1];
        if (declared.Examples?.ContainsKey(code) != true)
            yield return $"the code {code} is not declared";
        if (problem.GetProperty("status").GetInt32() != Status)
            yield return "the problem names another status";
    }

    // A page that is not the last one says so twice.
    private IEnumerable<string> LinkFaults(IOpenApiResponse declared, JsonElement page)
    {
        if (
            declared.Headers?.ContainsKey("Link") == true
            && page.TryGetProperty("next", out var next)
            && (next.ValueKind == JsonValueKind.String) != Headers.Contains("Link")
        )
            yield return "next and the header Link say different things";
    }
}
