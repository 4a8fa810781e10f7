using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>
/// The way of every request that appends: key, stream, what the body names, the body, If-Match, the decision, the journal,
/// the answer. Faults are answered in the contract's order: 404, 400, 412, 409.
/// </summary>
internal sealed class Acting(
    NpgsqlDataSource database,
    EventJournal journal,
    Replies replies,
    KeyedIds ids,
    KeyStore keys,
    BureauCalendar calendar
)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);
    private const int LongestKey = 200;

    private readonly ConcurrentDictionary<Guid, byte> _inFlight = new();

    /// <summary>Runs an act on a stream that is there, or starts one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="act">The use case.</param>
    /// <param name="stream">Id of the stream; null where the act starts one.</param>
    public async Task<IResult> RunAsync(HttpContext http, Act act, Guid? stream)
    {
        var errors = new FieldErrors();
        var body = await Body.ReadAsync(http, http.RequestAborted);
        if (body.Refusal is { } refused)
            return refused;
        if (KeyOf(http, body.Utf8, act, stream, errors) is not { } key)
            return await DecideAsync(http, act, stream, body.Utf8, null, errors);
        if (await replies.FindAsync(key.Key, http.RequestAborted) is { } earlier)
            return Repeat(http, key, earlier);
        if (!_inFlight.TryAdd(key.Key, 0))
            return Problems.Of(http, StatusCodes.Status409Conflict, "key-in-flight");
        try
        {
            var result = await DecideAsync(http, act, stream, body.Utf8, key, errors);
            // A refusal may be the work of the first request of this key, which won the race here or on another node.
            return result is not Answer && await replies.FindAsync(key.Key, http.RequestAborted) is { } first
                ? Repeat(http, key, first)
                : result;
        }
        finally
        {
            _inFlight.TryRemove(key.Key, out _);
        }
    }

    private async Task<IResult> DecideAsync(
        HttpContext http,
        Act act,
        Guid? stream,
        ReadOnlyMemory<byte> body,
        RequestKey? key,
        FieldErrors errors
    )
    {
        var stop = http.RequestAborted;
        var caller = Caller.Of(http);
        await using var connection = await database.OpenConnectionAsync(stop);
        var reach = await Reaching.OfAsync(Reaching.As(http), connection, stop);

        Found? found = null;
        if (stream is { } id)
        {
            found = await Lookups.FindAsync(connection, act.Event.Stream, id, stop);
            if (found is null || !found.Within(reach))
                return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        }

        object? request = null;
        JsonElement root = default;
        // An act that asks for nothing may come without a body.
        var parsed = Body.TryParse(body.IsEmpty ? "{}"u8.ToArray() : body, errors, out root);
        if (parsed)
        {
            (request, var faults) = act.Bind(root);
            errors.Add(faults);
        }
        var scene = new Scene(
            stream ?? Guid.CreateVersion7(journal.Now),
            key?.EventId ?? Guid.CreateVersion7(journal.Now),
            act.Event,
            default,
            default
        )
        {
            State = found?.State,
            Salt = act.Event.Starts && act.Event.Stream == StreamKind.Officer ? IdentityCommitment.NewSalt() : [],
        };
        if (parsed)
        {
            (scene, var missing) = await Lookups.FillAsync(
                connection,
                scene,
                request is null ? act.NamedIn(root) : act.NeedsOf(request),
                stop
            );
            if ((missing ?? OutOfReach(reach, scene, stream)) is { } code)
                return Problems.Of(http, StatusCodes.Status404NotFound, code);
        }
        var match = Etags.IfMatch(http.Request, errors);
        if (request is not null)
            scene = Timed(scene, act, request, found, errors);
        if (errors.Any)
            return Problems.BadInput(http, errors);
        if (!match.Allows(found?.Version ?? 0))
            return Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version");
        if (found is not null && scene.OccurredAt < found.OccurredAt)
            return Problems.Of(http, StatusCodes.Status409Conflict, "out-of-order");
        await connection.CloseAsync();

        if (act.HasText(request!))
            scene = scene with { Key = await keys.GetAsync(SubjectOf(scene), stop) };
        var decision = act.Decide(scene, request!);
        if (decision.Refusal is { } refusal)
            return Problems.Of(http, StatusCodes.Status409Conflict, refusal.Code, ("rule", refusal.Rule));
        return await AppendAsync(http, act, request!, scene, decision, found, key, caller, match.Given);
    }

    private async Task<IResult> AppendAsync(
        HttpContext http,
        Act act,
        object request,
        Scene scene,
        Decision decision,
        Found? found,
        RequestKey? key,
        Caller caller,
        bool conditional
    )
    {
        var status = found is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var location = found is null ? act.LocationOf(scene, request) : null;
        if (found is null && act.Event.Stream is StreamKind.Officer or StreamKind.Unit)
            await keys.CreateAsync([scene.StreamId], http.RequestAborted);
        var entry = new JournalEntry(
            act.Event.Stream,
            scene.StreamId,
            found?.Version ?? 0,
            found?.State,
            [.. decision.Events.Select(fact => new Draft(scene.EventId, fact, scene.OccurredAt))],
            new Author(caller.Sub, Activity.Current?.TraceId.ToHexString())
        )
        {
            Identity = act.IdentityOf(scene, request),
            Reply = key is null ? null : new ReplyKey(key.Key, key.Fingerprint, status, location),
        };
        var appended = await journal.AppendAsync(entry, http.RequestAborted);
        if (appended.Receipt is { } receipt)
            return new Answer(
                status,
                receipt.Version,
                location,
                JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Options)
            );
        return appended.Conflict switch
        {
            Conflict.Repeated when key is not null => Problems.Of(
                http,
                StatusCodes.Status409Conflict,
                "already-recorded"
            ),
            Conflict.BadgeNumber => Problems.Of(http, StatusCodes.Status409Conflict, "badge-number-in-use"),
            Conflict.UnitCode => Problems.Of(http, StatusCodes.Status409Conflict, "unit-code-in-use"),
            Conflict.Deed => Problems.Of(http, StatusCodes.Status409Conflict, "deed-already-rewarded"),
            _ when conditional => Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version"),
            _ => Problems.Of(http, StatusCodes.Status409Conflict, "concurrent-change"),
        };
    }

    /// <summary>When it happened: as the caller says, else the body's own date, else now.</summary>
    private Scene Timed(Scene scene, Act act, object request, Found? found, FieldErrors errors)
    {
        var at = OccurredAt(((IActRequest)request).OccurredAt, act.DayOf(request), found?.OccurredAt);
        if (at > journal.Now + Ahead)
            errors.Add("occurredAt", "future");
        return scene with { OccurredAt = at, Day = calendar.DayOf(at) };
    }

    private DateTimeOffset OccurredAt(DateTimeOffset? stated, DateOnly? day, DateTimeOffset? last)
    {
        if (stated is { } at)
            return at.ToUniversalTime();
        if (day is not { } date)
            return journal.Now;
        // A date says nothing about the hour: on the day of the stream's last event it comes after that.
        var start = calendar.StartOf(date);
        return last is { } before && before > start && calendar.DayOf(before) == date ? before : start;
    }

    private static string? OutOfReach(Reach reach, Scene scene, Guid? stream) =>
        scene.Officer is { } officer && !reach.Covers(officer.UnitCode, officer.Id) ? "unknown-officer"
        : stream is null && scene.Officer is null && scene.Unit is { } unit && !reach.Covers(unit.UnitCode, null)
            ? "unknown-unit"
        : null;

    private static Guid SubjectOf(Scene scene) =>
        scene.State switch
        {
            Commendation commendation => commendation.RecipientId,
            Officer officer => officer.Id,
            _ => scene.Officer?.Id ?? scene.Unit!.Id,
        };

    private RequestKey? KeyOf(HttpContext http, ReadOnlyMemory<byte> body, Act act, Guid? stream, FieldErrors errors)
    {
        var given = http.Request.Headers["Idempotency-Key"];
        if (given.Count == 0)
            return null;
        if (given is not [{ } key] || key.Length is 0 or > LongestKey || !key.All(c => c is >= '!' and <= '~'))
        {
            errors.Add("Idempotency-Key", "key", ("max", LongestKey));
            return null;
        }
        var scope = $"post {act.Event.Name} {stream} {Caller.Of(http).Sub}";
        return new RequestKey(ids.Reply(scope, key), ids.Event(scope, key), ids.Fingerprint(body.Span));
    }

    private static IResult Repeat(HttpContext http, RequestKey key, Reply earlier)
    {
        if (!CryptographicOperations.FixedTimeEquals(key.Fingerprint, earlier.Fingerprint))
            return Problems.Of(http, StatusCodes.Status422UnprocessableEntity, "key-reused");
        using var receipt = JsonDocument.Parse(earlier.Body);
        return new Answer(
            earlier.Status,
            receipt.RootElement.GetProperty("version").GetInt64(),
            earlier.Location,
            earlier.Body
        );
    }

    /// <summary>A request's key: what its answer is kept under, and the id of its event.</summary>
    private sealed record RequestKey(Guid Key, Guid EventId, byte[] Fingerprint);

    /// <summary>A receipt as it is answered, the first time and every time after.</summary>
    private sealed class Answer(int status, long version, string? location, byte[] body) : IResult
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
}
