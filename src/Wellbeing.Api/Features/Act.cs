using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>A request that puts something on record.</summary>
internal interface IActRequest
{
    /// <summary>When it happened, where the caller says so.</summary>
    DateTimeOffset? OccurredAt { get; }
}

/// <summary>
/// One use case: what it has to know, and the pure decision that it takes. The HTTP interface and the import run the same
/// act, so that they cannot differ in a rule.
/// </summary>
internal abstract class Act
{
    /// <summary>The stored type of the event that it makes.</summary>
    public abstract EventType Event { get; }

    public abstract Type RequestType { get; }

    /// <summary>Whether it starts a stream.</summary>
    public bool Starts { get; init; }

    /// <summary>Of several acts that one route or one type of event stands for, whether a body is this one's.</summary>
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

    /// <summary>Codes of what it names and may not exist.</summary>
    public abstract IReadOnlyList<string> Unknown { get; }

    /// <param name="body">The request's fields.</param>
    /// <param name="besides">Name of a field that may stand beside them and is not read.</param>
    public abstract (object? Request, FieldErrors Errors) Bind(JsonElement body, string? besides = null);

    public abstract Needs NeedsOf(object request);

    /// <summary>What a body names even where the rest of it is wrong: it is looked up first, since 404 comes before 400.</summary>
    public abstract Needs NamedIn(JsonElement body);

    /// <summary>Whether a request of this act comes from another record at all.</summary>
    public abstract bool HasOrigin(object request);

    /// <summary>The request's own date, from which the time of the event follows where none is given.</summary>
    public abstract DateOnly? DayOf(object request);

    /// <summary>The same where it is a time, with the field that holds it.</summary>
    public abstract (string Field, DateTimeOffset At)? MomentOf(object request);

    /// <summary>Times that it tells of what has happened, by their fields: they cannot lie ahead.</summary>
    public abstract IEnumerable<(string Field, DateTimeOffset At)> PastOf(object request);

    /// <summary>Whether the stream has the part that the route numbers.</summary>
    public Func<object, int, bool> HasPart { get; init; } = (_, _) => true;

    /// <summary>What shows only where the stream stands: a request that does not go with it is bad input.</summary>
    public abstract void CheckOn(object state, object request, FieldErrors errors);

    /// <summary>The request for that part; one that names a part itself is wrong.</summary>
    public abstract object ForPart(object request, int number, FieldErrors errors);

    public abstract Decision Decide(Scene scene, object request);

    /// <summary>The identity to store with it, or null.</summary>
    public abstract IdentityRow? IdentityOf(Scene scene, object request);

    /// <summary>The path of the stream that it starts.</summary>
    public abstract string LocationOf(Scene scene, object request);

    /// <summary>Whether the request holds text to be sealed.</summary>
    public abstract bool HasText(object request);
}

