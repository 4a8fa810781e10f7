using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Audit;

/// <summary>An event as it is stored, with what lies beside the fact.</summary>
internal sealed record StoredEvent(
    long Seq,
    RecordedEvent Recorded,
    byte[] Data,
    string? Role,
    string? RecordedBy,
    bool Historical,
    string? Correlation,
    LedgerPlace? Ledger
)
{
    public string Type => Catalogue.Of(Recorded.Data).Name;
}

/// <summary>Where the ledger has an event.</summary>
/// <param name="Leaf">Place of its leaf, from 0.</param>
/// <param name="Hash">The leaf's hash, base64.</param>
internal sealed record LedgerPlace(long Leaf, byte[] Hash);

/// <summary>
/// Reads events from the event store's own table. By SQL, since the order of a replay is that of a header, and since an
/// auditor is shown the data as stored, not as read.
/// </summary>
internal static class StoredEvents
{
    public const string Columns = $"""
        e.seq_id, e.correlation_id, e.headers->>'recordedBy', e.headers->'historical' = 'true',
        e.headers->>'role', l.leaf, l.hash, {RecordedEvents.Columns}
        """;

    /// <summary>Events with their places in the ledger, which an event has some milliseconds after its commit.</summary>
    public const string From = "events.mt_events AS e LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id";

    public const string OccurredAt = "(e.headers->>'occurredAt')::timestamptz";

    /// <summary>
    /// Streams with an event that names the officer. A collective commendation names its officers in its first event only;
    /// whom the others concern, the stream's fold says.
    /// </summary>
    public static string StreamsOf(string officer) =>
        $"""
            ARRAY(
              SELECT stream_id FROM events.mt_events
              WHERE data ? 'officerId' AND (data->>'officerId')::uuid = {officer}
              UNION
              SELECT stream_id FROM events.mt_events
              WHERE data ? 'officerIds' AND data->'officerIds' ? {officer}::text
            )
            """;

    public static StoredEvent Read(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            RecordedEvents.Read(row, 7),
            row.GetFieldValue<byte[]>(11),
            Text(row, 4),
            Text(row, 2),
            !row.IsDBNull(3) && row.GetBoolean(3),
            Text(row, 1),
            row.IsDBNull(5) ? null : new LedgerPlace(row.GetInt64(5), row.GetFieldValue<byte[]>(6))
        );

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
