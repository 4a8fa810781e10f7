using Wellbeing.Api.Requests;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>Why a list of officers is refused, with the places of those because of whom.</summary>
internal static class ListedOfficers
{
    /// <summary>The places of those who are not there, or not within reach, which is the same to the caller; null for none.</summary>
    public static FieldErrors? Unknown(IReadOnlyList<ListedOfficer> listed, Func<Officer, bool> withinReach) =>
        Places(listed, "unknown-officer", x => x.Officer is null || !withinReach(x.Officer));

    /// <summary>Why nothing may be put on record about some of them, with their places; null where it may about all.</summary>
    public static (string Code, FieldErrors Places)? Withheld(IReadOnlyList<ListedOfficer> listed, UseCase useCase)
    {
        var why = listed.Select(x => x.Restriction.Withheld(useCase, own: false)).FirstOrDefault(x => x is not null);
        return why is null
            ? null
            : (why, Places(listed, why, x => x.Restriction.Withheld(useCase, own: false) == why)!);
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
}
