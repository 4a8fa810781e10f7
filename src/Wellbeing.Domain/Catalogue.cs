using System.Collections.Frozen;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain;

/// <summary>A type of event as it is stored.</summary>
/// <param name="Name">Stored name, such as <c>talk_held</c>; a contract that outlives any class name.</param>
/// <param name="Type">The class that holds it in this version of the program.</param>
/// <param name="Stream">The kind of stream that it belongs to.</param>
/// <param name="Starts">True where it may be a stream's first event.</param>
/// <param name="Continues">True where it may be a later one.</param>
public sealed record EventType(string Name, Type Type, StreamKind Stream, bool Starts = false, bool Continues = true);

/// <summary>Every type of event. What is not here is not stored.</summary>
public static class Catalogue
{
    /// <summary>All types, by stream and in the order in which they happen.</summary>
    public static IReadOnlyList<EventType> All { get; } =
    [
        new("unit_formed", typeof(UnitFormed), StreamKind.Unit, Starts: true, Continues: false),
        new("unit_renamed", typeof(UnitRenamed), StreamKind.Unit),
        new("unit_moved", typeof(UnitMoved), StreamKind.Unit),
        new("facility_provided", typeof(FacilityProvided), StreamKind.Unit),
        new("facility_withdrawn", typeof(FacilityWithdrawn), StreamKind.Unit),
        new("unit_closed", typeof(UnitClosed), StreamKind.Unit),
        new("officer_enrolled", typeof(OfficerEnrolled), StreamKind.Officer, Starts: true, Continues: false),
        new("officer_transferred", typeof(OfficerTransferred), StreamKind.Officer),
        new("officer_promoted", typeof(OfficerPromoted), StreamKind.Officer),
        new("officer_preference_stated", typeof(OfficerPreferenceStated), StreamKind.Officer),
        new("officer_talent_listed", typeof(OfficerTalentListed), StreamKind.Officer),
        new("officer_milestone_marked", typeof(OfficerMilestoneMarked), StreamKind.Officer),
        new("officer_identity_changed", typeof(OfficerIdentityChanged), StreamKind.Officer),
        new("officer_departed", typeof(OfficerDeparted), StreamKind.Officer),
        new("processing_restricted", typeof(ProcessingRestricted), StreamKind.Officer),
        new("restriction_lifted", typeof(RestrictionLifted), StreamKind.Officer),
        new("officer_contested", typeof(OfficerContested), StreamKind.Officer),
        new("officer_contest_answered", typeof(OfficerContestAnswered), StreamKind.Officer),
        new("legal_hold_placed", typeof(LegalHoldPlaced), StreamKind.Officer),
        new("legal_hold_lifted", typeof(LegalHoldLifted), StreamKind.Officer),
        new("erasure_proposed", typeof(ErasureProposed), StreamKind.Officer),
        new("erasure_withdrawn", typeof(ErasureWithdrawn), StreamKind.Officer),
        new("erasure_confirmed", typeof(ErasureConfirmed), StreamKind.Officer),
        new("officer_erased", typeof(OfficerErased), StreamKind.Officer),
        new(
            "commendation_nominated",
            typeof(CommendationNominated),
            StreamKind.Commendation,
            Starts: true,
            Continues: false
        ),
        new("commendation_reviewed", typeof(CommendationReviewed), StreamKind.Commendation),
        new("commendation_publicised", typeof(CommendationPublicised), StreamKind.Commendation),
        new("commendation_approved", typeof(CommendationApproved), StreamKind.Commendation),
        new("commendation_declined", typeof(CommendationDeclined), StreamKind.Commendation),
        new("commendation_conferred", typeof(CommendationConferred), StreamKind.Commendation),
        new("commendation_revoked", typeof(CommendationRevoked), StreamKind.Commendation),
        new("talk_scheduled", typeof(TalkScheduled), StreamKind.Talk, Starts: true, Continues: false),
        new("talk_held", typeof(TalkHeld), StreamKind.Talk, Starts: true),
        new("talk_missed", typeof(TalkMissed), StreamKind.Talk),
        new("talk_cancelled", typeof(TalkCancelled), StreamKind.Talk),
        new("talk_omitted", typeof(TalkOmitted), StreamKind.Talk, Starts: true, Continues: false),
        new("talk_follow_up_agreed", typeof(TalkFollowUpAgreed), StreamKind.Talk),
        new("talk_follow_up_done", typeof(TalkFollowUpDone), StreamKind.Talk),
        new("talk_follow_up_overdue", typeof(TalkFollowUpOverdue), StreamKind.Talk),
        new("talk_amended", typeof(TalkAmended), StreamKind.Talk),
        new("talk_voided", typeof(TalkVoided), StreamKind.Talk),
        new("warning_raised", typeof(WarningRaised), StreamKind.Warning, Starts: true, Continues: false),
        new("warning_acknowledged", typeof(WarningAcknowledged), StreamKind.Warning),
        new("warning_assigned", typeof(WarningAssigned), StreamKind.Warning),
        new("warning_reclassified", typeof(WarningReclassified), StreamKind.Warning),
        new("warning_escalated", typeof(WarningEscalated), StreamKind.Warning),
        new("warning_resolved", typeof(WarningResolved), StreamKind.Warning),
        new("warning_dismissed", typeof(WarningDismissed), StreamKind.Warning),
        new("warning_reopened", typeof(WarningReopened), StreamKind.Warning),
        new("intervention_opened", typeof(InterventionOpened), StreamKind.Intervention, Starts: true, Continues: false),
        new("intervention_session_recorded", typeof(InterventionSessionRecorded), StreamKind.Intervention),
        new("intervention_plan_revised", typeof(InterventionPlanRevised), StreamKind.Intervention),
        new("intervention_referred", typeof(InterventionReferred), StreamKind.Intervention),
        new("intervention_outcome_measured", typeof(InterventionOutcomeMeasured), StreamKind.Intervention),
        new("intervention_suspended", typeof(InterventionSuspended), StreamKind.Intervention),
        new("intervention_resumed", typeof(InterventionResumed), StreamKind.Intervention),
        new("intervention_completed", typeof(InterventionCompleted), StreamKind.Intervention),
        new("intervention_abandoned", typeof(InterventionAbandoned), StreamKind.Intervention),
        new("assessment_assigned", typeof(AssessmentAssigned), StreamKind.Assessment, Starts: true, Continues: false),
        new("assessment_completed", typeof(AssessmentCompleted), StreamKind.Assessment),
        new("assessment_item_alerted", typeof(AssessmentItemAlerted), StreamKind.Assessment),
        new("assessment_reviewed", typeof(AssessmentReviewed), StreamKind.Assessment),
        new("leave_requested", typeof(LeaveRequested), StreamKind.Leave, Starts: true, Continues: false),
        new("leave_approved", typeof(LeaveApproved), StreamKind.Leave),
        new("leave_declined", typeof(LeaveDeclined), StreamKind.Leave),
        new("leave_started", typeof(LeaveStarted), StreamKind.Leave),
        new("leave_returned", typeof(LeaveReturned), StreamKind.Leave),
        new("leave_overstayed", typeof(LeaveOverstayed), StreamKind.Leave),
        new("banquet_declared", typeof(BanquetDeclared), StreamKind.Banquet, Starts: true, Continues: false),
        new("banquet_reviewed", typeof(BanquetReviewed), StreamKind.Banquet),
        new("banquet_withdrawn", typeof(BanquetWithdrawn), StreamKind.Banquet),
        new("suggestion_submitted", typeof(SuggestionSubmitted), StreamKind.Suggestion, Starts: true, Continues: false),
        new("suggestion_adopted", typeof(SuggestionAdopted), StreamKind.Suggestion),
        new("suggestion_declined", typeof(SuggestionDeclined), StreamKind.Suggestion),
        new("suggestion_implemented", typeof(SuggestionImplemented), StreamKind.Suggestion),
        new("equipment_issued", typeof(EquipmentIssued), StreamKind.Equipment, Starts: true, Continues: false),
        new("equipment_inspected", typeof(EquipmentInspected), StreamKind.Equipment),
        new("equipment_serviced", typeof(EquipmentServiced), StreamKind.Equipment),
        new("equipment_returned", typeof(EquipmentReturned), StreamKind.Equipment),
        new("activity_planned", typeof(ActivityPlanned), StreamKind.Activity, Starts: true, Continues: false),
        new("activity_held", typeof(ActivityHeld), StreamKind.Activity, Starts: true),
        new("attendance_recorded", typeof(AttendanceRecorded), StreamKind.Activity),
        new("register_consolidated", typeof(RegisterConsolidated), StreamKind.Register, Starts: true),
        new("register_signed", typeof(RegisterSigned), StreamKind.Register),
        new("register_reopened", typeof(RegisterReopened), StreamKind.Register),
        new("review_held", typeof(ReviewHeld), StreamKind.Review, Starts: true, Continues: false),
        new("review_finding_recorded", typeof(ReviewFindingRecorded), StreamKind.Review),
        new("review_action_assigned", typeof(ReviewActionAssigned), StreamKind.Review),
        new("review_action_closed", typeof(ReviewActionClosed), StreamKind.Review),
        new("review_action_overdue", typeof(ReviewActionOverdue), StreamKind.Review),
        new("record_disclosed", typeof(RecordDisclosed), StreamKind.Access, Starts: true, Continues: false),
        new("record_exported", typeof(RecordExported), StreamKind.Access, Starts: true, Continues: false),
        new("access_overridden", typeof(AccessOverridden), StreamKind.Access, Starts: true, Continues: false),
        new("access_reviewed", typeof(AccessReviewed), StreamKind.Access),
        new("policy_adopted", typeof(PolicyAdopted), StreamKind.Policy, Starts: true),
    ];

