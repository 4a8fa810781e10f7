using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>A request that puts something on record.</summary>
internal interface IUseCaseRequest
{
    /// <summary>When it happened, where the caller says so.</summary>
    DateTimeOffset? OccurredAt { get; }
}

/// <summary>A request of what happens when it is put on record: nobody dates it.</summary>
internal interface IUndatedRequest : IUseCaseRequest
{
    DateTimeOffset? IUseCaseRequest.OccurredAt => null;
}

/// <summary>A request that names an officer, by id or by badge number and not by both.</summary>
internal interface INamesOfficer : IUseCaseRequest
{
    Guid? OfficerId { get; }

    string? BadgeNumber { get; }
}

/// <summary>A request that names an officer and may name the unit of that time.</summary>
internal interface IAboutOfficer : INamesOfficer
{
    string? UnitCode { get; }
}

/// <summary>Of which kind the records are from which one comes, and how a source system's line names them.</summary>
/// <param name="Kind">Their kind.</param>
/// <param name="Field">The field that names them by id.</param>
/// <param name="SourceField">The field of an import's line that names them by the source's keys.</param>
internal sealed record Origin(StreamKind Kind, string Field, string SourceField);

/// <summary>An identity to store with an event.</summary>
/// <param name="Row">The identity.</param>
/// <param name="FormerBadgeNumber">The badge number that it replaces, which names nobody from then on.</param>
internal sealed record IdentityChange(IdentityRow Row, string? FormerBadgeNumber = null);

/// <summary>
/// One use case: what it loads, and the pure decision that it takes. HTTP (<see cref="AppendPipeline" />) and the import run the
/// same one, so that they cannot differ in a rule.
/// </summary>
internal abstract class UseCase(string eventType, bool starts)
{
    /// <summary>The stored type of the event that it makes.</summary>
    public EventType Event { get; } =
        Catalogue.Named(eventType) ?? throw new ArgumentException("No such type of event.", nameof(eventType));

    /// <summary>The type of the event that orders it beforehand, where the body's day is after the request's; null where it cannot be ordered.</summary>
    public EventType? Order { get; init; }

    /// <summary>Whether it starts a record.</summary>
    public bool Starts { get; } = starts;

    public abstract Type RequestType { get; }

    /// <summary>Of several use cases that one route or one type of event stands for, whether a body is this one's.</summary>
    public Func<JsonElement, bool> Fits { get; init; } = _ => true;

    /// <summary>The records from which this one may come.</summary>
    public Origin? Origin { get; init; }

    /// <summary>In which roles officers out of reach may be named.</summary>
    public IReadOnlyList<Role> Anyone { get; init; } = [];

    /// <summary>
    /// Refusals that would tell of an officer out of reach, and leave no trace: they are answered <c>unknown-officer</c>.
    /// </summary>
    public IReadOnlyList<string> Hidden { get; init; } = [];

    /// <summary>Whether it goes on while the officer's record is not to be processed.</summary>
    public bool WhileRestricted { get; init; }

    /// <summary>Codes with which it may refuse, for those who write against it.</summary>
    public IReadOnlyList<string> Refusals { get; init; } = [];

    /// <summary>A body as somebody would send it.</summary>
    [StringSyntax(StringSyntaxAttribute.Json)]
    public required string Example { get; init; }

    /// <summary>Name of the field that names a unit which has to exist.</summary>
    public string? UnitField { get; init; }

    /// <summary>Whether it only adds to the record: what happened later fits all the same, even the record's end.</summary>
    public bool Additive { get; init; }

    /// <summary>Whether it may name a unit that is closed on its day, since it tells of an earlier time.</summary>
    public bool OfClosedUnits { get; init; }

    /// <summary>Whether <c>officerId</c> or <c>badgeNumber</c> name an officer who has to exist.</summary>
    public bool NamesOfficer { get; init; }

    /// <summary>Whether lists name officers who have to exist, each of them.</summary>
    public bool ListsOfficers { get; init; }

    /// <summary>Whether it names an entry of the officer's record that has to exist.</summary>
    public bool NamesEntry { get; init; }

    /// <summary>Codes of what it names and may not exist.</summary>
    public IReadOnlyList<string> Unknown =>
        [
            .. NamesOfficer || ListsOfficers ? ["unknown-officer"] : Array.Empty<string>(),
            .. UnitField is null ? Array.Empty<string>() : ["unknown-unit"],
            .. NamesEntry ? ["unknown-entry"] : Array.Empty<string>(),
            .. Origin is null ? Array.Empty<string>() : [$"unknown-{Origin.Kind.Word()}"],
        ];

    /// <summary>Reads a request of this use case; null where anything in it is wrong, and then the errors say what.</summary>
    /// <param name="body">The request's fields.</param>
    /// <param name="besides">Name of a field that may stand beside them and is not read.</param>
    /// <param name="part">Number of the record's part that the route names.</param>
    public abstract (UseCaseCall? Call, FieldErrors Errors) Bind(
        JsonElement body,
        string? besides = null,
        int? part = null
    );

