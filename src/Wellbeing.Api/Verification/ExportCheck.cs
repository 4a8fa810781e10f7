using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Verification;

/// <summary>
/// Each export says which streams went into it, and how far: held against those that concerned the officer by then.
/// </summary>
internal sealed class ExportCheck(Snapshot snapshot, Findings findings)
{
    private const string Exports = """
        SELECT e.seq_id, e.id, e.stream_id, e.version, e.timestamp, e.data, l.leaf
        FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id) WHERE e.type = 'record_exported'
        """;

    // What was committed while the export was put together need not be in it, nor a stream that named the officer only
    // later, as a unit's activity does once the officer's attendance is recorded.
    private static readonly string Streams = $"""
        SELECT e.stream_id, max(e.version), CASE
            WHEN bool_or({Before} AND (e.data ->> 'officerId' = $1::text OR e.data -> 'officerIds' ? $1::text))
            THEN max(e.version) FILTER (WHERE {Before}) ELSE 0 END
        FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id)
        WHERE e.stream_id = ANY({StoredEvents.StreamsOf("$1")} || $2) AND l.leaf < $3 GROUP BY e.stream_id
        """;

    private static string Before => $"e.timestamp < $4 - interval '{DateCheck.Late.TotalSeconds} s'";

    public async Task RunAsync(CancellationToken stop)
    {
        foreach (var (where, data) in await snapshot.ListAsync(Exports, Read, stop))
            if (Parse(data) is { OfficerId: { } officer } exported)
                await CheckAsync(where, officer, exported, stop);
    }

    private async Task CheckAsync(Finding where, Guid officer, RecordExported exported, CancellationToken stop)
    {
        var told = exported.Streams.ToLookup(x => x.Id, x => x.Version);
        await using var command = new NpgsqlCommand(Streams, snapshot.First)
        {
            Parameters =
            {
                SqlParameter.Of(officer),
                SqlParameter.Of(told.Select(x => x.Key).ToArray()),
                SqlParameter.Of(where.Leaf!.Value),
                SqlParameter.Of(where.RecordedAt!.Value),
            },
            CommandTimeout = 0,
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var left = told.ToDictionary(x => x.Key, x => x.Max());
        while (await reader.ReadAsync(stop))
        {
            var (stream, there, due) = (reader.GetGuid(0), reader.GetInt64(1), reader.GetInt64(2));
            left.Remove(stream, out var version);
            if (version < due)
                Add("export-incomplete", where, stream, version, due);
            else if (version > there)
                Add("export-of-missing-events", where, stream, version, there);
        }
        foreach (var (stream, version) in left)
            Add("export-of-missing-events", where, stream, version, 0);
    }

    // The key is the stream, the size what the export tells of it.
    private void Add(string name, Finding where, Guid stream, long told, long have) =>
        findings.Add(
            name,
            where with
            {
                Table = "events.mt_events",
                Key = stream.ToString(),
                Size = told,
                Have = have,
            }
        );

    private static RecordExported? Parse(byte[] data)
    {
        try
        {
            return JsonSerializer.Deserialize<RecordExported>(data, CareJson.Options);
        }
        catch (JsonException)
        {
            // The fold of the read models has said so.
            return null;
        }
    }

    private static (Finding, byte[]) Read(NpgsqlDataReader row) =>
        (
            new Finding
            {
                Seq = row.GetInt64(0),
                Id = row.GetGuid(1),
                Stream = row.GetGuid(2),
                Version = row.GetInt64(3),
                RecordedAt = row.GetFieldValue<DateTimeOffset>(4),
                Leaf = row.GetInt64(6),
            },
            row.GetFieldValue<byte[]>(5)
        );
}