/// <summary>An act described by its parts.</summary>
internal sealed class Act<TRequest> : Act
    where TRequest : class, IActRequest
{
    private readonly Func<Scene, TRequest, Decision> _decide;

    public Act(string eventType, Func<Scene, TRequest, Decision> decide)
    {
        Event = Catalogue.Named(eventType) ?? throw new ArgumentException("No such type of event.", nameof(eventType));
        Starts = Event is { Starts: true, Continues: false };
        _decide = decide;
    }

    public override EventType Event { get; }

    public Func<TRequest, Needs> Needs { get; init; } = _ => Features.Needs.Nothing;

    /// <summary>Name of the field that names a unit which has to exist.</summary>
    public string? UnitField { get; init; }

    /// <summary>Whether <c>officerId</c> or <c>badgeNumber</c> name an officer who has to exist.</summary>
    public bool NamesOfficer { get; init; }

    /// <summary>Whether lists name officers who have to exist, each of them.</summary>
    public bool ListsOfficers { get; init; }

    /// <summary>Whether it names an entry of the officer's record that has to exist.</summary>
    public bool NamesEntry { get; init; }

    /// <summary>Fields that become part of a path, and so hold only what a path takes as it is.</summary>
    public Func<TRequest, IReadOnlyList<(string Field, string? Code)>> Codes { get; init; } = _ => [];

    /// <summary>Fields that hold the opaque id of a person: what a token's subject may be, and no name.</summary>
    public Func<TRequest, IReadOnlyList<(string Field, string? Id)>> People { get; init; } = _ => [];

    /// <summary>What no field shows by itself.</summary>
    public Action<TRequest, FieldErrors> Check { get; init; } = (_, _) => { };

    /// <summary>What no field shows without the stream's state.</summary>
    public Action<object, TRequest, FieldErrors> Against { get; init; } = (_, _, _) => { };

    public Func<TRequest, bool> Originates { get; init; } = _ => true;

    public Func<TRequest, DateOnly?> Day { get; init; } = _ => null;

    public Func<TRequest, (string Field, DateTimeOffset At)?> Moment { get; init; } = _ => null;

    public Func<TRequest, IEnumerable<(string Field, DateTimeOffset? At)>> Past { get; init; } = _ => [];

    public Func<TRequest, int, FieldErrors, TRequest> Part { get; init; } = (request, _, _) => request;

    public Func<Scene, TRequest, IdentityRow?> Identity { get; init; } = (_, _) => null;

    public Func<Scene, TRequest, string> Location { get; init; } = (scene, _) => $"/{scene.StreamId}";

    public Func<TRequest, bool> Text { get; init; } = _ => false;

    public override Type RequestType => typeof(TRequest);

    public override IReadOnlyList<string> Unknown =>
        [
            .. NamesOfficer || ListsOfficers ? ["unknown-officer"] : Array.Empty<string>(),
            .. UnitField is null ? Array.Empty<string>() : ["unknown-unit"],
            .. NamesEntry ? ["unknown-entry"] : Array.Empty<string>(),
            .. Origin is null ? Array.Empty<string>() : [$"unknown-{Origin.Kind.Word()}"],
        ];

    public override (object?, FieldErrors) Bind(JsonElement body, string? besides = null)
    {
        var bound = Body.Bind<TRequest>(body, besides);
        if (bound.Ok)
        {
            Check(bound.Value, bound.Errors);
            foreach (var (field, code) in Codes(bound.Value))
            {
                if (code?.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') == false)
                    bound.Errors.Add(field, "code");
            }
            foreach (var (field, id) in People(bound.Value))
            {
                if (id is not null && !Actors.IsPerson(id))
                    bound.Errors.Add(field, "person");
            }
        }
        return (bound.Errors.Any ? null : bound.Value, bound.Errors);
    }

    public override Needs NamedIn(JsonElement body)
    {
        var raw = new Bound<TRequest>(null, new FieldErrors(), body);
        return new Needs
        {
            Officer = NamesOfficer
                ? OfficerName.Of(
                    raw.RawString("officerId") is { } text && Guid.TryParse(text, out var id) ? id : null,
                    raw.RawString("badgeNumber")
                )
                : null,
            Unit = UnitField is null ? null : raw.RawString(UnitField),
        };
    }

    public override Needs NeedsOf(object request) => Needs((TRequest)request);

    public override bool HasOrigin(object request) => Originates((TRequest)request);

    public override DateOnly? DayOf(object request) => Day((TRequest)request);

    public override (string, DateTimeOffset)? MomentOf(object request) => Moment((TRequest)request);

    public override IEnumerable<(string Field, DateTimeOffset At)> PastOf(object request)
    {
        if (Moment((TRequest)request) is { } moment)
            yield return moment;
        foreach (var (field, at) in Past((TRequest)request))
        {
            if (at is { } told)
                yield return (field, told);
        }
    }

    public override void CheckOn(object state, object request, FieldErrors errors) =>
        Against(state, (TRequest)request, errors);

    public override object ForPart(object request, int number, FieldErrors errors) =>
        Part((TRequest)request, number, errors);

    public override Decision Decide(Scene scene, object request) => _decide(scene, (TRequest)request);

    public override IdentityRow? IdentityOf(Scene scene, object request) => Identity(scene, (TRequest)request);

    public override string LocationOf(Scene scene, object request) => Location(scene, (TRequest)request);

    public override bool HasText(object request) => Text((TRequest)request);
}
