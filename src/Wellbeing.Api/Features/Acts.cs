using System.Collections.Frozen;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Units;

namespace Wellbeing.Api.Features;

/// <summary>Every act by the stored type of the event that it makes: what an import can put on record.</summary>
internal static class Acts
{
    public static FrozenDictionary<string, Act> ByEvent { get; } =
        new Act[]
        {
            FormUnit.Act,
            RenameUnit.Act,
            MoveUnit.Act,
            ProvideFacility.Act,
            WithdrawFacility.Act,
            CloseUnit.Act,
            EnrolOfficer.Act,
            TransferOfficer.Act,
            PromoteOfficer.Act,
            StatePreference.Act,
            ListTalent.Act,
            MarkMilestone.Act,
            ChangeIdentity.Act,
            RecordDeparture.Act,
            NominateCommendation.Act,
            ReviewCommendation.Act,
            PubliciseCommendation.Act,
            ApproveCommendation.Act,
            DeclineCommendation.Act,
            ConferCommendation.Act,
            RevokeCommendation.Act,
        }.ToFrozenDictionary(act => act.Event.Name);
}
