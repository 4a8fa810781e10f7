using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Features.Notices;

/// <summary>To whom an event is a notice, within the reach of each.</summary>
/// <param name="Type">The event's type.</param>
/// <param name="Roles">Who is told by what they do.</param>
internal sealed record Audience(string Type, params IReadOnlyList<Role> Roles)
{
    /// <summary>Whether the officer whom it is about is told.</summary>
    public bool Officer { get; init; }

    /// <summary>The field that names somebody by opaque id who is told as well.</summary>
    public string? Person { get; init; }

    /// <summary>Every event that is a notice to somebody. Who did it is not told.</summary>
    public static IReadOnlyList<Audience> All { get; } =
    [
        new("officer_transferred", Role.PoliticalOfficer) { Officer = true },
        new("officer_contested", Role.PoliticalOfficer),
        new("officer_contest_answered") { Officer = true },
        new("talk_scheduled") { Officer = true },
        new("talk_missed", Role.PoliticalOfficer, Role.Commander),
        new("talk_omitted", Role.PoliticalOfficer, Role.Commander),
        new("talk_follow_up_agreed") { Person = "owner" },
        new("talk_follow_up_overdue", Role.PoliticalOfficer) { Person = "owner" },
        new("leave_overstayed", Role.PoliticalOfficer, Role.Commander),
        new("review_action_overdue", Role.PoliticalOfficer) { Person = "owner" },
        new("warning_raised", Role.PoliticalOfficer, Role.Commander, Role.Counsellor),
        new("warning_reclassified", Role.PoliticalOfficer, Role.Commander, Role.Counsellor),
        new("warning_escalated", Role.PoliticalOfficer, Role.Commander, Role.Counsellor),
        new("warning_assigned") { Person = "to" },
        new("warning_reopened", Role.PoliticalOfficer, Role.Commander, Role.Counsellor),
        new("intervention_opened") { Officer = true, Person = "lead" },
        new("commendation_approved") { Officer = true },
        new("commendation_conferred") { Officer = true },
        new("commendation_revoked") { Officer = true },
        new("record_disclosed") { Officer = true },
        new("record_exported") { Officer = true },
        new("access_overridden", Role.Auditor) { Officer = true },
        new("erasure_proposed", Role.Auditor) { Officer = true },
        new("erasure_withdrawn", Role.Auditor) { Officer = true },
        new("processing_restricted") { Officer = true },
    ];

    /// <summary>Everybody to whom something can be a notice.</summary>
    public static readonly Role[] Readers =
    [
        Role.Officer,
        Role.PoliticalOfficer,
        Role.Counsellor,
        Role.Commander,
        Role.Auditor,
    ];

    /// <summary>The types that the holders of some roles are told.</summary>
    public static string[] TypesOf(IReadOnlySet<Role> roles) =>
        [.. All.Where(x => roles.Overlaps(x.Roles)).Select(x => x.Type)];

    /// <summary>The types that the officer is told.</summary>
    public static string[] OfOfficer { get; } = [.. All.Where(x => x.Officer).Select(x => x.Type)];

    /// <summary>The types that tell somebody whom they name, by the field that does.</summary>
    public static ILookup<string, string> OfPerson { get; } =
        All.Where(x => x.Person is not null).ToLookup(x => x.Person!, x => x.Type);
}
