using System.Text.Json;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features;

/// <summary>How bodies name an officer.</summary>
internal static class Naming
{
    /// <summary>An officer has to be named, by id or by badge number and not by both.</summary>
    public static void Check(Guid? id, string? badgeNumber, FieldErrors errors)
    {
        if (id is null && badgeNumber is null)
            errors.Add("officerId", "missing");
        if (id is not null && badgeNumber is not null)
            errors.Add("badgeNumber", "one-of", ("other", "officerId"));
    }

    /// <summary>Whether a body has one of these fields.</summary>
    public static bool HasAny(JsonElement body, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Texts.Field(body, field) is { ValueKind: not JsonValueKind.Null })
                return true;
        }
        return false;
    }
}
