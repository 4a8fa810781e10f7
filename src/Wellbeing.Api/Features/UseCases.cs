using System.Text.Json;
using Wellbeing.Api.Features.Activities;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Banquets;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Equipment;
using Wellbeing.Api.Features.Interventions;
using Wellbeing.Api.Features.Leaves;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Reviews;
using Wellbeing.Api.Features.Suggestions;
using Wellbeing.Api.Features.Talks;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Features.Warnings;

namespace Wellbeing.Api.Features;

/// <summary>The use cases that an import runs.</summary>
internal static class UseCases
{
    /// <summary>
    /// What an import can put on record, and a request with the same rules. What only happens here is not among them: who
    /// read what, what may be erased, what is contested, what is in force and what was signed is never another system's to
    /// tell. A register holds this server's talks, and its signature a place of this server's ledger.
    /// </summary>
    public static IReadOnlyList<UseCase> Importable { get; } =
    [
        FormUnit.UseCase,
        RenameUnit.UseCase,
        MoveUnit.UseCase,
        ProvideFacility.UseCase,
        WithdrawFacility.UseCase,
        CloseUnit.UseCase,
        EnrolOfficer.UseCase,
        TransferOfficer.UseCase,
        PromoteOfficer.UseCase,
        StatePreference.UseCase,
        ListTalent.UseCase,
        MarkMilestone.UseCase,
        ChangeIdentity.UseCase,
        RecordDeparture.UseCase,
        ReinstateOfficer.UseCase,
        NominateCommendation.UseCase,
        ReviewCommendation.UseCase,
        PubliciseCommendation.UseCase,
        ApproveCommendation.UseCase,
        DeclineCommendation.UseCase,
        ConferCommendation.UseCase,
        RevokeCommendation.UseCase,
        ScheduleTalk.UseCase,
        HoldTalk.UseCase,
        RecordTalk.UseCase,
        MissTalk.UseCase,
        CancelTalk.UseCase,
        OmitTalk.UseCase,
        AgreeFollowUp.UseCase,
        FinishFollowUp.UseCase,
        MissFollowUp.UseCase,
        AmendTalk.UseCase,
        VoidTalk.UseCase,
        RaiseWarning.UseCase,
        AcknowledgeWarning.UseCase,
        AssignWarning.UseCase,
        ReclassifyWarning.UseCase,
        EscalateWarning.UseCase,
        ResolveWarning.UseCase,
        DismissWarning.UseCase,
        ReopenWarning.UseCase,
        OpenIntervention.UseCase,
        RecordSession.UseCase,
        RevisePlan.UseCase,
        ReferOfficer.UseCase,
        MeasureOutcome.UseCase,
        SuspendIntervention.UseCase,
        ResumeIntervention.UseCase,
        CompleteIntervention.UseCase,
        AbandonIntervention.UseCase,
        AssignAssessment.UseCase,
        CompleteAssessment.UseCase,
        ReviewAssessment.UseCase,
        RequestLeave.UseCase,
        ApproveLeave.UseCase,
        DeclineLeave.UseCase,
        WithdrawLeave.UseCase,
        StartLeave.UseCase,
        ReturnFromLeave.UseCase,
        OverstayLeave.UseCase,
        DeclareBanquet.UseCase,
        ReviewBanquet.UseCase,
        WithdrawBanquet.UseCase,
        SubmitSuggestion.UseCase,
        AdoptSuggestion.UseCase,
        DeclineSuggestion.UseCase,
        ImplementSuggestion.UseCase,
        IssueEquipment.UseCase,
        InspectEquipment.UseCase,
        ServiceEquipment.UseCase,
        ReturnEquipment.UseCase,
        PlanActivity.UseCase,
        HoldActivity.UseCase,
        RecordActivity.UseCase,
        RecordAttendance.UseCase,
        HoldReview.UseCase,
        RecordFinding.UseCase,
        AssignAction.UseCase,
        CloseAction.UseCase,
        MissAction.UseCase,
    ];

    private static readonly ILookup<string, UseCase> ByEvent = Importable.ToLookup(x => x.Event.Name);

    /// <summary>The use case that makes an imported event of a type; of several the first that the data fits. Null for none.</summary>
    public static UseCase? Of(string type, JsonElement data) =>
        ByEvent[type].FirstOrDefault(x => x.Fits(data)) ?? ByEvent[type].LastOrDefault();
}
