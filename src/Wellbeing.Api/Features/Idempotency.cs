using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>A request's key: what its answer is kept under, and the id of its event.</summary>
internal sealed record RequestKey(Guid Key, Guid EventId, byte[] Fingerprint);

/// <summary>A receipt as it is answered, the first time and every time after.</summary>
internal sealed class ReceiptAnswer(int status, long version, string? location, byte[] body) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        response.Headers.ETag = Etags.Of(version);
        if (location is not null)
            response.Headers.Location = location;
        await response.Body.WriteAsync(body, httpContext.RequestAborted);
    }
}

/// <summary>Requests that are sent again: under the same key the first answer comes again, and nothing happens twice.</summary>
internal sealed class Idempotency(NpgsqlDataSource database, Replies replies, KeyedIds ids, AccessScopes scopes)
{
    /// <summary>Characters of an idempotency key at most.</summary>
    public const int LongestKey = 200;

    private readonly ConcurrentDictionary<Guid, byte> _inFlight = new();

    /// <summary>What <c>Idempotency-Key</c> makes of a request; null without one, or with one that is wrong.</summary>
    public RequestKey? KeyOf(
        HttpContext http,
        ReadOnlyMemory<byte> body,
        EventType type,
        Guid? stream,
        int? part,
        FieldErrors errors
    ) => KeyOf(http, body, $"post {type.Name} {stream} {part}", errors);

    /// <summary>The same of a request that is no act.</summary>
    /// <param name="http">The request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="what">What it does to what.</param>
    /// <param name="errors">Takes what is wrong with the key.</param>
    public RequestKey? KeyOf(HttpContext http, ReadOnlyMemory<byte> body, string what, FieldErrors errors)
    {
        var given = http.Request.Headers["Idempotency-Key"];
        if (given.Count == 0)
            return null;
        if (given is not [{ } key] || key.Length is 0 or > LongestKey || !key.All(c => c is >= '!' and <= '~'))
        {
            errors.Add("Idempotency-Key", "key", ("max", LongestKey));
            return null;
        }
        // Over the bytes as they came: who repeats a request sends the same ones, and any others are refused, not done twice.
        var scope = $"{what} {Caller.Of(http).Sub}";
        return new RequestKey(ids.Reply(scope, key), ids.Event(scope, key), ids.Fingerprint(body.Span));
    }

    /// <summary>
    /// The first answer of a key where there is one, else the request's own. What is under way with the same key here is
    /// refused as <c>key-in-flight</c>; on another node the database decides.
    /// </summary>
    /// <param name="http">The request.</param>
    /// <param name="kind">The kind of the stream that it is about; null where it is about none.</param>
    /// <param name="key">Its key.</param>
    /// <param name="answerAsync">Its own answer.</param>
    public async Task<IResult> OnceAsync(
        HttpContext http,
        StreamKind? kind,
        RequestKey key,
        Func<Task<IResult>> answerAsync
    )
    {
        if (await replies.FindAsync(key.Key, http.RequestAborted) is { } earlier)
            return await RepeatAsync(http, kind, key, earlier);
        if (!_inFlight.TryAdd(key.Key, 0))
            return Problems.Of(http, StatusCodes.Status409Conflict, "key-in-flight");
        try
        {
            var result = await answerAsync();
            // A refusal may be the work of the first request of this key, which won the race here or on another node.
            return result is not ReceiptAnswer && await replies.FindAsync(key.Key, http.RequestAborted) is { } first
                ? await RepeatAsync(http, kind, key, first)
                : result;
        }
        finally
        {
            _inFlight.TryRemove(key.Key, out _);
        }
    }

    private async Task<IResult> RepeatAsync(HttpContext http, StreamKind? kind, RequestKey key, Reply earlier)
    {
        using var receipt = JsonDocument.Parse(earlier.Body);
        var id = receipt.RootElement.GetProperty("id").GetGuid();
        if (
            kind is { } stream
            && await LostAsync(http, stream, id, earlier.Status == StatusCodes.Status201Created) is { } lost
        )
            return Problems.Of(http, StatusCodes.Status404NotFound, lost);
        if (!CryptographicOperations.FixedTimeEquals(key.Fingerprint, earlier.Fingerprint))
            return Problems.Of(http, StatusCodes.Status422UnprocessableEntity, "key-reused");
        return new ReceiptAnswer(
            earlier.Status,
            receipt.RootElement.GetProperty("version").GetInt64(),
            earlier.Location,
            earlier.Body
        );
    }

    /// <summary>
    /// How what was answered before is refused where it is out of reach by now: as if it were asked for the first time. A
    /// counsellor's reach ends with the case that the request itself may have closed, and what an access opened ends with its
    /// hours: a counsellor's own answer stays, and that to the access itself.
    /// </summary>
    private async Task<string?> LostAsync(HttpContext http, StreamKind kind, Guid id, bool started)
    {
        var stop = http.RequestAborted;
        var caller = AccessScopes.As(http);
        if (kind == StreamKind.Access || caller.Roles.Contains(Role.Counsellor))
            return null;
        await using var connection = await database.OpenConnectionAsync(stop);
        var reach = await scopes.OfAsync(caller, connection, stop);
        if (reach.IsEverything)
            return null;
        var found = await LoadedRecord.FindAsync(connection, kind.Record(), id, stop);
        return found?.Within(reach) == true ? null
            : !started ? "not-found"
            : found?.OfficerId is null ? "unknown-unit"
            : "unknown-officer";
    }
}
