using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Webhooks;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Webhooks;

/// <summary>Registers a webhook: with the answer that is kept for the request's repetition, in one transaction.</summary>
internal sealed partial class Registering(
    NpgsqlDataSource database,
    Idempotency repetitions,
    WebhookSecrets secrets,
    WebhookSettings settings,
    TimeProvider clock,
    ILogger<Registering> log
)
{
    /// <summary>How many webhooks there may be that are not retired.</summary>
    public const int Most = 500;

    // It is told what comes after: an event that is being stored at this moment may be the first, or just too early.
    private const string Insert = """
        INSERT INTO webhooks.endpoints (id, version, url, types, unit_code, description, status, registered_at,
            registered_by, secret_id, secret, seq)
        SELECT $1, 1, $2, $3, $4, $5, 'active', $6, $7, $8, $9,
            coalesce(pg_sequence_last_value('events.mt_events_sequence'), 0)
        """;

    private const string Count = "SELECT count(*) FROM webhooks.endpoints WHERE status <> 'retired'";

    public async Task<IResult> RunAsync(HttpContext http)
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        var bound = Body.Bind<RegisterWebhook.Request>(body.Utf8);
        bound.Errors.Add(Query.None(http));
        // What is not there yet has no version.
        var match = Etags.IfMatch(http.Request, bound.Errors);
        var key = repetitions.KeyOf(http, body.Utf8, "post webhooks", bound.Errors);
        if (bound.RawString("unit") is { } unit && await UnitTree.IdOfAsync(database, unit, stop) is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "unknown-unit");
        if (bound.Ok)
            Check(bound.Value, bound.Errors);
        if (!bound.Ok || bound.Errors.Any)
            return Problems.BadInput(http, bound.Errors);
        if (!match.Allows(0))
            return Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version");
        return key is null
            ? await RegisterAsync(http, bound.Value, null)
            : await repetitions.OnceAsync(http, null, key, () => RegisterAsync(http, bound.Value, key));
    }

    private void Check(RegisterWebhook.Request request, FieldErrors errors)
    {
        if (settings.Addresses.FaultOf(request.Url) is { } fault)
            errors.Add("url", fault);
        for (var at = 0; at < request.Types?.Count; at++)
        {
            if (!WebhookTypes.Sent.Contains(request.Types[at]))
                errors.Add($"types[{at}]", "choice", ("allowed", WebhookTypes.Sent));
        }
    }

    private async Task<IResult> RegisterAsync(HttpContext http, RegisterWebhook.Request request, RequestKey? key)
    {
        var stop = http.RequestAborted;
        var now = Instants.Truncate(clock.GetUtcNow().ToUniversalTime());
        var (id, secretId, secret) = (Guid.CreateVersion7(now), Guid.CreateVersion7(now), WebhookSecrets.New());
        await using var connection = await database.OpenConnectionAsync(stop);
        await using (var count = new NpgsqlCommand(Count, connection))
        {
            if ((long)(await count.ExecuteScalarAsync(stop))! >= Most)
                return Problems.Of(http, StatusCodes.Status409Conflict, "too-many-webhooks", ("max", Most));
        }
        var receipt = new WebhookReceipt(id, 1);
        var location = $"/api/v1/webhooks/{id}";
        var sub = Caller.Of(http).Sub.Id;
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Insert)
                {
                    Parameters =
                    {
                        SqlParameter.Of(id),
                        SqlParameter.Of(request.Url),
                        SqlParameter.Of(request.Types?.Distinct(StringComparer.Ordinal).ToArray()),
                        SqlParameter.Of(request.Unit),
                        SqlParameter.Of(request.Description),
                        SqlParameter.Of(now),
                        SqlParameter.Of(sub),
                        SqlParameter.Of(secretId),
                        SqlParameter.Of(secrets.Seal(id, secretId, secret)),
                    },
                },
            },
        };
        if (key is not null)
            batch.BatchCommands.Add(Changing.Kept(key, StatusCodes.Status201Created, location, receipt, now));
        if (!await Changing.TryAsync(batch, stop))
            return Problems.Of(http, StatusCodes.Status409Conflict, "concurrent-change");
        Registered(id, sub);
        http.Response.Headers.CacheControl = "no-store";
        return new ReceiptAnswer(
            StatusCodes.Status201Created,
            1,
            location,
            JsonSerializer.SerializeToUtf8Bytes(receipt with { Secret = secret }, CareJson.Options)
        );
    }

    [LoggerMessage(LogLevel.Information, "Webhook {Webhook} was registered by {Sub}.")]
    private partial void Registered(Guid webhook, string sub);
}
