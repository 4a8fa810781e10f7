using System.Globalization;
using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Audit;

/// <summary>An event as it is stored, with what lies beside the fact.</summary>
internal sealed record StoredEvent(
    long Seq,
    Recorded Recorded,
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
    public const string Columns = """
        e.seq_id, e.id, e.stream_id, e.version, e.type, e.data, e.timestamp, e.user_name, e.correlation_id,
        e.headers->>'occurredAt', e.headers->>'recordedBy', e.headers->'historical' = 'true',
        e.headers->>'role', l.leaf, l.hash
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

    public static StoredEvent Read(NpgsqlDataReader row)
    {
        var type = row.GetString(4);
        var known =
            Catalogue.Named(type) ?? throw new InvalidOperationException($"Stored event type {type} is not known.");
        var data = row.GetFieldValue<byte[]>(5);
        var recorded = new Recorded(
            row.GetGuid(1),
            row.GetGuid(2),
            known.Stream,
            row.GetInt64(3),
            DateTimeOffset.Parse(row.GetString(9), CultureInfo.InvariantCulture),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetString(7),
            (ICareEvent)JsonSerializer.Deserialize(data, known.Type, CareJson.Options)!
        );
        return new StoredEvent(
            row.GetInt64(0),
            recorded,
            data,
            row.IsDBNull(12) ? null : row.GetString(12),
            row.IsDBNull(10) ? null : row.GetString(10),
            !row.IsDBNull(11) && row.GetBoolean(11),
            row.IsDBNull(8) ? null : row.GetString(8),
            row.IsDBNull(13) ? null : new LedgerPlace(row.GetInt64(13), row.GetFieldValue<byte[]>(14))
        );
    }
}
