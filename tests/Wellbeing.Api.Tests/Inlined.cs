using System.Text.Json;
using System.Text.Json.Nodes;

namespace Wellbeing.Api.Tests;

/// <summary>
/// The OpenAPI document with what its operations refer to put in its place: responses, parameters, headers, examples and
/// scalars; schemas of objects and of choices stay where they are.
/// </summary>
internal static class Inlined
{
    public static JsonElement Of(string json)
    {
        var document = JsonNode.Parse(json)!;
        return JsonElement.Parse(Put(document, document)!.ToJsonString());
    }

    private static JsonNode? Put(JsonNode? node, JsonNode document)
    {
        if (node is JsonObject found && found["$ref"] is JsonValue reference)
        {
            var target = At(document, reference.GetValue<string>());
            return IsSchema(reference.GetValue<string>()) && target["type"]?.GetValue<string>() is null or "object"
                ? node.DeepClone()
                : Put(target, document);
        }
        return node switch
        {
            JsonObject fields => new JsonObject(fields.Select(x => KeyValuePair.Create(x.Key, Put(x.Value, document)))),
            JsonArray items => new JsonArray([.. items.Select(x => Put(x, document))]),
            _ => node?.DeepClone(),
        };
    }

    private static bool IsSchema(string reference) =>
        reference.StartsWith("#/components/schemas/", StringComparison.Ordinal);

    // A reference to nothing is a fault of the document.
    private static JsonNode At(JsonNode document, string reference) =>
        reference
            .Split('/')
            .Skip(1)
            .Aggregate(document, (node, name) => node[name] ?? throw new KeyNotFoundException(reference));
}
