using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features;
using Wellbeing.Api.Features.Units;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Webhooks;

/// <summary>An active webhook at a look.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Behind">Whether events came that it was not looked after for.</param>
/// <param name="Due">Whether a delivery is due.</param>
internal sealed record EndpointStatus(Guid Id, bool Behind, bool Due);

/// <summary>Whereto an active webhook leads, and what its messages are signed with.</summary>
internal sealed record Endpoint(Guid Id, string Url, IReadOnlyList<string> Secrets);

/// <summary>A delivery that somebody has taken on.</summary>
/// <param name="Told">What is to be told; null where it may not be told any more.</param>
/// <param name="EventId">The event.</param>
/// <param name="Attempts">How many attempts have failed.</param>
/// <param name="Until">Until when nobody else takes it on.</param>
internal sealed record ClaimedDelivery(Guid EventId, WebhookPayload? Told, int Attempts, DateTimeOffset Until);

/// <summary>The deliveries of webhooks: which events each has to be told, and what became of it.</summary>
internal sealed class Deliveries(NpgsqlDataSource database, WebhookSecrets secrets)
{
    // How many sequence numbers are looked at together.
    private const int Portion = 1000;

    // Beyond it, dead letters included, the events themselves are the queue: a webhook that takes nothing fills no table.
    private const int LongestQueue = 10_000;

    // How many webhooks are looked after together, those first that are the furthest behind.
    private const int Together = 20;

    // How far all events are there to be seen: the subscription waits for appends under way.
    private static readonly string Settled = Lag.ProgressOf(DutyNames.Webhooks);

    private static readonly string Look = $"""
        SELECT w.id, w.seq < {Settled},
            EXISTS (SELECT FROM webhooks.deliveries AS d WHERE d.webhook_id = w.id AND d.next_at <= $1)
        FROM webhooks.endpoints AS w WHERE w.status = 'active'
        """;

    /// <summary>SQL: 1 where an active webhook has a delivery that is due at <c>$1</c>, or is behind the subscription.</summary>
    public static readonly string Waiting = $"""
        SELECT EXISTS (SELECT FROM webhooks.endpoints AS w WHERE w.status = 'active' AND (w.seq < {Settled} OR EXISTS (
            SELECT FROM webhooks.deliveries AS d WHERE d.webhook_id = w.id AND d.next_at <= $1)))::int
        """;

    /// <summary>
    /// Runs before <see cref="Enqueue" />, as a statement of its own: whoever waited for a purge of an erased officer's
    /// deliveries (<see cref="Erasures.Purge" />) sees that the erasure is confirmed.
    /// </summary>
    public const string LockActive = """
        UPDATE webhooks.endpoints AS w SET seq = w.seq
        FROM (SELECT id FROM webhooks.endpoints WHERE status = 'active' ORDER BY id FOR UPDATE) AS active
        WHERE w.id = active.id
        """;

    /// <summary>
    /// Puts the events up to <c>$1</c> into the queue of active webhooks, a portion for each. The queues and how far they have
    /// come are one transaction: nothing is passed over, whatever crashes.
    /// </summary>
    // The range is looked up for each webhook by itself (OFFSET 0): joined, it would be all events that are read.
    public static readonly string Enqueue = $"""
        WITH behind AS MATERIALIZED (
            SELECT w.id, w.seq, least(w.seq + {Portion}, $1) AS upto, w.types, w.unit_code
            FROM webhooks.endpoints AS w
            WHERE w.status = 'active' AND w.seq < $1 AND {LongestQueue} > (SELECT count(*) FROM (
                SELECT FROM webhooks.deliveries AS d WHERE d.webhook_id = w.id LIMIT {LongestQueue}) AS x)
            ORDER BY w.seq, w.id LIMIT {Together} FOR UPDATE OF w),
        lined AS (
            INSERT INTO webhooks.deliveries (webhook_id, event_id, officer_id, next_at)
            SELECT w.id, e.id, (e.data ->> 'officerId')::uuid, $2
            FROM behind AS w CROSS JOIN LATERAL (
                SELECT * FROM events.mt_events WHERE seq_id > w.seq AND seq_id <= w.upto OFFSET 0) AS e
            WHERE e.type = ANY ($3) AND NOT (e.headers ? 'historical')
                AND (w.types IS NULL OR e.type = ANY (w.types) OR {WebhookTypes.Binding})
                AND (w.unit_code IS NULL OR {Within("e")} OR ({WebhookTypes.Binding} AND EXISTS (
                    SELECT FROM events.mt_events AS p WHERE p.data ? 'officerId'
                        AND (p.data ->> 'officerId')::uuid = (e.data ->> 'officerId')::uuid AND {Within("p")})))
                AND {WebhookTypes.Tellable}
            ON CONFLICT DO NOTHING)
        UPDATE webhooks.endpoints AS w SET seq = b.upto FROM behind AS b WHERE w.id = b.id
        """;

