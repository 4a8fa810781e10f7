using System.Text.Json;
using Wellbeing.Api.Features.Accesses;
using Wellbeing.Api.Features.Activities;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Banquets;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Equipment;
using Wellbeing.Api.Features.Erasures;
using Wellbeing.Api.Features.Interventions;
using Wellbeing.Api.Features.Leaves;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Registers;
using Wellbeing.Api.Features.Reviews;
using Wellbeing.Api.Features.Suggestions;
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
        MissFollowUp.Act,
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
        AssignAssessment.Act,
        CompleteAssessment.Act,
        ReviewAssessment.Act,
        RequestLeave.Act,
        ApproveLeave.Act,
        DeclineLeave.Act,
        StartLeave.Act,
        ReturnFromLeave.Act,
        OverstayLeave.Act,
        DeclareBanquet.Act,
        ReviewBanquet.Act,
        WithdrawBanquet.Act,
        SubmitSuggestion.Act,
        AdoptSuggestion.Act,
        DeclineSuggestion.Act,
        ImplementSuggestion.Act,
        IssueEquipment.Act,
        InspectEquipment.Act,
        ServiceEquipment.Act,
        ReturnEquipment.Act,
        PlanActivity.Act,
        HoldActivity.Act,
        RecordActivity.Act,
        RecordAttendance.Act,
        HoldReview.Act,
        RecordFinding.Act,
        AssignAction.Act,
        CloseAction.Act,
        MissAction.Act,
    ];

    /// <summary>What only happens here: who read what, what may be erased, what is contested, what is in force and what was signed is never another system's to tell.</summary>
    public static IReadOnlyList<Act> OfRequestsAlone { get; } =
    [
        OverrideAccess.Act,
        ReviewAccess.Act,
        ProposeErasure.Act,
        WithdrawErasure.Act,
        ConfirmErasure.Act,
        RestrictProcessing.Act,
        LiftRestriction.Act,
        ContestEntry.Act,
        AnswerContest.Act,
        PlaceLegalHold.Act,
        LiftLegalHold.Act,
        AdoptAwards.Act,
        // A register holds this server's talks, and its signature a place of this server's ledger.
        ConsolidateRegister.Act,
        ConsolidateAgain.Act,
        SignRegister.Act,
        ReopenRegister.Act,
        AdoptCalendar.Act,
        AdoptDeadlines.Act,
        AdoptRules.Act,
    ];

    private static readonly ILookup<string, Act> ByEvent = Importable.ToLookup(act => act.Event.Name);

    /// <summary>The act that makes an imported event of a type; of several the first that the data fits. Null for none.</summary>
    public static Act? Of(string type, JsonElement data) =>
        ByEvent[type].FirstOrDefault(act => act.Fits(data)) ?? ByEvent[type].LastOrDefault();
}