    /// <summary>What a body names even where the rest of it is wrong: it is looked up first, since 404 comes before 400.</summary>
    public RecordQuery NamedIn(JsonElement body) =>
        RecordQuery.Of(
            NamesOfficer
                ? OfficerName.Of(
                    Guid.TryParse(Body.RawString(body, "officerId"), out var id) ? id : null,
                    Body.RawString(body, "badgeNumber")
                )
                : null,
            UnitField is null ? null : Body.RawString(body, UnitField)
        );

    /// <summary>Whether the record has the part that the route numbers.</summary>
    public virtual bool HasPart(IRecordState state, int number) => true;
}

/// <summary>A request of a use case that is whole, without its type.</summary>
/// <param name="UseCase">The use case.</param>
/// <param name="Query">What it loads for the request.</param>
/// <param name="OccurredAt">When it happened, where the request says so.</param>
/// <param name="When">When what it tells of holds.</param>
/// <param name="Past">Further times that it tells of what has happened, by their fields: they cannot lie ahead.</param>
/// <param name="Early">Days of the request that lie too early for the record and the day of the agreement, with the earliest that may be.</param>
/// <param name="HasText">Whether it holds text to be sealed.</param>
/// <param name="HasOrigin">Whether such a request comes from another record at all.</param>
/// <param name="CheckOn">Finds what shows only where the record stands: what does not go with it is bad input.</param>
/// <param name="Decide">Decides; the query is answered by then.</param>
/// <param name="IdentityOf">The identity to store with it, or null.</param>
/// <param name="LocationOf">The path of the record that it starts.</param>
internal sealed record UseCaseCall(
    UseCase UseCase,
    RecordQuery Query,
    DateTimeOffset? OccurredAt,
    ValidTime When,
    IReadOnlyList<(string Field, DateTimeOffset At)> Past,
    Func<IRecordState?, DateOnly, IEnumerable<(string Field, DateOnly Earliest)>> Early,
    bool HasText,
    bool HasOrigin,
    Action<IRecordState, FieldErrors> CheckOn,
    Func<DecisionContext, IRecordState?, Decision> Decide,
    Func<DecisionContext, IdentityChange?> IdentityOf,
    Func<DecisionContext, string> LocationOf
)
{
    /// <summary>When an event of its decision happens: what is ordered on its own day, everything else at the event's time.</summary>
    public DateTimeOffset TimeOf(ICareEvent made, DecisionContext context) =>
        context.IsOrder && Catalogue.Of(made) != context.Event
            ? context.Calendar.StartOf(When.Day!.Value)
            : context.OccurredAt;
}