    private const string Find = """
        SELECT url, secret_id, secret, previous_id, previous, coalesce(previous_until > $2, false)
        FROM webhooks.endpoints WHERE id = $1 AND status = 'active'
        """;

    // Chosen once and for all: chosen anew for each row of a join, it would be more than the limit.
    private static readonly string Claim = $"""
        WITH due AS MATERIALIZED (
            SELECT event_id FROM webhooks.deliveries WHERE webhook_id = $1 AND next_at <= $2
            ORDER BY next_at, event_id LIMIT $4 FOR UPDATE SKIP LOCKED)
        UPDATE webhooks.deliveries AS d SET next_at = $3
        FROM due JOIN events.mt_events AS e ON e.id = due.event_id
        WHERE d.webhook_id = $1 AND d.event_id = due.event_id
        RETURNING e.id, e.type, e.stream_id, e.version, e.data ->> 'unitCode', (e.data ->> 'officerId')::uuid,
            e.data ->> 'period', e.headers ->> 'occurredAt', d.attempts, {WebhookTypes.Tellable}
        """;

    // Whoever took so long that another has taken it on meanwhile has no say in it any more.
    private const string Mine = "WHERE webhook_id = $1 AND event_id = $2 AND next_at = $3";
    private const string Done = $"DELETE FROM webhooks.deliveries {Mine}";
    private const string Again = $"""
        UPDATE webhooks.deliveries SET attempts = $4, last_status = $5, last_failure = $6, next_at = $7, dead_at = $8 {Mine}
        """;

    private const string Pause = """
        UPDATE webhooks.endpoints SET status = 'paused', gone = true, version = version + 1
        WHERE id = $1 AND status = 'active'
        """;