    private static readonly FrozenDictionary<string, EventType> ByName = All.ToFrozenDictionary(x => x.Name);
    private static readonly FrozenDictionary<Type, EventType> ByType = All.ToFrozenDictionary(x => x.Type);

    /// <summary>The type with a stored name, or null.</summary>
    public static EventType? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type of a fact. Throws <see cref="KeyNotFoundException" /> for one that is not listed.</summary>
    public static EventType Of(ICareEvent fact) => ByType[fact.GetType()];

    /// <summary>A stream kind's word in stored data and in answers, such as <c>commendation</c>.</summary>
    public static string Word(this StreamKind kind) =>
        kind switch
        {
            StreamKind.Unit => "unit",
            StreamKind.Officer => "officer",
            StreamKind.Commendation => "commendation",
            StreamKind.Talk => "talk",
            StreamKind.Warning => "warning",
            StreamKind.Intervention => "intervention",
            StreamKind.Assessment => "assessment",
            StreamKind.Activity => "activity",
            StreamKind.Register => "register",
            StreamKind.Review => "review",
            StreamKind.Access => "access",
            StreamKind.Policy => "policy",
            StreamKind.Leave => "leave",
            StreamKind.Banquet => "banquet",
            StreamKind.Suggestion => "suggestion",
            StreamKind.Equipment => "equipment",
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
        };
}
