using Wellbeing.Api.Features.Accesses;
using Wellbeing.Api.Features.Activities;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Banquets;
using Wellbeing.Api.Features.Boards;
using Wellbeing.Api.Features.Commendations;
using Wellbeing.Api.Features.Dossiers;
using Wellbeing.Api.Features.Equipment;
using Wellbeing.Api.Features.Erasures;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Features.Imports;
using Wellbeing.Api.Features.Interventions;
using Wellbeing.Api.Features.Leaves;
using Wellbeing.Api.Features.Notices;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Features.Registers;
using Wellbeing.Api.Features.Reviews;
using Wellbeing.Api.Features.Rules;
using Wellbeing.Api.Features.Suggestions;
using Wellbeing.Api.Features.Talks;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Features.Warnings;
using Wellbeing.Api.Features.Webhooks;

namespace Wellbeing.Api.Features;

/// <summary>All that the API can do, use case by use case.</summary>
internal static class Routes
{
    public static void MapWellbeing(this WebApplication app)
    {
        var api = app.MapGroup("/api/v1");

        ListUnits.Map(api);
        GetUnit.Map(api);
        FormUnit.Map(api);
        RenameUnit.Map(api);
        MoveUnit.Map(api);
        ProvideFacility.Map(api);
        WithdrawFacility.Map(api);
        CloseUnit.Map(api);

        ListOfficers.Map(api);
        GetOfficer.Map(api);
        EnrolOfficer.Map(api);
        TransferOfficer.Map(api);
        RescindOrder.Map(api);
        ReinstateOfficer.Map(api);
        PromoteOfficer.Map(api);
        StatePreference.Map(api);
        ListTalent.Map(api);
        MarkMilestone.Map(api);
        ContestEntry.Map(api);
        AnswerContest.Map(api);
        ChangeIdentity.Map(api);
        RecordDeparture.Map(api);

        GetCommendation.Map(api);
        NominateCommendation.Map(api);
        ReviewCommendation.Map(api);
        PubliciseCommendation.Map(api);
        ApproveCommendation.Map(api);
        DeclineCommendation.Map(api);
        ConferCommendation.Map(api);
        RevokeCommendation.Map(api);

        RecordTalk.Map(api);
        HoldTalk.Map(api);
        MissTalk.Map(api);
        CancelTalk.Map(api);
        AgreeFollowUp.Map(api);
        FinishFollowUp.Map(api);
        AmendTalk.Map(api);
        VoidTalk.Map(api);
        ListTalks.Map(api);

        RaiseWarning.Map(api);
        AcknowledgeWarning.Map(api);
        AssignWarning.Map(api);
        ReclassifyWarning.Map(api);
        EscalateWarning.Map(api);
        ResolveWarning.Map(api);
        DismissWarning.Map(api);
        ReopenWarning.Map(api);
        ListWarnings.Map(api);

        OpenIntervention.Map(api);
        RecordSession.Map(api);
        RevisePlan.Map(api);
        ReferOfficer.Map(api);
        MeasureOutcome.Map(api);
        SuspendIntervention.Map(api);
        ResumeIntervention.Map(api);
        CompleteIntervention.Map(api);
        AbandonIntervention.Map(api);
        ListInterventions.Map(api);

        AssignAssessment.Map(api);
        CompleteAssessment.Map(api);
        ReviewAssessment.Map(api);
        ListAssessments.Map(api);
        CountBands.Map(api);
        RequestLeave.Map(api);
        ApproveLeave.Map(api);
        DeclineLeave.Map(api);
        WithdrawLeave.Map(api);
        StartLeave.Map(api);
        ReturnFromLeave.Map(api);
        ListLeaves.Map(api);

        DeclareBanquet.Map(api);
        ReviewBanquet.Map(api);
        WithdrawBanquet.Map(api);
        ListBanquets.Map(api);

        SubmitSuggestion.Map(api);
        AdoptSuggestion.Map(api);
        DeclineSuggestion.Map(api);
        ImplementSuggestion.Map(api);
        ListSuggestions.Map(api);

        IssueEquipment.Map(api);
        InspectEquipment.Map(api);
        ServiceEquipment.Map(api);
        ReturnEquipment.Map(api);
        ListEquipment.Map(api);
        GetReadiness.Map(api);
        ListReadiness.Map(api);
        RecordActivity.Map(api);
        HoldActivity.Map(api);
        RecordAttendance.Map(api);
        GetActivity.Map(api);
        ListActivities.Map(api);
        ListAttendances.Map(api);

        ConsolidateRegister.Map(api);
        ConsolidateAgain.Map(api);
        SignRegister.Map(api);
        ReopenRegister.Map(api);
        GetRegister.Map(api);
        ListRegisters.Map(api);

        HoldReview.Map(api);
        RecordFinding.Map(api);
        AssignAction.Map(api);
        CloseAction.Map(api);
        GetReview.Map(api);
        ListReviews.Map(api);

        GetRecord.Map(api);
        DiscloseRecord.Map(api);
        OverrideAccess.Map(api);
        ReviewAccess.Map(api);
        GetOverride.Map(api);
        ListOverrides.Map(api);
        ListAccesses.Map(api);
        ExportDossier.Map(api);

        ProposeErasure.Map(api);
        WithdrawErasure.Map(api);
        ConfirmErasure.Map(api);
        ListErasures.Map(api);
        GetErasure.Map(api);
        GetCertificate.Map(api);
        RestrictProcessing.Map(api);
        LiftRestriction.Map(api);
        PlaceLegalHold.Map(api);
        LiftLegalHold.Map(api);

        ListPolicies.Map(api);
        GetPolicy.Map(api);
        AdoptPolicy.Map(api);
        WhatIf.Map(api);

        ListNotices.Map(api);
        StreamNotices.Map(api);
        ReadNotice.Map(api);

        RegisterWebhook.Map(api);
        ListWebhooks.Map(api);
        GetWebhook.Map(api);
        PauseWebhook.Map(api);
        ResumeWebhook.Map(api);
        RenewSecret.Map(api);
        RetireWebhook.Map(api);
        ListDeadLetters.Map(api);
        RetryDeadLetters.Map(api);

        PostImport.Map(api);

        GetHistory.Map(api);
        ReplayHistory.Map(api);
        GetTrail.Map(api);
        FindEvents.Map(api);
        GetCheckpoint.Map(api);
        GetProof.Map(api);
        GetConsistency.Map(api);

        api.MapHonours();
        api.MapBoards();
    }
}
