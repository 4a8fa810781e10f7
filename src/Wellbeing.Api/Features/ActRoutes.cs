using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>Maps acts to routes; a use case's file says its path and who may.</summary>
internal static class ActRoutes
{
    /// <summary>An act that starts a stream.</summary>
    public static RouteHandlerBuilder MapStart(
        this IEndpointRouteBuilder routes,
        string path,
        Act act,
        string summary
    ) =>
        routes
            .MapPost(path, (HttpContext http, Acting acting) => acting.RunAsync(http, [act], null))
            .Declare(summary, act);

    /// <summary>Acts that start a stream and share a route: the body says which.</summary>
    public static RouteHandlerBuilder MapStarts(
        this IEndpointRouteBuilder routes,
        string path,
        string summary,
        params Act[] acts
    ) =>
        routes
            .MapPost(path, (HttpContext http, Acting acting) => acting.RunAsync(http, acts, null))
            .Declare(summary, acts);

    /// <summary>An act on the stream whose id the route names.</summary>
    public static RouteHandlerBuilder MapAct(this IEndpointRouteBuilder routes, string path, Act act, string summary) =>
        routes
            .MapPost(path, (HttpContext http, Acting acting, Guid id) => acting.RunAsync(http, [act], id))
            .Declare(summary, act);

    /// <summary>An act on a part of the stream, by the part's number.</summary>
    public static RouteHandlerBuilder MapPartAct(
        this IEndpointRouteBuilder routes,
        string path,
        Act act,
        string summary
    ) =>
        routes
            .MapPost(
                path,
                (HttpContext http, Acting acting, Guid id, int number) => acting.RunAsync(http, [act], id, number)
            )
            .Declare(summary, act);

    /// <summary>An act on the unit whose code the route names.</summary>
    public static RouteHandlerBuilder MapUnitAct(
        this IEndpointRouteBuilder routes,
        string path,
        Act act,
        string summary
    ) =>
        routes
            .MapPost(
                path,
                async (HttpContext http, Acting acting, NpgsqlDataSource database, string code) =>
                    await acting.RunAsync(
                        http,
                        [act],
                        // No stream has the empty id: an unknown code ends where an unknown id does.
                        await Lookups.UnitIdAsync(database, code, http.RequestAborted) ?? Guid.Empty
                    )
            )
            .Declare(summary, act);

    private static RouteHandlerBuilder Declare(this RouteHandlerBuilder endpoint, string summary, params Act[] acts) =>
        endpoint.Declare(
            summary,
            JsonNamingPolicy.CamelCase.ConvertName(acts[0].RequestType.DeclaringType!.Name),
            acts
        );

    /// <summary>Says what an endpoint does whose route is one of a kind.</summary>
    public static RouteHandlerBuilder Declare(
        this RouteHandlerBuilder endpoint,
        string summary,
        string id,
        IReadOnlyList<Act> acts
    ) =>
        endpoint
            .WithMetadata([.. acts])
            .Describe(
                new Operation(acts[0].Starts ? Does.Create : Does.Append, id, summary)
                {
                    Requests = [.. acts.Select(x => x.RequestType)],
                    Examples = [.. acts.Select(x => x.Example)],
                    Answer = typeof(Receipt),
                    Conflicts = [.. acts.SelectMany(x => x.Refusals.Concat(Withheld(x))).Distinct()],
                    Unknown = [.. acts.SelectMany(x => x.Unknown).Distinct()],
                }
            );

    /// <summary>How it is refused where an officer's record is closed: nothing closes a unit's, or that of whom it begins with.</summary>
    private static string[] Withheld(Act act) =>
        act.Event.Stream.Record().Owner is RecordOwner.Unit or RecordOwner.Bureau
        || act is { Starts: true, Event.Stream: StreamKind.Officer }
            ? []
        : act.WhileRestricted ? [ClosedRecord[0]]
        : ClosedRecord;

    /// <summary>How what is about an officer is refused whose record is closed.</summary>
    public static readonly string[] ClosedRecord = ["officer-erased", "processing-restricted"];
}
