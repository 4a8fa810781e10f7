using Npgsql;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// What is stored beside the events and tells of an officer: answers kept for repetitions, messages on their way, and how
/// often the history was read. Nothing new comes after the confirmation, so it may run before the erasure is on record.
/// </summary>
internal static class Purge
{
    private const string Concerned = """
        WITH concerned (id) AS (
            SELECT $1::uuid
            UNION SELECT id FROM readmodels.talks WHERE officer_id = $1
            UNION SELECT id FROM readmodels.warnings WHERE officer_id = $1
            UNION SELECT id FROM readmodels.interventions WHERE officer_id = $1
            UNION SELECT id FROM readmodels.assessments WHERE officer_id = $1
            UNION SELECT id FROM readmodels.commendations WHERE officer_id = $1
            UNION SELECT id FROM readmodels.accesses WHERE officer_id = $1)
        """;

    // That an erasure was confirmed is answered again to who asks again: it tells no more than the event.
    private const string Replies =
        Concerned
        + """
             DELETE FROM journal.replies WHERE (body ->> 'id')::uuid IN (SELECT id FROM concerned)
                AND NOT jsonb_exists(body::jsonb -> 'events', 'erasure_confirmed')
            """;

    private const string Readings = "DELETE FROM journal.history_reads WHERE officer_id = $1";

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
        foreach (var sql in Queues.Select(MessagesIn).Append(Replies).Append(Readings))
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { Lookups.Value(officer) } });
        await batch.ExecuteNonQueryAsync(stop);
    }

    /// <summary>A message is text inside its envelope: it concerns whom it names, by id or by the id of a record.</summary>
    private static string MessagesIn(string queue) =>
        $"{Concerned} DELETE FROM {Hosting.Messaging.Schema}.{queue} AS m WHERE EXISTS "
        + "(SELECT FROM concerned WHERE position(convert_to(concerned.id::text, 'UTF8') IN m.body) > 0)";
}
