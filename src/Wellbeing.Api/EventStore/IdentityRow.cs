using Wellbeing.Api.Seal;

namespace Wellbeing.Api.EventStore;

/// <summary>Who an officer is; lies beside the events and can be erased.</summary>
internal sealed record IdentityRow(Guid OfficerId, string BadgeNumber, string Name, string? Contact, byte[] Salt)
{
    public static readonly RowTable<IdentityRow> Table = new RowTable<IdentityRow>(
        Schemas.Identities,
        "officers",
        x => x.OfficerId
    )
        .Unique("ux_officers_badge_number", "badge_number")
        .LeaveAlone(Persons.Badges);

    /// <summary>What the events keep of it.</summary>
    public string Commitment() => IdentityCommitment.Compute(Salt, OfficerId, Name, BadgeNumber, Contact);
}
