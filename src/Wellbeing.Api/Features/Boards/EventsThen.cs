using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Boards;

/// <summary>
/// What a stream was at a time before its last event is folded from its events up to then; one that has stood still since is
/// as it is stored.
/// </summary>
internal static class EventsThen
{
    public const string Columns = $"""
        e.id, e.stream_id, e.version, e.type, e.data, e.timestamp, e.user_name, {StoredEvents.OccurredAt}
        """;

    /// <summary>
    /// The events of a row's stream up to a time, as <c>e</c>. By the stream's index for each row: the rows are few, whatever
    /// the planner expects of them, and the events are all that a bureau has.
    /// </summary>
    public static string Of(string stream, string until) =>
        "CROSS JOIN LATERAL (SELECT * FROM events.mt_events AS e "
        + $"WHERE e.stream_id = {stream} AND {StoredEvents.OccurredAt} <= {until} OFFSET 0) AS e";

    /// <summary>Reads an event from the columns, the first of which stands at a place.</summary>
    public static Recorded Read(NpgsqlDataReader row, int first = 0)
    {
        var type = Catalogue.Named(row.GetString(first + 3))!;
        return new Recorded(
            row.GetGuid(first),
            row.GetGuid(first + 1),
            type.Stream,
            row.GetInt64(first + 2),
            row.GetFieldValue<DateTimeOffset>(first + 7),
            row.GetFieldValue<DateTimeOffset>(first + 5),
            row.GetString(first + 6),
            (ICareEvent)JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(first + 4), type.Type, CareJson.Options)!
        );
    }

    /// <summary>The states that rows of <see cref="Columns" /> lead to, each stream's in the order of its versions.</summary>
    public static async Task<Dictionary<Guid, object>> FoldAsync(
        NpgsqlDataReader rows,
        BureauCalendar calendar,
        CancellationToken stop
    )
    {
        var states = new Dictionary<Guid, object>();
        while (await rows.ReadAsync(stop))
        {
            var happened = Read(rows);
            states[happened.StreamId] = Evolution.After(
                states.GetValueOrDefault(happened.StreamId),
                happened,
                calendar
            );
        }
        return states;
    }
}
