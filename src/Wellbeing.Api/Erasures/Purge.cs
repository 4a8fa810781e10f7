using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Domain;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// What is stored beside the events and tells of an officer: answers kept for repetitions, messages on their way, marks of
/// notices, and what webhooks have yet to be told. Nothing new comes after the confirmation,
/// so it may run before the erasure is on record.
/// </summary>
internal static class Purge
{
    // Whatever kind of record about one officer there comes to be.
    private static readonly string Concerned =
        "WITH concerned (id) AS (SELECT $1::uuid"
        + string.Concat(
            RecordKinds
                .All.Where(x => x is { Owner: RecordOwner.Officer or RecordOwner.OfficerOrUnit, IsSubject: false })
                .Select(x => $" UNION SELECT id FROM {x.Table()} WHERE officer_id = $1")
        )
        + ")";

    // That an erasure was confirmed is answered again to who asks again: it tells no more than the event.
    private static readonly string Replies =
        Concerned
        + """
             DELETE FROM journal.replies WHERE (body ->> 'id')::uuid IN (SELECT id FROM concerned)
                AND NOT jsonb_exists(body::jsonb -> 'events', 'erasure_confirmed')
            """;

    private static readonly string Notices =
        $"{Concerned} DELETE FROM journal.notice_reads AS r USING events.mt_events AS e, concerned "
        + "WHERE e.id = r.notice_id AND e.stream_id = concerned.id";

    // Another node may have put the erasure itself on record by now: of that, others are told all the same.
    private const string Told = """
        DELETE FROM webhooks.deliveries AS d WHERE d.officer_id = $1
            AND NOT EXISTS (SELECT FROM events.mt_events AS e WHERE e.id = d.event_id AND e.type = 'officer_erased')
        """;

    // The subscription that queues deliveries locks the same rows: deliveries that it queues by a state from before the
    // confirmation are committed first, and are deleted with the rest.
    private const string Alone = Webhooks.Deliveries.LockActive;

    private static readonly string[] Queues =
    [
        "wolverine_outgoing_envelopes",
        "wolverine_incoming_envelopes",
        "wolverine_dead_letters",
    ];

    public static async Task RunAsync(NpgsqlDataSource database, Guid officer, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        // Answers of a week are looked through: that may take a while, and holds nobody up.
        batch.Timeout = 0;
        foreach (var sql in Queues.Select(MessagesIn).Append(Replies).Append(Notices))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { SqlParameter.Of(officer) } });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Alone));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Told) { Parameters = { SqlParameter.Of(officer) } });
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>A message is text inside its envelope: it concerns whom it names, by id or by the id of a record.</summary>
    private static string MessagesIn(string queue) =>
        $"{Concerned} DELETE FROM {Hosting.WolverineConfiguration.Schema}.{queue} AS m WHERE EXISTS "
        + "(SELECT FROM concerned WHERE position(convert_to(concerned.id::text, 'UTF8') IN m.body) > 0)";
}
