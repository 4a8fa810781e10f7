using NpgsqlTypes;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using static NpgsqlTypes.NpgsqlDbType;

namespace Wellbeing.Api.Journal;

/// <summary>An event as <c>mt_events</c> holds it; the sequence number is the database's to give.</summary>
internal sealed record EventRow(
    Guid Id,
    Guid StreamId,
    long Version,
    byte[] Data,
    string Type,
    DateTimeOffset RecordedAt,
    string? Correlation,
    byte[] Headers,
    string Actor
);

/// <summary>A stream as <c>mt_streams</c> holds it.</summary>
internal sealed record StreamRow(Guid Id, string Kind, long Version, DateTimeOffset RecordedAt);

/// <summary>A stream's state after its last event, stored as it is answered.</summary>
internal sealed record StateRow<T>(Guid Id, long Version, DateTimeOffset OccurredAt, T State, byte[] Json);

/// <summary>An officer's stay in a unit; <paramref name="UntilOn" /> is the first day out of it.</summary>
internal sealed record PostingRow(Guid OfficerId, int Ordinal, string UnitCode, DateOnly FromOn, DateOnly? UntilOn);

/// <summary>An event in the history of one officer concerned.</summary>
internal sealed record HistoryRow(
    Guid OfficerId,
    DateTimeOffset OccurredAt,
    Guid EventId,
    DateTimeOffset RecordedAt,
    string Stream,
    byte[] Entry,
    long Seq = 0
);

/// <summary>Who an officer is; lies beside the events and can be erased.</summary>
internal sealed record IdentityRow(Guid OfficerId, string BadgeNumber, string Name, string? Contact, byte[] Salt)
{
    /// <summary>What the events keep of it.</summary>
    public string Commitment() => IdentityCommitment.Compute(Salt, OfficerId, Name, BadgeNumber, Contact);
}

/// <summary>A source system's stream (its key as HMAC) and ours.</summary>
internal sealed record SourceStreamRow(Guid Key, Guid StreamId);

/// <summary>The answer to a keyed request, kept for its repetition.</summary>
internal sealed record ReplyRow(
    Guid Key,
    byte[] Fingerprint,
    int Status,
    string? Location,
    byte[] Body,
    DateTimeOffset At
);

/// <summary>The tables that the journal writes. Their DDL follows from these lines.</summary>
internal static class Tables
{
    public const string Events = "events";
    public const string ReadModels = "readmodels";
    public const string Identities = "identities";
    public const string Journal = "journal";

    public static readonly RowTable<StreamRow> Streams = new(
        Events,
        "mt_streams",
        ["id"],
        Of<StreamRow, Guid>("id", Uuid, "uuid", x => x.Id),
        Of<StreamRow, string>("type", Varchar, "varchar?", x => x.Kind),
        Of<StreamRow, long>("version", Bigint, "bigint?", x => x.Version),
        Of<StreamRow, DateTimeOffset>("timestamp", TimestampTz, "timestamptz", x => x.RecordedAt)
    );

    public static readonly RowTable<EventRow> EventStore = new(
        Events,
        "mt_events",
        ["id"],
        Of<EventRow, Guid>("id", Uuid, "uuid", x => x.Id),
        Of<EventRow, Guid>("stream_id", Uuid, "uuid", x => x.StreamId),
        Of<EventRow, long>("version", Bigint, "bigint", x => x.Version),
        Of<EventRow, byte[]>("data", Jsonb, "jsonb", x => x.Data),
        Of<EventRow, string>("type", Varchar, "varchar", x => x.Type),
        Of<EventRow, DateTimeOffset>("timestamp", TimestampTz, "timestamptz", x => x.RecordedAt),
        Of<EventRow, string?>("correlation_id", Varchar, "varchar?", x => x.Correlation),
        Of<EventRow, byte[]>("headers", Jsonb, "jsonb", x => x.Headers),
        Of<EventRow, string>("user_name", Varchar, "varchar", x => x.Actor)
    );

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
        ]
    ).Index("ix_officers_unit_code", "unit_code", "id");

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
    ).Index("ux_officers_badge_number", "", unique: true, "badge_number");

    public static readonly RowTable<SourceStreamRow> SourceStreams = new(
        Journal,
        "source_streams",
        ["key"],
        Of<SourceStreamRow, Guid>("key", Uuid, "uuid", x => x.Key),
        Of<SourceStreamRow, Guid>("stream_id", Uuid, "uuid", x => x.StreamId)
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
