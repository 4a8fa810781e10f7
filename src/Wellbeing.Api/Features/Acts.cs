using System.Text.Json;
using Wellbeing.Api.Features.Accesses;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Erasures;
using Wellbeing.Api.Features.Interventions;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Talks;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Features.Warnings;

namespace Wellbeing.Api.Features;

/// <summary>Every act.</summary>
internal static class Acts
{
    /// <summary>What an import can put on record, and a request with the same rules.</summary>
    public static IReadOnlyList<Act> Importable { get; } =
    [
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
        ScheduleTalk.Act,
        HoldTalk.Act,
        RecordTalk.Act,
        MissTalk.Act,
        CancelTalk.Act,
        OmitTalk.Act,
        AgreeFollowUp.Act,
        FinishFollowUp.Act,
        AmendTalk.Act,
        VoidTalk.Act,
        RaiseWarning.Act,
        AcknowledgeWarning.Act,
        AssignWarning.Act,
        ReclassifyWarning.Act,
        EscalateWarning.Act,
        ResolveWarning.Act,
        DismissWarning.Act,
        ReopenWarning.Act,
        OpenIntervention.Act,
        RecordSession.Act,
        RevisePlan.Act,
        ReferOfficer.Act,
        MeasureOutcome.Act,
        SuspendIntervention.Act,
        ResumeIntervention.Act,
        CompleteIntervention.Act,
        AbandonIntervention.Act,
    ];

    /// <summary>What only happens here: who read what, what may be erased and what is in force is never another system's to tell.</summary>
    public static IReadOnlyList<Act> OfRequestsAlone { get; } =
    [
        OverrideAccess.Act,
        ReviewAccess.Act,
        ProposeErasure.Act,
        WithdrawErasure.Act,
        ConfirmErasure.Act,
        RestrictProcessing.Act,
        LiftRestriction.Act,
        PlaceLegalHold.Act,
        LiftLegalHold.Act,
        AdoptAwards.Act,
        AdoptCalendar.Act,
        AdoptDeadlines.Act,
        AdoptRules.Act,
    ];

    private static readonly ILookup<string, Act> ByEvent = Importable.ToLookup(act => act.Event.Name);

    /// <summary>The act that makes an imported event of a type; of several the first that the data fits. Null for none.</summary>
    public static Act? Of(string type, JsonElement data) =>
        ByEvent[type].FirstOrDefault(act => act.Fits(data)) ?? ByEvent[type].LastOrDefault();
}
