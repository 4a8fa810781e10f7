using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Boards;

/// <summary>
/// What a stream was at a time before its last event is folded from its events up to then; one that has stood still since is
/// as it is stored.
/// </summary>
internal static class EventsThen
{
    /// <summary>
    /// The events of a row's stream up to a time, as <c>e</c>. By the stream's index for each row: the rows are few, whatever
    /// the planner expects of them, and the events are all that a bureau has.
    /// </summary>
    public static string Of(string stream, string until) =>
        "CROSS JOIN LATERAL (SELECT * FROM events.mt_events AS e "
        + $"WHERE e.stream_id = {stream} AND {StoredEvents.OccurredAt} <= {until} OFFSET 0) AS e";

    /// <summary>The states that rows of <see cref="RecordedEvents.Columns" /> lead to, each stream's in the order of its versions.</summary>
    public static async Task<Dictionary<Guid, object>> FoldAsync(
        NpgsqlDataReader rows,
        BureauCalendar calendar,
        CancellationToken stop
    )
    {
        var states = new Dictionary<Guid, object>();
        while (await rows.ReadAsync(stop))
        {
            var happened = RecordedEvents.Read(rows);
            states[happened.StreamId] = Evolution.After(
                states.GetValueOrDefault(happened.StreamId),
                happened,
                calendar
            );
        }
        return states;
    }
}