    /// <summary>Looks at every active webhook.</summary>
    public async Task<List<EndpointStatus>> LookAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Look);
        command.Parameters.Add(Of(now));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<EndpointStatus>();
        while (await reader.ReadAsync(stop))
            all.Add(new EndpointStatus(reader.GetGuid(0), reader.GetBoolean(1), reader.GetBoolean(2)));
        return all;
    }

    /// <summary>Fills the queue of webhooks that are behind the subscription; true where more events wait.</summary>
    public async Task<bool> EnqueueAsync(DateTimeOffset now, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var progress = new NpgsqlCommand($"SELECT {Settled}", connection);
        var upTo = (long)(await progress.ExecuteScalarAsync(stop))!;
        await using (var alone = new NpgsqlCommand(LockActive, connection))
            await alone.ExecuteNonQueryAsync(stop);
        await using var lineUp = new NpgsqlCommand($"{Enqueue} RETURNING b.upto < $1", connection)
        {
            Parameters = { Of(upTo), Of(now), Of(WebhookTypes.Sent) },
        };
        var (more, webhooks) = (false, 0);
        await using (var reader = await lineUp.ExecuteReaderAsync(stop))
        {
            for (; await reader.ReadAsync(stop); webhooks++)
                more |= reader.GetBoolean(0);
        }
        await transaction.CommitAsync(stop);
        return more || webhooks == Together;
    }

    /// <summary>Whereto a webhook leads; null where it is not active.</summary>
    /// <exception cref="Seal.SealUnavailableException">The secret cannot be opened now.</exception>
    public async Task<Endpoint?> FindAsync(Guid webhook, DateTimeOffset now, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Find);
        command.Parameters.Add(Of(webhook));
        command.Parameters.Add(Of(now));
        await using var reader = await command.ExecuteReaderAsync(stop);
        if (!await reader.ReadAsync(stop))
            return null;
        var all = new List<string> { secrets.Open(webhook, reader.GetGuid(1), reader.GetFieldValue<byte[]>(2)) };
        if (reader.GetBoolean(5))
            all.Add(secrets.Open(webhook, reader.GetGuid(3), reader.GetFieldValue<byte[]>(4)));
        return new Endpoint(webhook, reader.GetString(0), all);
    }

    /// <summary>Takes on what is due, the longest due first; whoever breaks off leaves it to others after a time.</summary>
    public async Task<List<ClaimedDelivery>> ClaimAsync(
        Guid webhook,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Claim);
        foreach (var value in (NpgsqlParameter[])[Of(webhook), Of(now), Of(until), Of(WebhookSettings.AtOnce)])
            command.Parameters.Add(value);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<ClaimedDelivery>();
        while (await reader.ReadAsync(stop))
            all.Add(
                new ClaimedDelivery(
                    reader.GetGuid(0),
                    reader.GetBoolean(9) ? ToldOf(reader) : null,
                    reader.GetInt32(8),
                    until
                )
            );
        return all;
    }

    private static WebhookPayload ToldOf(NpgsqlDataReader row)
    {
        var type = Catalogue.Named(row.GetString(1))!;
        return new WebhookPayload(
            row.GetGuid(0),
            type,
            new WebhookPayloadData(
                type.Stream,
                row.GetGuid(2),
                row.GetInt64(3),
                row.IsDBNull(4) ? null : row.GetString(4),
                row.IsDBNull(5) ? null : row.GetGuid(5)
            ),
            row.IsDBNull(6) ? null : row.GetString(6),
            Instants.Parse(row.GetString(7))
        );
    }

    /// <summary>It is told, or may not be told any more: either way it is over.</summary>
    public Task DoneAsync(Guid webhook, ClaimedDelivery claimed) =>
        ExecuteAsync(Done, Of(webhook), Of(claimed.EventId), Of(claimed.Until));

    /// <summary>It is not told: it is tried again at a time, or is a dead letter.</summary>
    public Task NotDoneAsync(
        Guid webhook,
        ClaimedDelivery claimed,
        int attempts,
        Attempt last,
        DateTimeOffset? again,
        DateTimeOffset now
    ) =>
        ExecuteAsync(
            Again,
            Of(webhook),
            Of(claimed.EventId),
            Of(claimed.Until),
            Of(attempts),
            Maybe(last.Status),
            Of(EnumNames.Of(last.Failure)),
            Maybe(again),
            Maybe<DateTimeOffset>(again is null ? now : null)
        );

    /// <summary>The receiver wants nothing more: a person has to look.</summary>
    public Task PauseAsync(Guid webhook) => ExecuteAsync(Pause, Of(webhook));

    // What has happened outside is put down though the server stops.
    private async Task ExecuteAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }

    /// <summary>Whether the unit that an event names is the webhook's, or below it.</summary>
    private static string Within(string @event) =>
        $"w.unit_code IN ({UnitTree.Above.Replace("$1", $"{@event}.data ->> 'unitCode'", StringComparison.Ordinal)})";

    private static NpgsqlParameter Of<T>(T value) => SqlParameter.Of(value);

    private static NpgsqlParameter Maybe<T>(T? value)
        where T : struct => new() { Value = (object?)value ?? DBNull.Value };
}
