using System.Collections.Frozen;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Assessments;
using Wellbeing.Api.Features.Policies;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features;

/// <summary>
/// The way of every request that appends: key, record, what the body names, the body, If-Match, the decision, the journal,
/// the answer. Faults are answered in the contract's order: 404, 400, 412, 409.
/// </summary>
internal sealed class AppendPipeline(
    NpgsqlDataSource database,
    EventJournal journal,
    Idempotency repetitions,
    KeyStore keys,
    AccessScopes scopes,
    BureauCalendar calendar,
    ErasureSettings erasures,
    PoliciesInForce policies
)
{
    /// <summary>Refusals that a day or time in the body gives rise to.</summary>
    private static readonly FrozenSet<string> ByDay =
    [
        "before-appointment",
        "already-departed",
        "not-in-unit",
        "conflicts-with-later",
        "out-of-order",
        "unit-closed",
    ];

    /// <summary>Runs a use case on a record that is there, or starts one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="useCases">The use case; of several that share a route, the body's is the first that it fits, else the last.</param>
    /// <param name="stream">Id of the record; null where the use case starts one.</param>
    /// <param name="part">Number of the record's part that the route names; null where it names none.</param>
    public async Task<IResult> RunAsync(
        HttpContext http,
        IReadOnlyList<UseCase> useCases,
        Guid? stream,
        int? part = null
    )
    {
        var errors = Query.None(http);
        var hasQuery = errors.Any;
        var body = await Body.ReadAsync(http, http.RequestAborted);
        if (body.Refusal is { } refused)
            return refused;
        // A use case that asks for nothing may come without a body.
        var parsed = Body.TryParse(body.Utf8.IsEmpty ? "{}"u8.ToArray() : body.Utf8, errors, out var root);
        var useCase = parsed ? useCases.FirstOrDefault(x => x.Fits(root)) ?? useCases[^1] : useCases[^1];
        var target = new Target(useCase, stream, part, parsed ? root : null);
        // What is asked wrongly is no repetition.
        return repetitions.KeyOf(http, body.Utf8, useCases[0].Event, stream, part, errors) is { } key && !hasQuery
            ? await repetitions.OnceAsync(http, useCase.Event.Stream, key, () => DecideAsync(http, target, key, errors))
            : await DecideAsync(http, target, null, errors);
    }

    private async Task<IResult> DecideAsync(HttpContext http, Target target, RequestKey? key, FieldErrors errors)
    {
        var stop = http.RequestAborted;
        var useCase = target.UseCase;
        var caller = AccessScopes.As(http);
        await using var connection = await database.OpenConnectionAsync(stop);
        var reach = await scopes.OfAsync(caller, connection, stop);
        var record = target.Stream is { } id
            ? await LoadedRecord.FindAsync(connection, useCase.Event.Stream.Record(), id, stop)
            : null;
        if (
            target.Stream is not null
            && (record is null || (target.Part is { } part && !useCase.HasPart(record.State, part)))
        )
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");

        var call = Bind(target, record?.State, errors);
        var match = Etags.IfMatch(http.Request, errors);
        var timing = call is null
            ? Timing.Now(journal.Now)
            : Timing.Of(call, record?.State, call.OccurredAt, journal.Now, calendar, PolicyMode.Refuse, errors);
        var day = calendar.DayOf(timing.OccurredAt);
        if (
            record is not null
            && !await ReachesAsync(connection, useCase.Event.Stream.Record(), record, caller, reach, day, stop)
        )
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var query = call?.Query ?? (target.Body is { } body ? useCase.NamedIn(body) : new RecordQuery());
        // Where anybody may be named, only a request that is whole names somebody: what it finds out is on record.
        if (caller.Roles.Overlaps(useCase.Anyone) && (errors.Any || !match.Allows(record?.Version ?? 0)))
            query = new RecordQuery();
        var context = new QueryContext(record, caller.Sub, caller.Badge, reach, calendar, erasures.Announced, day);
        var missing = await query.LoadAsync(connection, context, stop);
        if (OutOfReach(useCase, caller, query, context, missing) is { } unseen)
            return Problems.Of(http, StatusCodes.Status404NotFound, unseen);
        if (ListedOfficers.Unknown(query.Listed, context.Reaches) is { } unknown)
            return Problems.Of(http, StatusCodes.Status404NotFound, "unknown-officer", unknown);
        if (errors.Any || call is null)
            return Problems.BadInput(http, errors);
        if (!match.Allows(record?.Version ?? 0))
            return Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version");
        if (Withheld(useCase, record, query.FoundOfficer, reach) is { } withheld)
            return Problems.Of(http, StatusCodes.Status409Conflict, withheld);
        if (ListedOfficers.Withheld(query.Listed, useCase) is { } closed)
            return Problems.Of(http, StatusCodes.Status409Conflict, closed.Code, closed.Places);
        var then = record is null ? null : timing.Then(record.State.Id, record.OccurredAt, calendar);
        if (then is not null)
            await RecordQuery.AskAsync(connection, [then.Statement], stop);
        if (record is not null && then is null && timing.OccurredAt < record.OccurredAt)
            return Problems.Of(http, StatusCodes.Status409Conflict, "out-of-order");
        await connection.CloseAsync();

        SubjectKey? subject = null;
        try
        {
            if (call.HasText)
                subject = await keys.GetAsync(
                    record?.State.SubjectId ?? query.FoundOfficer?.Id ?? query.FoundUnit!.Id,
                    stop
                );
        }
        catch (SubjectErasedException)
        {
            return Problems.Of(http, StatusCodes.Status409Conflict, "officer-erased");
        }
        var decided = new DecisionContext(
            target.Stream ?? Guid.CreateVersion7(journal.Now),
            key?.EventId ?? Guid.CreateVersion7(journal.Now),
            timing.IsOrder ? useCase.Order! : useCase.Event,
            then?.At ?? timing.OccurredAt,
            journal.Now,
            caller.Sub,
            caller.Roles,
            record?.UnitOn(day) ?? "",
            PolicyMode.Refuse,
            await policies.GetAsync(stop),
            calendar,
            subject
        )
        {
            IsOrder = timing.IsOrder,
            Version = (record?.Version ?? 0) + 1,
        };
        var decision = TimedDecision.Of(call, decided, record?.State, then, record?.Officer ?? query.FoundOfficer);
        if (decision.Refusal is { } untold && !query.WithinReach && useCase.Hidden.Contains(untold.Code))
            return Problems.Of(http, StatusCodes.Status404NotFound, "unknown-officer");
        if (decision.Refusal is { } refusal)
            return Refused(http, refusal, call.When);
        // What was put on record meanwhile, and would have been decided upon: then it is decided anew.
        return await AppendAsync(http, call, decided, decision, record, key, match.Given)
            ?? await DecideAsync(http, target, key, errors);
    }

    /// <summary>
    /// Whether the record is within reach: by the unit of now, or by that of the event's day, whose officers it may record.
    /// Another system continues care records and units' records that it began, and no others'.
    /// </summary>
    private static async Task<bool> ReachesAsync(
        NpgsqlConnection connection,
        RecordKind kind,
        LoadedRecord record,
        Caller caller,
        AccessScope reach,
        DateOnly day,
        CancellationToken stop
    ) =>
        (kind.IsCare || kind is { Owner: RecordOwner.Unit, IsSubject: false }) && caller.Roles.Contains(Role.Integrator)
            ? await CareRecords.HasPostedAsync(connection, caller, record.State.Id, stop)
            : record.Within(reach)
                || Assigner.Reaches(caller, record.State)
                || reach.Covers(record.UnitOn(day), record.OfficerId);

    // A refusal of a body with a day of its own names that field.
    private static IResult Refused(HttpContext http, Refusal refusal, ValidTime when)
    {
        var errors = new FieldErrors();
        if (when.Field is { } field && ByDay.Contains(refusal.Code))
            errors.Add(field, "at-odds");
        return Problems.Of(
            http,
            StatusCodes.Status409Conflict,
            refusal.Code,
            errors.Any ? errors : null,
            ("rule", refusal.Rule),
            ("facts", refusal.Facts is null ? null : string.Join(", ", refusal.Facts))
        );
    }

    /// <summary>Why nothing may be put on record about the officer, or null.</summary>
    private static string? Withheld(UseCase useCase, LoadedRecord? record, Officer? named, AccessScope reach)
    {
        var officer = record is null ? named?.Id : record.OfficerId;
        var restriction = record?.Restriction ?? RecordRestriction.Of(named);
        return restriction.Withheld(useCase, officer is not null && reach.Own == officer);
    }

    /// <summary>The code of what the body names and is not there within reach, or null.</summary>
    private static string? OutOfReach(
        UseCase useCase,
        Caller caller,
        RecordQuery query,
        QueryContext context,
        string? missing
    )
    {
        // Beside an officer it is the unit of that time: one that the caller reaches, or the one that the officer is in.
        var wrong =
            missing is null
            && query.FoundUnit is { } unit
            && context.Record is null
            && unit.UnitCode != query.FoundOfficer?.UnitOn(context.Day)
            && !context.Reach.Covers(unit.UnitCode, null)
                ? "unknown-unit"
                : missing;
        // Whoever is out of reach is answered like whoever is not there, whatever else is named.
        return query.FoundOfficer is null || query.WithinReach ? wrong
            : caller.Roles.Overlaps(useCase.Anyone) && wrong is null ? null
            : "unknown-officer";
    }

    private static UseCaseCall? Bind(Target target, IRecordState? state, FieldErrors errors)
    {
        if (target.Body is not { } body)
            return null;
        var (call, faults) = target.UseCase.Bind(body, part: target.Part);
        if (state is not null)
            call?.CheckOn(state, faults);
        errors.Add(faults);
        return faults.Any ? null : call;
    }

    private async Task<IResult?> AppendAsync(
        HttpContext http,
        UseCaseCall call,
        DecisionContext context,
        Decision decision,
        LoadedRecord? record,
        RequestKey? key,
        bool conditional
    )
    {
        var kind = call.UseCase.Event.Stream.Record();
        var status = record is null ? StatusCodes.Status201Created : StatusCodes.Status200OK;
        var location = record is null ? call.LocationOf(context) : null;
        var entry = new JournalEntry(
            kind.Stream,
            context.StreamId,
            record?.Version ?? 0,
            record?.State,
            [
                .. decision.Events.Select(
                    (fact, place) =>
                        new NewEvent(KeyedIds.Following(context.EventId, place), fact, call.TimeOf(fact, context))
                ),
            ],
            new Author(context.Actor.Id, Activity.Current?.TraceId.ToHexString(), Role: Caller.ActingAs(context.Roles))
        )
        {
            Identity = call.IdentityOf(context)?.Row,
            Reply = key is null ? null : new ReplyKey(key.Key, key.Fingerprint, status, location),
        };
        var appended = await journal.AppendAsync(
            entry,
            http.RequestAborted,
            record is null && kind.IsSubject ? () => keys.CreateAsync([context.StreamId], http.RequestAborted) : null
        );
        if (appended.Receipt is not null && kind.Stream == StreamKind.Policy)
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
            Conflict.Busy => Problems.Of(
                http,
                StatusCodes.Status503ServiceUnavailable,
                Problems.CodeOf(StatusCodes.Status503ServiceUnavailable)
            ),
            Conflict.Repeated when key is not null => Refused("already-recorded"),
            Conflict.BadgeNumber => Refused("badge-number-in-use"),
            Conflict.UnitCode => Refused("unit-code-in-use"),
            Conflict.Deed => Refused("deed-already-rewarded"),
            Conflict.Serial => Refused("serial-in-use"),
            Conflict.Leave => null,
            Conflict.Period => Refused($"{kind.Word}-exists"),
            Conflict.Override => Refused("override-not-renewable"),
            _ when conditional => Problems.Of(http, StatusCodes.Status412PreconditionFailed, "stale-version"),
            _ => Refused("concurrent-change"),
        };

        IResult Refused(string code) => Problems.Of(http, StatusCodes.Status409Conflict, code);
    }

    /// <summary>What a request is to do to what.</summary>
    private sealed record Target(UseCase UseCase, Guid? Stream, int? Part, JsonElement? Body);
}