/// <summary>A use case with its request and what it loads. What is erased for the pipeline is erased here, and nowhere else.</summary>
internal abstract class UseCase<TRequest, TFacts> : UseCase
    where TRequest : class, IUseCaseRequest
{
    private readonly Func<RecordQuery, TRequest, Loading<TFacts>> _load;
    private readonly Func<DecisionContext, IRecordState?, TFacts, TRequest, Decision> _decide;

    protected UseCase(
        string eventType,
        bool starts,
        Func<RecordQuery, TRequest, Loading<TFacts>> load,
        Func<DecisionContext, IRecordState?, TFacts, TRequest, Decision> decide
    )
        : base(eventType, starts)
    {
        (_load, _decide) = (load, decide);
        NamesOfficer = typeof(TRequest).IsAssignableTo(typeof(INamesOfficer));
        UnitField = typeof(TRequest).IsAssignableTo(typeof(IAboutOfficer)) ? "unitCode" : null;
    }

    /// <summary>Fields that become part of a path, and so hold only what a path takes as it is.</summary>
    public Func<TRequest, IReadOnlyList<(string Field, string? Code)>> Codes { get; init; } = _ => [];

    /// <summary>Fields that hold the opaque id of a person: what a token's subject may be, and no name.</summary>
    public Func<TRequest, IReadOnlyList<(string Field, string? Id)>> People { get; init; } = _ => [];

    /// <summary>What no field shows by itself.</summary>
    public Action<TRequest, FieldErrors> Check { get; init; } = (_, _) => { };

    public Func<TRequest, bool> Originates { get; init; } = _ => true;

    /// <summary>When what a request tells of holds. Every use case says it, so that none escapes the rules of time.</summary>
    public required Func<TRequest, ValidTime> When { get; init; }

    public Func<TRequest, IEnumerable<(string Field, DateTimeOffset? At)>> Past { get; init; } = _ => [];

    /// <summary>
    /// Days with the earliest that each may be, by the record and the day of the agreement. An import puts a breach on record.
    /// </summary>
    public Func<
        TRequest,
        IRecordState?,
        DateOnly,
        IEnumerable<(string Field, DateOnly? On, DateOnly? Earliest)>
    > NotBefore { get; init; } = (_, _, _) => [];

    public Func<TRequest, bool> Text { get; init; } = _ => false;

    /// <summary>The request for a numbered part of the record.</summary>
    public Func<TRequest, int, TRequest> Part { get; init; } = (request, _) => request;

    public Func<DecisionContext, TFacts, TRequest, IdentityChange?> Identity { get; init; } = (_, _, _) => null;

    /// <summary>The path of what it starts, where that is not found by its id among others of its kind.</summary>
    public Func<DecisionContext, TFacts, TRequest, string>? Location { get; init; }

    public override Type RequestType => typeof(TRequest);

    public override (UseCaseCall?, FieldErrors) Bind(JsonElement body, string? besides = null, int? part = null)
    {
        var bound = Body.Bind<TRequest>(body, besides);
        if (!bound.Ok)
            return (null, bound.Errors);
        var (request, errors) = (bound.Value, bound.Errors);
        if (request is INamesOfficer named)
            CheckNaming(named, errors);
        Check(request, errors);
        foreach (var (field, code) in Codes(request))
        {
            if (code?.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') == false)
                errors.Add(field, "code");
        }
        foreach (var (field, id) in People(request))
        {
            if (id is not null && !Actors.IsPerson(id))
                errors.Add(field, "person");
        }
        if (part is { } number && !errors.Any)
        {
            // The route's number stands; a body that numbers a part itself is wrong.
            if (Body.HasAny(body, "number"))
                errors.Add("number", "unknown");
            request = Part(request, number);
        }
        return (errors.Any ? null : CallOf(request), errors);
    }

    protected virtual void CheckOn(IRecordState state, TRequest request, FieldErrors errors) { }

    private static void CheckNaming(INamesOfficer request, FieldErrors errors)
    {
        if (request.OfficerId is null && request.BadgeNumber is null)
            errors.Add("officerId", "missing");
        if (request.OfficerId is not null && request.BadgeNumber is not null)
            errors.Add("badgeNumber", "one-of", ("other", "officerId"));
    }

    private UseCaseCall CallOf(TRequest request)
    {
        var query = new RecordQuery();
        var facts = _load(query, request);
        return new UseCaseCall(
            this,
            query,
            request.OccurredAt,
            When(request),
            [.. Past(request).Where(x => x.At is not null).Select(x => (x.Field, x.At!.Value))],
            (state, agreedOn) =>
                NotBefore(request, state, agreedOn)
                    .Where(x => x.On < x.Earliest)
                    .Select(x => (x.Field, x.Earliest!.Value)),
            Text(request),
            Originates(request),
            (state, errors) => CheckOn(state, request, errors),
            (context, state) => _decide(context, state, facts.Value, request),
            context => Identity(context, facts.Value, request),
            context =>
                Location?.Invoke(context, facts.Value, request)
                ?? $"/api/v1/{Event.Stream.Record().Plural}/{context.StreamId}"
        );
    }
}

/// <summary>A use case that starts a record.</summary>
/// <param name="eventType">The stored type of its event.</param>
/// <param name="load">What it loads.</param>
/// <param name="decide">Its decision.</param>
internal sealed class StartRecord<TRequest, TFacts>(
    string eventType,
    Func<RecordQuery, TRequest, Loading<TFacts>> load,
    Func<DecisionContext, TFacts, TRequest, Decision> decide
) : UseCase<TRequest, TFacts>(eventType, true, load, (context, _, facts, request) => decide(context, facts, request))
    where TRequest : class, IUseCaseRequest;

/// <summary>A use case that continues a record.</summary>
/// <param name="eventType">The stored type of its event.</param>
/// <param name="load">What it loads beside the record.</param>
/// <param name="decide">Its decision.</param>
internal class ContinueRecord<TState, TRequest, TFacts>(
    string eventType,
    Func<RecordQuery, TRequest, Loading<TFacts>> load,
    Func<DecisionContext, TState, TFacts, TRequest, Decision> decide
)
    : UseCase<TRequest, TFacts>(
        eventType,
        false,
        load,
        (context, state, facts, request) => decide(context, (TState)state!, facts, request)
    )
    where TState : class, IRecordState
    where TRequest : class, IUseCaseRequest
{
    /// <summary>What no field shows without the record.</summary>
    public Action<TState, TRequest, FieldErrors> Against { get; init; } = (_, _, _) => { };

    /// <summary>Which parts the record has.</summary>
    public Func<TState, IEnumerable<int>>? Parts { get; init; }

    public override bool HasPart(IRecordState state, int number) =>
        Parts?.Invoke((TState)state).Contains(number) != false;

    protected override void CheckOn(IRecordState state, TRequest request, FieldErrors errors) =>
        Against((TState)state, request, errors);
}

/// <summary>A use case that continues a record and loads nothing beside it.</summary>
/// <param name="eventType">The stored type of its event.</param>
/// <param name="decide">Its decision.</param>
internal sealed class ContinueRecord<TState, TRequest>(
    string eventType,
    Func<DecisionContext, TState, TRequest, Decision> decide
)
    : ContinueRecord<TState, TRequest, ValueTuple>(
        eventType,
        (_, _) => new(() => default),
        (context, state, _, request) => decide(context, state, request)
    )
    where TState : class, IRecordState
    where TRequest : class, IUseCaseRequest;
