using NpgsqlTypes;
using Wellbeing.Domain;
using static NpgsqlTypes.NpgsqlDbType;

namespace Wellbeing.Api.Journal;

/// <summary>The tables that the journal writes. Their DDL follows from these lines.</summary>
internal static class Tables
{
    public const string Events = "events";
    public const string ReadModels = "readmodels";
    public const string Identities = "identities";
    public const string Journal = "journal";

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

    public static Column<TRow, TValue> Of<TRow, TValue>(
        string name,
        NpgsqlDbType dbType,
        string type,
        Func<TRow, TValue> get
    ) => new(name, dbType, type, get);
}
