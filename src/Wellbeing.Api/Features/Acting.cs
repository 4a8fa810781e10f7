using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>
/// The way of every request that appends: key, stream, what the body names, the body, If-Match, the decision, the journal,
/// the answer. Faults are answered in the contract's order: 404, 400, 412, 409.
/// </summary>
internal sealed class Acting(
    NpgsqlDataSource database,
    EventJournal journal,
    Repetitions repetitions,
    KeyStore keys,
    Reaching reaching,
    BureauCalendar calendar,
    ErasureSettings erasures,
    PoliciesInForce policies
)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(5);

    /// <summary>Runs an act on a stream that is there, or starts one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="acts">The use case; of several that share a route, the body's is the first that it fits, else the last.</param>
    /// <param name="stream">Id of the stream; null where the act starts one.</param>
    /// <param name="part">Number of the stream's part that the route names; null where it names none.</param>
    public async Task<IResult> RunAsync(HttpContext http, IReadOnlyList<Act> acts, Guid? stream, int? part = null)
    {
        var errors = Query.None(http);
        var hasQuery = errors.Any;
        var body = await Body.ReadAsync(http, http.RequestAborted);
        if (body.Refusal is { } refused)
            return refused;
        // An act that asks for nothing may come without a body.
        var parsed = Body.TryParse(body.Utf8.IsEmpty ? "{}"u8.ToArray() : body.Utf8, errors, out var root);
        var act = parsed ? acts.FirstOrDefault(x => x.Fits(root)) ?? acts[^1] : acts[^1];
        var target = new Target(act, stream, part, parsed ? root : null);
        // What is asked wrongly is no repetition.
        return repetitions.KeyOf(http, body.Utf8, acts[0].Event, stream, part, errors) is { } key && !hasQuery
            ? await repetitions.OnceAsync(http, act.Event.Stream, key, () => DecideAsync(http, target, key, errors))
            : await DecideAsync(http, target, null, errors);
    }

    private async Task<IResult> DecideAsync(HttpContext http, Target target, RequestKey? key, FieldErrors errors)
    {
        var stop = http.RequestAborted;
        var (act, stream) = (target.Act, target.Stream);
        var caller = Reaching.As(http);
        await using var connection = await database.OpenConnectionAsync(stop);
        var reach = await reaching.OfAsync(caller, connection, stop);
        var found = stream is { } id ? await FindAsync(connection, act.Event.Stream, id, caller, reach, stop) : null;
        if (stream is not null && (found is null || (target.Part is { } part && !act.HasPart(found.State, part))))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");

        var request = Bind(target, found?.State, errors);
        var scene = new Scene(
            stream ?? Guid.CreateVersion7(journal.Now),
            key?.EventId ?? Guid.CreateVersion7(journal.Now),
            act.Event,
            default,
            default
        )
        {
            State = found?.State,
            UnitNow = found?.UnitNow ?? "",
            Book = await policies.GetAsync(stop),
            Calendar = calendar,
            Now = journal.Now,
            Today = calendar.DayOf(journal.Now),
            Actor = caller.Sub,
            Badge = caller.Badge,
            Announced = erasures.Announced,
            Roles = caller.Roles,
            Salt = act.Event is { Starts: true, Stream: StreamKind.Officer } ? IdentityCommitment.NewSalt() : [],
        };
        var match = Etags.IfMatch(http.Request, errors);
        if (request is not null)
            scene = Timed(scene, act, request, found, errors);
        if (target.Body is { } body)
        {
            var needs = request is not null ? act.NeedsOf(request) : act.NamedIn(body);
            // Where anybody may be named, only a request that is whole names somebody: what it finds out is on record.
            if (caller.Roles.Overlaps(act.Anyone) && (errors.Any || !match.Allows(found?.Version ?? 0)))
                needs = Needs.Nothing;
            (scene, var missing) = await NameAsync(connection, scene, act, needs, reach, stop);
            if (missing is { } code)
                return Problems.Of(http, StatusCodes.Status404NotFound, code);
        }
        if (Naming.Unknown(scene.Listed, x => reach.Covers(x.UnitCode, x.Id)) is { } unknown)
            return Problems.Of(http, StatusCodes.Status404NotFound, "unknown-officer", unknown);
        if (errors.Any)
            return Problems.BadInput(http, errors);
        if (!match.Allows(found?.Version ?? 0))
            return Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version");
        if (Withheld(act, scene, found, reach) is { } withheld)
            return Problems.Of(http, StatusCodes.Status409Conflict, withheld);
        if (Naming.Withheld(scene.Listed, act) is { } closed)
            return Problems.Of(http, StatusCodes.Status409Conflict, closed.Code, closed.Places);
        if (found is not null && scene.OccurredAt < found.OccurredAt)
            return Problems.Of(http, StatusCodes.Status409Conflict, "out-of-order");
        await connection.CloseAsync();

        try
        {
            if (act.HasText(request!))
                scene = scene with { Key = await keys.GetAsync(SubjectOf(scene), stop) };
        }
        catch (SubjectErasedException)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "officer-erased");
        }
        var decision = act.Decide(scene, request!);
        if (decision.Refusal is { } untold && !scene.WithinReach && act.Hidden.Contains(untold.Code))
            return Problems.Of(http, StatusCodes.Status404NotFound, "unknown-officer");
        if (decision.Refusal is { } refusal)
            return Problems.Of(http, StatusCodes.Status409Conflict, refusal.Code, ("rule", refusal.Rule));
        return await AppendAsync(http, act, request!, scene, decision, found, key, match.Given);
    }

    /// <summary>
    /// The stream as it stands, or null where there is none within reach. Another system continues care records and units'
    /// records that it began, and no others'.
    /// </summary>
    private static async Task<Found?> FindAsync(
        NpgsqlConnection connection,
        StreamKind kind,
        Guid id,
        Caller caller,
        Reach reach,
        CancellationToken stop
    )
    {
        var found = await Lookups.FindAsync(connection, kind, id, stop);
        var within =
            (kind.Record().IsCare || kind.Record() is { Owner: RecordOwner.Unit, IsSubject: false })
            && caller.Roles.Contains(Role.Integrator)
                ? await CareRecords.HasPostedAsync(connection, caller, id, stop)
                : found is not null && (found.Within(reach) || Assigner.Reaches(caller, found.State));
        return within ? found : null;
    }

    /// <summary>Why nothing may be put on record about the officer, or null.</summary>
    private static string? Withheld(Act act, Scene scene, Found? found, Reach reach)
    {
        var officer = found is null ? scene.Officer?.Id : found.OfficerId;
        var standing = found?.Standing ?? Standing.Of(scene.Officer);
        return standing.Withheld(act, officer is not null && reach.Own == officer);
    }

    /// <summary>Looks up what the body names; answers the code of what is not there within reach.</summary>
    private static async Task<(Scene Scene, string? Missing)> NameAsync(
        NpgsqlConnection connection,
        Scene scene,
        Act act,
        Needs needs,
        Reach reach,
        CancellationToken stop
    )
    {
        (scene, var missing) = await Lookups.FillAsync(connection, scene, act, needs, stop);
        if (scene.Officer is not { } officer)
            return (scene, missing ?? OutOfReach(reach, scene));
        scene = scene with { WithinReach = reach.Covers(officer.UnitCode, officer.Id), Own = reach.Own == officer.Id };
        // Whoever is out of reach is answered like whoever is not there, whatever else is named.
        var wrong = missing ?? OutOfReach(reach, scene);
        return (
            scene,
            scene.WithinReach ? wrong
            : scene.Roles.Overlaps(act.Anyone) && wrong is null ? null
            : "unknown-officer"
        );
    }

    private static object? Bind(Target target, IRecordState? state, FieldErrors errors)
    {
        if (target.Body is not { } body)
            return null;
        var (request, faults) = target.Act.Bind(body);
        if (request is not null && target.Part is { } part)
            request = target.Act.ForPart(request, part, faults);
        if (request is not null && state is not null)
            target.Act.CheckOn(state, request, faults);
        errors.Add(faults);
        return faults.Any ? null : request;
    }

    private async Task<IResult> AppendAsync(
        HttpContext http,
        Act act,
        object request,
        Scene scene,
        Decision decision,
        Found? found,
        RequestKey? key,
        bool conditional
    )
    {
        var status = found is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var location = found is null ? act.LocationOf(scene, request) : null;
        var entry = new JournalEntry(
            act.Event.Stream,
            scene.StreamId,
            found?.Version ?? 0,
            found?.State,
            [
                .. decision.Events.Select(
                    (fact, place) => new Draft(KeyedIds.Following(scene.EventId, place), fact, scene.OccurredAt)
                ),
            ],
            AuthorOf(scene)
        )
        {
            Identity = act.IdentityOf(scene, request),
            Reply = key is null ? null : new ReplyKey(key.Key, key.Fingerprint, status, location),
        };
        var starts = found is null && act.Event.Stream is StreamKind.Officer or StreamKind.Unit;
        var appended = await journal.AppendAsync(
            entry,
            http.RequestAborted,
            starts ? () => keys.CreateAsync([scene.StreamId], http.RequestAborted) : null
        );
        if (appended.Receipt is not null && act.Event.Stream == StreamKind.Policy)
            await policies.RefreshAsync(CancellationToken.None);
        if (appended.Receipt is { } receipt)
            return new ReceiptAnswer(
                status,
                receipt.Version,
                location,
                JsonSerializer.SerializeToUtf8Bytes(receipt, CareJson.Options)
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
            Conflict.Period => Problems.Of(http, StatusCodes.Status409Conflict, $"{act.Event.Stream.Word()}-exists"),
            Conflict.Override => Problems.Of(http, StatusCodes.Status409Conflict, "override-not-renewable"),
            _ when conditional => Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version"),
            _ => Problems.Of(http, StatusCodes.Status409Conflict, "concurrent-change"),
        };
    }

    private static Author AuthorOf(Scene scene) =>
        new(scene.Actor.Id, Activity.Current?.TraceId.ToHexString(), Role: Caller.ActingAs(scene.Roles));

    /// <summary>When it happened: as the caller says, else the body's own date or time, else now.</summary>
    private Scene Timed(Scene scene, Act act, object request, Found? found, FieldErrors errors)
    {
        var (stated, moment) = (((IActRequest)request).OccurredAt, act.MomentOf(request));
        var at = (stated ?? moment?.At)?.ToUniversalTime() ?? OccurredAt(act.DayOf(request), found);
        foreach (var (field, _) in act.PastOf(request).Where(x => x.At > journal.Now + Ahead))
            errors.Add(field, "future");
        if (at > journal.Now + Ahead && (stated is not null || moment is null))
            errors.Add("occurredAt", "future");
        return scene with { OccurredAt = at, Day = calendar.DayOf(at) };
    }

    private DateTimeOffset OccurredAt(DateOnly? day, Found? found)
    {
        if (day is not { } date)
            return journal.Now;
        var start = calendar.StartOf(date);
        if (found is null || found.OccurredAt <= start)
            return start;
        // A date says nothing about the hour: on the day of the stream's last event it comes after that. That something was
        // overdue does not keep out what was done in time and is told late: the body keeps its date.
        return calendar.DayOf(found.OccurredAt) == date || found.State.WentOverdueAt(found.OccurredAt)
            ? found.OccurredAt
            : start;
    }

    // Beside an officer it is the unit of that time: one that the caller reaches, or the one that the officer is in.
    private static string? OutOfReach(Reach reach, Scene scene) =>
        scene.Unit is { } unit
        && scene.State is null
        && unit.UnitCode != scene.Officer?.UnitCode
        && !reach.Covers(unit.UnitCode, null)
            ? "unknown-unit"
            : null;

    private static Guid SubjectOf(Scene scene) =>
        scene.State switch
        {
            { } state => state.SubjectId,
            _ => scene.Officer?.Id ?? scene.Unit!.Id,
        };

    /// <summary>What a request is to do to what.</summary>
    private sealed record Target(Act Act, Guid? Stream, int? Part, JsonElement? Body);
}
