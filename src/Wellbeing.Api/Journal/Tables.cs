using NpgsqlTypes;
using Wellbeing.Domain;
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
using static NpgsqlTypes.NpgsqlDbType;

namespace Wellbeing.Api.Journal;

/// <summary>The tables that the journal writes. Their DDL follows from these lines.</summary>
internal static class Tables
{
    public const string Events = "events";
    public const string ReadModels = "readmodels";
    public const string Identities = "identities";
    public const string Journal = "journal";

    public static readonly RowTable<StateRow<Unit>> Units = new RowTable<StateRow<Unit>>(
        ReadModels,
        "units",
        ["id"],
        [
            .. State<Unit>(),
            Of<StateRow<Unit>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Unit>, string?>("parent_code", Text, "text?", x => x.State.ParentCode),
            Of<StateRow<Unit>, string>("name", Text, "text", x => x.State.Name),
            Of<StateRow<Unit>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Unit>, bool>("closed", NpgsqlDbType.Boolean, "boolean", x => x.State.Closed),
        ]
    )
        .Index("ux_units_unit_code", "", unique: true, "unit_code")
        .Index("ix_units_parent_code", "parent_code");

    public static readonly RowTable<StateRow<Officer>> Officers = new RowTable<StateRow<Officer>>(
        ReadModels,
        "officers",
        ["id"],
        [
            .. State<Officer>(),
            Of<StateRow<Officer>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Officer>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Officer>, bool?>(
                "restricted",
                NpgsqlDbType.Boolean,
                "boolean?",
                x => x.State.Restricted ? true : null
            ),
            Of<StateRow<Officer>, string?>("erasure", Text, "text?", x => Word.Of(x.State.Erasure?.Status)),
        ]
    )
        .Index("ix_officers_unit_code", "unit_code", "id")
        .Index("ix_officers_erasure", "erasure is not null", unique: false, "id");

    public static readonly RowTable<PostingRow> Postings = new RowTable<PostingRow>(
        ReadModels,
        "postings",
        ["officer_id", "ordinal"],
        Of<PostingRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<PostingRow, int>("ordinal", Integer, "integer", x => x.Ordinal),
        Of<PostingRow, string>("unit_code", Text, "text", x => x.UnitCode),
        Of<PostingRow, DateOnly>("from_on", Date, "date", x => x.FromOn),
        Of<PostingRow, DateOnly?>("until_on", Date, "date?", x => x.UntilOn)
    ).Index("ix_postings_unit_code", "unit_code", "from_on");

    public static readonly RowTable<TransferRow> Transfers = new RowTable<TransferRow>(
        ReadModels,
        "transfers",
        ["officer_id", "ordinal"],
        Of<TransferRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<TransferRow, int>("ordinal", Integer, "integer", x => x.Ordinal),
        Of<TransferRow, string>("from_unit", Text, "text", x => x.FromUnit),
        Of<TransferRow, string>("unit_code", Text, "text", x => x.ToUnit),
        Of<TransferRow, string>("reason", Text, "text", x => Word.Of(x.Reason)),
        Of<TransferRow, DateOnly>("effective_on", Date, "date", x => x.EffectiveOn)
    ).Index("ix_transfers_effective", "effective_on", "officer_id");

    public static readonly RowTable<TalentRow> Talents = new(
        ReadModels,
        "talents",
        ["officer_id", "ordinal"],
        Of<TalentRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<TalentRow, int>("ordinal", Integer, "integer", x => x.Ordinal),
        Of<TalentRow, string>("category", Text, "text", x => Word.Of(x.Category)),
        Of<TalentRow, DateTimeOffset>("listed_at", TimestampTz, "timestamptz", x => x.ListedAt)
    );

