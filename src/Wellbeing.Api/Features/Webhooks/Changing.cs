using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>What becomes of a webhook.</summary>
/// <param name="Sql">The statements, of which <c>$1</c> is the webhook.</param>
internal sealed record Change(params IReadOnlyList<string> Sql)
{
    /// <summary>Why nothing does: a code.</summary>
    public string? Refusal { get; init; }

    /// <summary>The statements' further values.</summary>
    public IReadOnlyList<NpgsqlParameter> Values { get; init; } = [];

    /// <summary>What is told once.</summary>
    public string? Secret { get; init; }

    /// <summary>Until when the secret before that one signs as well.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }
}

/// <summary>
/// The way of every request that sets a webhook: there, body, If-Match, the change, the answer. They are no acts: nothing of
/// it is a fact of anybody's record.
/// </summary>
internal sealed partial class Changing(
    NpgsqlDataSource database,
    Idempotency repetitions,
    TimeProvider clock,
    ILogger<Changing> log
)
{
    /// <summary>Nothing more is to be said.</summary>
    internal sealed record Request;

    private const string Find = "SELECT status, version FROM webhooks.endpoints WHERE id = $1 FOR UPDATE";
    private const string Next = "UPDATE webhooks.endpoints SET version = version + 1 WHERE id = $1";

    /// <summary>Runs a change.</summary>
    /// <param name="http">The request.</param>
    /// <param name="webhook">The webhook.</param>
    /// <param name="what">What it is called in the log, such as <c>paused</c>.</param>
    /// <param name="decide">What becomes of a webhook that stands so, at that time.</param>
    public async Task<IResult> RunAsync(
        HttpContext http,
        Guid webhook,
        string what,
        Func<WebhookStatus, DateTimeOffset, Change> decide
    )
    {
        var body = await Body.ReadAsync(http, http.RequestAborted);
        if (body.Refusal is { } refused)
            return refused;
        var errors = Body.Bind<Request>(body.Utf8.IsEmpty ? "{}"u8.ToArray() : body.Utf8).Errors;
        errors.Add(Query.None(http));
        var match = Etags.IfMatch(http.Request, errors);
        var key = repetitions.KeyOf(http, body.Utf8, $"post webhook {what} {webhook}", errors);
        return key is null || errors.Any
            ? await ChangeAsync(null)
            : await repetitions.OnceAsync(http, null, key, () => ChangeAsync(key));

        async Task<IResult> ChangeAsync(RequestKey? under)
        {
            var stop = http.RequestAborted;
            var now = Instants.Truncate(clock.GetUtcNow().ToUniversalTime());
            await using var connection = await database.OpenConnectionAsync(stop);
            await using var transaction = await connection.BeginTransactionAsync(stop);
            if (await FindAsync(connection, webhook, stop) is not var (status, version))
                return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
            if (errors.Any)
                return Problems.BadInput(http, errors);
            if (!match.Allows(version))
                return Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version");
            var change = decide(status, now);
            if (change.Refusal is { } code)
                return Problems.Of(http, StatusCodes.Status409Conflict, code);
            var receipt = new WebhookReceipt(webhook, version + 1, null, change.PreviousSecretUntil);
            await using var batch = new NpgsqlBatch(connection);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Next) { Parameters = { SqlParameter.Of(webhook) } });
            foreach (var sql in change.Sql)
                batch.BatchCommands.Add(Command(sql, webhook, change.Values));
            if (under is not null)
                batch.BatchCommands.Add(Kept(under, StatusCodes.Status200OK, null, receipt, now));
            if (!await TryAsync(batch, stop))
                return Problems.Of(http, StatusCodes.Status409Conflict, "concurrent-change");
            await transaction.CommitAsync(stop);
            Changed(webhook, what, Caller.Of(http).Sub.Id);
            http.Response.Headers.CacheControl = "no-store";
            return new ReceiptAnswer(
                StatusCodes.Status200OK,
                version + 1,
                null,
                JsonSerializer.SerializeToUtf8Bytes(receipt with { Secret = change.Secret }, CareJson.Options)
            );
        }
    }

    /// <summary>Keeps an answer for the request's repetition, without what is told once.</summary>
    public static NpgsqlBatchCommand Kept(
        RequestKey key,
        int status,
        string? location,
        WebhookReceipt receipt,
        DateTimeOffset at
    ) =>
        ReplyRow.Table.Insert([
            new ReplyRow(
                key.Key,
                key.Fingerprint,
                status,
                location,
                JsonSerializer.SerializeToUtf8Bytes(receipt, CareJson.Options),
                at
            ),
        ]);

    /// <summary>Runs statements; false where another request under the same key was first.</summary>
    public static async Task<bool> TryAsync(NpgsqlBatch batch, CancellationToken stop)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(stop);
            return true;
        }
        catch (PostgresException failure)
            when (failure is { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "pkey_replies_key" })
        {
            return false;
        }
    }

    private static NpgsqlBatchCommand Command(string sql, Guid webhook, IReadOnlyList<NpgsqlParameter> values)
    {
        var command = new NpgsqlBatchCommand(sql) { Parameters = { SqlParameter.Of(webhook) } };
        foreach (var value in values)
            command.Parameters.Add(value);
        return command;
    }

    private static async Task<(WebhookStatus Status, long Version)?> FindAsync(
        NpgsqlConnection connection,
        Guid webhook,
        CancellationToken stop
    )
    {
        await using var find = new NpgsqlCommand(Find, connection) { Parameters = { SqlParameter.Of(webhook) } };
        await using var reader = await find.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? (Enum.Parse<WebhookStatus>(reader.GetString(0), ignoreCase: true), reader.GetInt64(1))
            : null;
    }

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} was {What} by {Sub}.")]
    private partial void Changed(Guid webhook, string what, string sub);
}
