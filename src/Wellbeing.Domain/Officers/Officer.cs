namespace Wellbeing.Domain.Officers;

/// <summary>Whether an officer serves.</summary>
public enum OfficerStatus
{
    /// <summary>In service.</summary>
    Serving,

    /// <summary>Left the service.</summary>
    Departed,
}

/// <summary>An officer's career as its event stream leaves it. It holds no name and no badge number.</summary>
/// <param name="Id">The officer's id, which is the stream's.</param>
/// <param name="UnitCode">The unit the officer is in, or was in last.</param>
/// <param name="Rank">The rank, where known.</param>
/// <param name="Post">The post, where known.</param>
/// <param name="AppointedOn">The day of appointment.</param>
/// <param name="Status">Whether the officer serves.</param>
/// <param name="InUnitSince">First day in the unit.</param>
/// <param name="DepartedOn">First day out of service, or null.</param>
/// <param name="Postings">How many units the officer has served in, returns counted; 1 and up.</param>
/// <param name="Talents">Categories of talents, in the order of listing.</param>
public sealed record Officer(
    Guid Id,
    string UnitCode,
    string? Rank,
    string? Post,
    DateOnly AppointedOn,
    OfficerStatus Status,
    DateOnly InUnitSince,
    DateOnly? DepartedOn,
    int Postings,
    IReadOnlyList<TalentCategory> Talents
)
{
    /// <summary>Starts the state from a stream's first event.</summary>
    public static Officer Create(Guid id, OfficerEnrolled enrolled) =>
        new(
            id,
            enrolled.UnitCode!,
            enrolled.Rank,
            enrolled.Post,
            enrolled.AppointedOn,
            OfficerStatus.Serving,
            enrolled.AppointedOn,
            null,
            1,
            []
        );

    /// <summary>The state after one more event.</summary>
    public Officer Apply(IOfficerEvent happened) =>
        happened switch
        {
            OfficerTransferred transferred => this with
            {
                UnitCode = transferred.ToUnit,
                InUnitSince = transferred.EffectiveOn,
                Postings = Postings + 1,
            },
            OfficerPromoted promoted => this with { Rank = promoted.Rank, Post = promoted.Post ?? Post },
            OfficerTalentListed listed => this with { Talents = [.. Talents, listed.Category] },
            OfficerDeparted departed => this with { Status = OfficerStatus.Departed, DepartedOn = departed.DepartedOn },
            OfficerPreferenceStated or OfficerMilestoneMarked or OfficerIdentityChanged => this,
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened.GetType().Name, null),
        };
}