    public static readonly RowTable<StateRow<Commendation>> Commendations = new RowTable<StateRow<Commendation>>(
        ReadModels,
        "commendations",
        ["id"],
        [
            .. State<Commendation>(),
            Of<StateRow<Commendation>, string>("recipient_kind", Text, "text", x => Word.Of(x.State.RecipientKind)),
            Of<StateRow<Commendation>, Guid?>("officer_id", Uuid, "uuid?", x => x.State.OfficerId),
            Of<StateRow<Commendation>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Commendation>, string>("title", Text, "text", x => x.State.Title),
            Of<StateRow<Commendation>, string>("deed", Text, "text", x => Word.Of(x.State.Deed)),
            Of<StateRow<Commendation>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Commendation>, string?>("level", Text, "text?", x => Word.Of(x.State.Level)),
            Of<StateRow<Commendation>, string?>("authority", Text, "text?", x => Word.Of(x.State.Authority)),
            Of<StateRow<Commendation>, string?>("deed_claim", Text, "text?", x => x.State.DeedClaim),
            Of<StateRow<Commendation>, DateOnly>("nominated_on", Date, "date", x => x.State.NominatedOn),
            Of<StateRow<Commendation>, DateOnly?>("approved_on", Date, "date?", x => x.State.ApprovedOn),
            Of<StateRow<Commendation>, DateOnly?>("declined_on", Date, "date?", x => x.State.DeclinedOn),
            Of<StateRow<Commendation>, DateOnly?>("conferred_on", Date, "date?", x => x.State.ConferredOn),
            Of<StateRow<Commendation>, DateOnly?>("revoked_on", Date, "date?", x => x.State.RevokedOn),
        ]
    )
        .Index("ux_commendations_deed", "deed_claim is not null", unique: true, "deed_claim")
        .Index("ix_commendations_officer", "officer_id", "nominated_on")
        .Index("ix_commendations_unit", "unit_code", "nominated_on")
        .Index("ix_commendations_nominated", "nominated_on", "id")
        .Index("ix_commendations_approved", "approved_on is not null", unique: false, "approved_on", "id")
        // All that the honours of a period are counted by: the rows themselves are not read.
        .Index(
            "ix_commendations_awards",
            "approved_on is not null",
            unique: false,
            "approved_on",
            "recipient_kind",
            "unit_code",
            "officer_id",
            "revoked_on"
        )
        .Index("ix_commendations_declined", "declined_on is not null", unique: false, "declined_on", "id")
        .Index("ix_commendations_conferred", "conferred_on is not null", unique: false, "conferred_on", "id")
        .Index("ix_commendations_revoked", "revoked_on is not null", unique: false, "revoked_on", "id")
        .Index(
            "ix_commendations_honoured",
            "approved_on is not null and revoked_on is null",
            unique: false,
            "officer_id",
            "approved_on"
        );

    public static readonly RowTable<StateRow<Talk>> Talks = new RowTable<StateRow<Talk>>(
        ReadModels,
        "talks",
        ["id"],
        [
            .. State<Talk>(),
            Of<StateRow<Talk>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Talk>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Talk>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Talk>, string?>("kind", Text, "text?", x => Word.Of(x.State.Kind)),
            Of<StateRow<Talk>, string?>("trigger", Text, "text?", x => Word.Of(x.State.Trigger)),
            Of<StateRow<Talk>, string?>("host", Text, "text?", x => x.State.Host),
            Of<StateRow<Talk>, DateTimeOffset?>("held_at", TimestampTz, "timestamptz?", x => x.State.HeldAt),
            // By what a talk is listed: when it took place, else when it was to, else the day on which it was due.
            Of<StateRow<Talk>, DateTimeOffset>(
                "at",
                TimestampTz,
                "timestamptz",
                x => x.State.HeldAt ?? x.State.ScheduledFor ?? DayOf(x.State.DueOn!.Value)
            ),
            Of<StateRow<Talk>, DateTimeOffset?>(
                "scheduled_for",
                TimestampTz,
                "timestamptz?",
                x => x.State.ScheduledFor
            ),
            Of<StateRow<Talk>, DateOnly?>("due_on", Date, "date?", x => x.State.DueOn),
        ]
    ).Index("ix_talks_officer", "officer_id", "at").Index("ix_talks_unit", "unit_code", "at").Index("ix_talks_at", "at", "id").Index("ix_talks_held", "held_at is not null", unique: false, "held_at", "officer_id").Index("ix_talks_scheduled", "scheduled_for is not null", unique: false, "scheduled_for", "officer_id");

