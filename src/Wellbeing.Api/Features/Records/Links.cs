using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Records;

/// <summary>A record that another one came from, or led to.</summary>
/// <param name="Stream">Its kind.</param>
/// <param name="Id">Its stream's id.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Level">Level of a warning.</param>
/// <param name="Outcome">What it came to.</param>
internal sealed record LinkedRecord(StreamKind Stream, Guid Id, string Status, string? Level, string? Outcome);

/// <summary>What a record came from and what it led to, each in the order in which it happened.</summary>
internal sealed record Links(IReadOnlyList<LinkedRecord> From, IReadOnlyList<LinkedRecord> To)
{
    private static readonly string Sql = $"""
        SELECT l.to_id = $1, x.kind, x.id, coalesce(t.status, w.status, i.status), w.level, coalesce(w.outcome, i.outcome),
            EXISTS (
                SELECT FROM events.mt_events WHERE stream_id = x.id AND version = 1
                AND {Persons.Same("coalesce(headers ->> 'recordedBy', user_name)", "$2")})
        FROM readmodels.links AS l
        CROSS JOIN LATERAL (
            SELECT CASE WHEN l.to_id = $1 THEN l.from_id ELSE l.to_id END AS id,
                CASE WHEN l.to_id = $1 THEN l.from_kind ELSE l.to_kind END AS kind) AS x
        LEFT JOIN readmodels.mt_doc_talk AS t ON t.id = x.id
        LEFT JOIN readmodels.mt_doc_warning AS w ON w.id = x.id
        LEFT JOIN readmodels.mt_doc_intervention AS i ON i.id = x.id
        WHERE l.from_id = $1 OR l.to_id = $1
        ORDER BY l.occurred_at, l.recorded_at, x.id
        """;

    /// <summary>The statement that finds them.</summary>
    /// <param name="record">The record.</param>
    /// <param name="sub">Who asks: what a system posted is marked.</param>
    public static NpgsqlBatchCommand Of(Guid record, Person sub) =>
        new(Sql) { Parameters = { SqlParameter.Of(record), SqlParameter.Of(sub.Key) } };

    /// <param name="reader">The rows.</param>
    /// <param name="postedOnly">True for who is shown nothing but what it posted itself.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<Links> ReadAsync(NpgsqlDataReader reader, bool postedOnly, CancellationToken stop)
    {
        var (from, to) = (new List<LinkedRecord>(), new List<LinkedRecord>());
        while (await reader.ReadAsync(stop))
        {
            if (postedOnly && !reader.GetBoolean(6))
                continue;
            (reader.GetBoolean(0) ? from : to).Add(
                new LinkedRecord(
                    JsonSerializer.Deserialize<StreamKind>($"\"{reader.GetString(1)}\"", CareJson.Options),
                    reader.GetGuid(2),
                    reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetString(4),
                    reader.IsDBNull(5) ? null : reader.GetString(5)
                )
            );
        }
        return new Links(from, to);
    }
}

/// <summary>A record's state, its fields beside those of the state.</summary>
internal sealed record Linked<TState>(TState State, Links Links);
