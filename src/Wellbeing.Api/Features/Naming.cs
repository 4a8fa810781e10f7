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

    /// <summary>The officers of a request's two lists, each with its place.</summary>
    public static IReadOnlyList<(string Field, OfficerName Name)> Listed(
        IReadOnlyList<Guid>? ids,
        IReadOnlyList<string>? badgeNumbers
    ) =>
        [
            .. (ids ?? []).Select((id, place) => ($"officerIds[{place}]", new OfficerName(id, null))),
            .. (badgeNumbers ?? []).Select((badge, place) => ($"badgeNumbers[{place}]", new OfficerName(null, badge))),
        ];

    /// <summary>The places of those who are not there, or not within reach, which is the same to who asks; null for none.</summary>
    public static FieldErrors? Unknown(IReadOnlyList<ListedOfficer> listed, Func<ListedOfficer, bool> withinReach) =>
        Places(listed, "unknown-officer", x => x.Id is null || !withinReach(x));

    /// <summary>Why nothing may be put on record about some of them, with their places; null where it may about all.</summary>
    public static (string Code, FieldErrors Places)? Withheld(IReadOnlyList<ListedOfficer> listed, Act act)
    {
        var why = listed.Select(x => x.Standing.Withheld(act, own: false)).FirstOrDefault(x => x is not null);
        return why is null ? null : (why, Places(listed, why, x => x.Standing.Withheld(act, own: false) == why)!);
    }

    private static FieldErrors? Places(
        IReadOnlyList<ListedOfficer> listed,
        string code,
        Func<ListedOfficer, bool> isWrong
    )
    {
        var places = new FieldErrors();
        foreach (var wrong in listed.Where(isWrong))
            places.Add(wrong.Field, code);
        return places.Any ? places : null;
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