    public static readonly RowTable<StateRow<Warning>> Warnings = new RowTable<StateRow<Warning>>(
        ReadModels,
        "warnings",
        ["id"],
        [
            .. State<Warning>(),
            Of<StateRow<Warning>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Warning>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Warning>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Warning>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Warning>, string>("category", Text, "text", x => Word.Of(x.State.Category)),
            Of<StateRow<Warning>, string>("level", Text, "text", x => Word.Of(x.State.Level)),
            Of<StateRow<Warning>, string>("source", Text, "text", x => Word.Of(x.State.Source)),
            Of<StateRow<Warning>, string>("raised_by", Text, "text", x => x.State.RaisedBy),
            Of<StateRow<Warning>, string?>("taken_up_by", Text, "text?", x => x.State.TakenUpBy),
            Of<StateRow<Warning>, string?>("outcome", Text, "text?", x => Word.Of(x.State.Outcome)),
            Of<StateRow<Warning>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.RaisedAt),
        ]
    )
        .Index("ix_warnings_officer", "officer_id", "at")
        .Index("ix_warnings_open", "open", unique: false, "officer_id")
        .Index("ix_warnings_unit", "unit_code", "at")
        .Index("ix_warnings_at", "at", "id")
        .Index("ix_warnings_changed", "occurred_at", "at");

    public static readonly RowTable<DeadlineRow> Deadlines = new RowTable<DeadlineRow>(
        ReadModels,
        "deadlines",
        ["warning_id", "kind", "due_at"],
        Of<DeadlineRow, Guid>("warning_id", Uuid, "uuid", x => x.WarningId),
        Of<DeadlineRow, string>("kind", Text, "text", x => Word.Of(x.Deadline.Kind)),
        Of<DeadlineRow, DateTimeOffset>("due_at", TimestampTz, "timestamptz", x => x.Deadline.DueAt),
        Of<DeadlineRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<DeadlineRow, string>("unit_code", Text, "text", x => x.UnitCode),
        Of<DeadlineRow, DateTimeOffset>("set_at", TimestampTz, "timestamptz", x => x.Deadline.SetAt),
        Of<DeadlineRow, DateTimeOffset?>("met_at", TimestampTz, "timestamptz?", x => x.Deadline.MetAt),
        Of<DeadlineRow, DateTimeOffset?>("ended_at", TimestampTz, "timestamptz?", x => x.Deadline.EndedAt)
    ).Index("ix_deadlines_due", "due_at");

    public static readonly RowTable<StateRow<Intervention>> Interventions = new RowTable<StateRow<Intervention>>(
        ReadModels,
        "interventions",
        ["id"],
        [
            .. State<Intervention>(),
            Of<StateRow<Intervention>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Intervention>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Intervention>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Intervention>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Intervention>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Intervention>, string>("lead", Text, "text", x => x.State.Lead),
            Of<StateRow<Intervention>, string?>("outcome", Text, "text?", x => Word.Of(x.State.Outcome)),
            Of<StateRow<Intervention>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.OpenedAt),
        ]
    )
        .Index("ix_interventions_officer", "officer_id", "at")
        .Index("ix_interventions_open", "open", unique: false, "officer_id")
        .Index("ix_interventions_unit", "unit_code", "at")
        .Index("ix_interventions_at", "at", "id")
        .Index("ix_interventions_changed", "occurred_at", "at");

    public static readonly RowTable<StateRow<Assessment>> Assessments = new RowTable<StateRow<Assessment>>(
        ReadModels,
        "assessments",
        ["id"],
        [
            .. State<Assessment>(),
            Of<StateRow<Assessment>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Assessment>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Assessment>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Assessment>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Assessment>, string>("instrument", Text, "text", x => Word.Of(x.State.Instrument)),
            Of<StateRow<Assessment>, string>("assigned_by", Text, "text", x => x.State.AssignedBy),
            Of<StateRow<Assessment>, string?>("band", Text, "text?", x => Word.Of(x.State.Band)),
            // By what a test is listed: when it was taken, else when it was assigned.
            Of<StateRow<Assessment>, DateTimeOffset>(
                "at",
                TimestampTz,
                "timestamptz",
                x => x.State.CompletedAt ?? x.State.AssignedAt
            ),
        ]
    ).Index("ix_assessments_officer", "officer_id", "at").Index("ix_assessments_unit", "unit_code", "at").Index("ix_assessments_at", "at", "id");
    public static readonly RowTable<StateRow<Leave>> Leaves = new RowTable<StateRow<Leave>>(
        ReadModels,
        "leaves",
        ["id"],
        [
            .. State<Leave>(),
            Of<StateRow<Leave>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Leave>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Leave>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Leave>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Leave>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Leave>, DateOnly>("from_on", Date, "date", x => x.State.From),
            Of<StateRow<Leave>, DateOnly>("to_on", Date, "date", x => x.State.To),
            Of<StateRow<Leave>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.RequestedAt),
        ]
    )
        .Index("ix_leaves_officer", "officer_id", "at")
        .Index("ix_leaves_away", "status = 'started'", unique: false, "to_on", "id")
        .Index("ix_leaves_unit", "unit_code", "at")
        .Index("ix_leaves_at", "at", "id");

    public static readonly RowTable<StateRow<Banquet>> Banquets = new RowTable<StateRow<Banquet>>(
        ReadModels,
        "banquets",
        ["id"],
        [
            .. State<Banquet>(),
            Of<StateRow<Banquet>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Banquet>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Banquet>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Banquet>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Banquet>, string>("occasion", Text, "text", x => Word.Of(x.State.Occasion)),
            Of<StateRow<Banquet>, DateOnly>("held_on", Date, "date", x => x.State.HeldOn),
            Of<StateRow<Banquet>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.DeclaredAt),
        ]
    )
        .Index("ix_banquets_officer", "officer_id", "at")
        .Index("ix_banquets_unit", "unit_code", "at")
        .Index("ix_banquets_at", "at", "id");

    public static readonly RowTable<StateRow<Suggestion>> Suggestions = new RowTable<StateRow<Suggestion>>(
        ReadModels,
        "suggestions",
        ["id"],
        [
            .. State<Suggestion>(),
            Of<StateRow<Suggestion>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Suggestion>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Suggestion>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Suggestion>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Suggestion>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Suggestion>, DateTimeOffset?>(
                "adopted_at",
                TimestampTz,
                "timestamptz?",
                x => x.State.AdoptedAt
            ),
            Of<StateRow<Suggestion>, DateTimeOffset?>(
                "declined_at",
                TimestampTz,
                "timestamptz?",
                x => x.State.DeclinedAt
            ),
            Of<StateRow<Suggestion>, DateTimeOffset?>(
                "implemented_at",
                TimestampTz,
                "timestamptz?",
                x => x.State.ImplementedOn is { } day ? DayOf(day) : null
            ),
            Of<StateRow<Suggestion>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.SubmittedAt),
        ]
    )
        .Index("ix_suggestions_officer", "officer_id", "at")
        .Index("ix_suggestions_adopted", "adopted_at is not null", unique: false, "adopted_at", "id")
        .Index("ix_suggestions_implemented", "implemented_at is not null", unique: false, "implemented_at", "id")
        .Index("ix_suggestions_unit", "unit_code", "at")
        .Index("ix_suggestions_at", "at", "id");

    public static readonly RowTable<StateRow<IssuedPiece>> Equipment = new RowTable<StateRow<IssuedPiece>>(
        ReadModels,
        "equipment",
        ["id"],
        [
            .. State<IssuedPiece>(),
            Of<StateRow<IssuedPiece>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<IssuedPiece>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<IssuedPiece>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<IssuedPiece>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<IssuedPiece>, string>("item", Text, "text", x => Word.Of(x.State.Item)),
            Of<StateRow<IssuedPiece>, string>("condition", Text, "text", x => Word.Of(x.State.Condition)),
            Of<StateRow<IssuedPiece>, DateOnly>("issued_on", Date, "date", x => x.State.IssuedOn),
            Of<StateRow<IssuedPiece>, DateOnly?>("returned_on", Date, "date?", x => x.State.ReturnedOn),
            Of<StateRow<IssuedPiece>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.IssuedAt),
        ]
    )
        .Index("ix_equipment_officer", "officer_id", "at")
        .Index("ix_equipment_unit", "unit_code", "at")
        .Index("ix_equipment_at", "at", "id");
    public static readonly RowTable<StateRow<Activity>> Activities = new RowTable<StateRow<Activity>>(
        ReadModels,
        "activities",
        ["id"],
        [
            .. State<Activity>(),
            Of<StateRow<Activity>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Activity>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Activity>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Activity>, string>("title", Text, "text", x => x.State.Title),
            Of<StateRow<Activity>, DateTimeOffset?>(
                "planned_for",
                TimestampTz,
                "timestamptz?",
                x => x.State.PlannedFor
            ),
            Of<StateRow<Activity>, DateTimeOffset?>("held_at", TimestampTz, "timestamptz?", x => x.State.HeldAt),
            Of<StateRow<Activity>, int?>("minutes", Integer, "integer?", x => x.State.Minutes),
            Of<StateRow<Activity>, int>("officers", Integer, "integer", x => x.State.OfficerIds.Count),
            // By what an activity is listed: when it took place, else when it is to.
            Of<StateRow<Activity>, DateTimeOffset>(
                "at",
                TimestampTz,
                "timestamptz",
                x => x.State.HeldAt ?? x.State.PlannedFor!.Value
            ),
        ]
    ).Index("ix_activities_unit", "unit_code", "at").Index("ix_activities_at", "at", "id");

    public static readonly RowTable<AttendanceRow> Attendances = new RowTable<AttendanceRow>(
        ReadModels,
        "attendances",
        ["activity_id", "officer_id"],
        Of<AttendanceRow, Guid>("activity_id", Uuid, "uuid", x => x.ActivityId),
        Of<AttendanceRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<AttendanceRow, string>("unit_code", Text, "text", x => x.UnitCode),
        Of<AttendanceRow, string>("kind", Text, "text", x => Word.Of(x.Kind)),
        Of<AttendanceRow, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.HeldAt)
    )
        .Index("ix_attendances_officer", "officer_id", "at")
        .Index("ix_attendances_unit", "unit_code", "at")
        .Index("ix_attendances_at", "at", "activity_id", "officer_id");

    public static readonly RowTable<StateRow<Register>> Registers = new RowTable<StateRow<Register>>(
        ReadModels,
        "registers",
        ["id"],
        [
            .. State<Register>(),
            Of<StateRow<Register>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Register>, string>("period", Text, "text", x => x.State.Period),
            Of<StateRow<Register>, string>("status", Text, "text", x => Word.Of(x.State.Status)),
            Of<StateRow<Register>, DateTimeOffset?>("signed_at", TimestampTz, "timestamptz?", x => x.State.SignedAt),
            Of<StateRow<Register>, int>("talks", Integer, "integer", x => x.State.Talks.Count),
            Of<StateRow<Register>, DateTimeOffset>(
                "at",
                TimestampTz,
                "timestamptz",
                x => DayOf(Month.Parse(x.State.Period)!.First)
            ),
        ]
    )
        .Index("ux_registers_period", "", unique: true, "unit_code", "period")
        .Index("ix_registers_at", "at", "id");

    public static readonly RowTable<StateRow<Review>> Reviews = new RowTable<StateRow<Review>>(
        ReadModels,
        "reviews",
        ["id"],
        [
            .. State<Review>(),
            Of<StateRow<Review>, string>("unit_code", Text, "text", x => x.State.UnitCode),
            Of<StateRow<Review>, string>("period", Text, "text", x => x.State.Period),
            Of<StateRow<Review>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
            Of<StateRow<Review>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.HeldAt),
        ]
    )
        .Index("ux_reviews_period", "", unique: true, "unit_code", "period")
        .Index("ix_reviews_period", "period")
        .Index("ix_reviews_at", "at", "id");

    public static readonly RowTable<StateRow<Access>> Accesses = new RowTable<StateRow<Access>>(
        ReadModels,
        "accesses",
        ["id"],
        [
            .. State<Access>(),
            Of<StateRow<Access>, Guid>("officer_id", Uuid, "uuid", x => x.State.OfficerId),
            Of<StateRow<Access>, string>("kind", Text, "text", x => Word.Of(x.State.Kind)),
            Of<StateRow<Access>, string>("by", Text, "text", x => x.State.By),
            Of<StateRow<Access>, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.State.At),
            Of<StateRow<Access>, DateTimeOffset?>("until", TimestampTz, "timestamptz?", x => x.State.Until),
            Of<StateRow<Access>, bool>("open", NpgsqlDbType.Boolean, "boolean", x => x.State.Open),
        ]
    )
        .Index("ix_accesses_officer", "officer_id", "at")
        .Index("ix_accesses_by", "until is not null", unique: false, "by", "until")
        .Index("ix_accesses_overrides", "until is not null", unique: false, "at", "id")
        .Index("ux_accesses_override", "open", unique: true, "officer_id", "by")
        .LeaveAlone(Persons.AccessesBy);

    public static readonly RowTable<StateRow<Policy>> Policies = new(
        ReadModels,
        "policies",
        ["id"],
        [.. State<Policy>(), Of<StateRow<Policy>, string>("kind", Text, "text", x => Word.Of(x.State.Kind))]
    );

    public static readonly RowTable<LinkRow> Links = new RowTable<LinkRow>(
        ReadModels,
        "links",
        ["from_id", "to_id"],
        Of<LinkRow, Guid>("from_id", Uuid, "uuid", x => x.FromId),
        Of<LinkRow, string>("from_kind", Text, "text", x => x.FromKind.Word()),
        Of<LinkRow, Guid>("to_id", Uuid, "uuid", x => x.ToId),
        Of<LinkRow, string>("to_kind", Text, "text", x => x.ToKind.Word()),
        Of<LinkRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<LinkRow, DateTimeOffset>("occurred_at", TimestampTz, "timestamptz", x => x.OccurredAt),
        Of<LinkRow, DateTimeOffset>("recorded_at", TimestampTz, "timestamptz", x => x.RecordedAt)
    )
        .Index("ix_links_to", "to_id")
        .Index("ix_links_officer", "officer_id");

    public static readonly RowTable<HistoryRow> History = new RowTable<HistoryRow>(
        ReadModels,
        "history",
        ["officer_id", "occurred_at", "seq"],
        Of<HistoryRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<HistoryRow, DateTimeOffset>("occurred_at", TimestampTz, "timestamptz", x => x.OccurredAt),
        Of<HistoryRow, Guid>("event_id", Uuid, "uuid", x => x.EventId),
        Of<HistoryRow, DateTimeOffset>("recorded_at", TimestampTz, "timestamptz", x => x.RecordedAt),
        Of<HistoryRow, string>("stream", Text, "text", x => x.Stream),
        Of<HistoryRow, byte[]>("entry", Json, "json", x => x.Entry),
        Of<HistoryRow, long>("seq", Bigint, "bigint", x => x.Seq)
    );

    public static readonly RowTable<IdentityRow> Identity = new RowTable<IdentityRow>(
        Identities,
        "officers",
        ["officer_id"],
        Of<IdentityRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<IdentityRow, string>("badge_number", Text, "text", x => x.BadgeNumber),
        Of<IdentityRow, string>("name", Text, "text", x => x.Name),
        Of<IdentityRow, string?>("contact", Text, "text?", x => x.Contact),
        Of<IdentityRow, byte[]>("salt", Bytea, "bytea", x => x.Salt)
    )
        .Index("ux_officers_badge_number", "", unique: true, "badge_number")
        .LeaveAlone(Persons.Badges);

    public static readonly RowTable<SourceStreamRow> SourceStreams = new(
        Journal,
        "source_streams",
        ["key"],
        Of<SourceStreamRow, Guid>("key", Uuid, "uuid", x => x.Key),
        Of<SourceStreamRow, Guid>("stream_id", Uuid, "uuid", x => x.StreamId)
    );

    public static readonly RowTable<HistoryReadRow> HistoryReads = new(
        Journal,
        "history_reads",
        ["officer_id", "reader", "day", "id"],
        Of<HistoryReadRow, Guid>("officer_id", Uuid, "uuid", x => x.OfficerId),
        Of<HistoryReadRow, string>("reader", Text, "text", x => x.Reader),
        Of<HistoryReadRow, DateOnly>("day", Date, "date", x => x.Day),
        Of<HistoryReadRow, string>("role", Text, "text", x => x.Role),
        Of<HistoryReadRow, long>("reads", Bigint, "bigint", x => x.Reads),
        Of<HistoryReadRow, DateTimeOffset>("first_at", TimestampTz, "timestamptz", x => x.FirstAt),
        Of<HistoryReadRow, DateTimeOffset>("last_at", TimestampTz, "timestamptz", x => x.LastAt),
        Of<HistoryReadRow, Guid>("id", Uuid, "uuid", x => x.Id)
    );

    public static readonly RowTable<ReplyRow> Replies = new RowTable<ReplyRow>(
        Journal,
        "replies",
        ["key"],
        Of<ReplyRow, Guid>("key", Uuid, "uuid", x => x.Key),
        Of<ReplyRow, byte[]>("fingerprint", Bytea, "bytea", x => x.Fingerprint),
        Of<ReplyRow, int>("status", Integer, "integer", x => x.Status),
        Of<ReplyRow, string?>("location", Text, "text?", x => x.Location),
        Of<ReplyRow, byte[]>("body", Json, "json", x => x.Body),
        Of<ReplyRow, DateTimeOffset>("replied_at", TimestampTz, "timestamptz", x => x.At)
    ).Index("ix_replies_replied_at", "replied_at");

    public static readonly RowTable<NoticeReadRow> NoticeReads = new(
        Journal,
        "notice_reads",
        ["reader", "notice_id"],
        Of<NoticeReadRow, string>("reader", Text, "text", x => x.Reader),
        Of<NoticeReadRow, Guid>("notice_id", Uuid, "uuid", x => x.NoticeId),
        Of<NoticeReadRow, DateTimeOffset>("at", TimestampTz, "timestamptz", x => x.At)
    );

    // Noon in UTC falls on the same day nearly everywhere.
    private static DateTimeOffset DayOf(DateOnly day) => new(day, new TimeOnly(12, 0), TimeSpan.Zero);

    private static Column<StateRow<T>>[] State<T>() =>
        [
            Of<StateRow<T>, Guid>("id", Uuid, "uuid", x => x.Id),
            Of<StateRow<T>, long>("version", Bigint, "bigint", x => x.Version),
            Of<StateRow<T>, DateTimeOffset>("occurred_at", TimestampTz, "timestamptz", x => x.OccurredAt),
            Of<StateRow<T>, byte[]>("state", Json, "json", x => x.Json),
        ];

    private static Column<TRow, TValue> Of<TRow, TValue>(
        string name,
        NpgsqlDbType dbType,
        string type,
        Func<TRow, TValue> get
    ) => new(name, dbType, type, get);
}
