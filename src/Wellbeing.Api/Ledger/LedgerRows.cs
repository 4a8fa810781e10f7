using Npgsql;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>An event as the ledger reads it.</summary>
/// <param name="Event">The columns that its leaf covers.</param>
/// <param name="Fixed">Whether the columns that it does not cover hold what they must.</param>
internal sealed record LedgerRow(LedgerEvent Event, bool Fixed);

/// <summary>Reads events with every column that a leaf covers, as the database returns them.</summary>
internal static class LedgerRows
{
    public const string Columns = """
        e.seq_id, e.id, e.stream_id, e.version, e.data, e.type, e.timestamp, e.headers, e.user_name, e.correlation_id,
        e.causation_id, e.tenant_id, e.mt_dotnet_type, e.is_archived IS FALSE AND e.bdata IS NULL
        """;

    public static LedgerRow Read(NpgsqlDataReader row) =>
        new(
            new LedgerEvent(
                row.GetInt64(0),
                row.GetGuid(1),
                row.IsDBNull(2) ? null : row.GetGuid(2),
                row.GetInt64(3),
                row.GetFieldValue<byte[]>(4),
                row.GetString(5),
                Microseconds(row.GetDateTime(6)),
                // Without the cast, SQL NULL would be an empty text: an array that is null converts to memory that is there.
                row.IsDBNull(7)
                    ? (ReadOnlyMemory<byte>?)null
                    : row.GetFieldValue<byte[]>(7),
                Text(row, 8),
                Text(row, 9),
                Text(row, 10),
                Text(row, 11),
                Text(row, 12)
            ),
            row.GetBoolean(13)
        );

    public static long Microseconds(DateTime utc) => (utc - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);
}
