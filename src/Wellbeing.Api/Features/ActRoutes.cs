using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Journal;

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
            .MapPost(path, (HttpContext http, Acting acting) => acting.RunAsync(http, act, null))
            .Declare(act, summary);

    /// <summary>An act on the stream whose id the route names.</summary>
    public static RouteHandlerBuilder MapAct(this IEndpointRouteBuilder routes, string path, Act act, string summary) =>
        routes
            .MapPost(path, (HttpContext http, Acting acting, Guid id) => acting.RunAsync(http, act, id))
            .Declare(act, summary);

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
                        act,
                        // No stream has the empty id: an unknown code ends where an unknown id does.
                        await Lookups.UnitIdAsync(database, code, http.RequestAborted) ?? Guid.Empty
                    )
            )
            .Declare(act, summary);

    private static RouteHandlerBuilder Declare(this RouteHandlerBuilder endpoint, Act act, string summary) =>
        endpoint
            .WithMetadata(act)
            .Describe(
                new Operation(
                    act.Event.Starts ? Does.Create : Does.Append,
                    JsonNamingPolicy.CamelCase.ConvertName(act.RequestType.DeclaringType!.Name),
                    summary
                )
                {
                    Request = act.RequestType,
                    Example = act.Example,
                    Answer = typeof(Receipt),
                    Conflicts = act.Refusals,
                    Unknown = act.Unknown,
                }
            );
}
