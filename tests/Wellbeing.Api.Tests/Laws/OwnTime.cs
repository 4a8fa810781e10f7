using System.Text.Json;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>The day or time of its own that a body has, by what the use cases declare.</summary>
internal static class OwnTime
{
    /// <summary>When the body holds; null where it has no day or time of its own.</summary>
    public static ValidTime? Of(object? body)
    {
        var json = JsonSerializer.SerializeToElement(body ?? new { });
        if (json.ValueKind == JsonValueKind.String)
            json = JsonElement.Parse(json.GetString()!);
        return AllUseCases.All.Select(x => x.Bind(json).Call?.When).FirstOrDefault(x => x is { IsOwn: true });
    }
}
