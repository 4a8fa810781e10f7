using System.Text.Json;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Units;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features;

/// <summary>Maps use cases to routes; a use case's file says its path and who may.</summary>
internal static class UseCaseRoutes
{
    /// <summary>A use case that starts a record.</summary>
    public static RouteHandlerBuilder MapStart(
        this IEndpointRouteBuilder routes,
        string path,
        UseCase useCase,
        string summary
    ) => routes.MapStarts(path, summary, useCase);

    /// <summary>Use cases that start a record and share a route: the body says which.</summary>
    public static RouteHandlerBuilder MapStarts(
        this IEndpointRouteBuilder routes,
        string path,
        string summary,
        params UseCase[] useCases
    ) =>
        routes
            .MapPost(path, (HttpContext http, AppendPipeline pipeline) => pipeline.RunAsync(http, useCases, null))
            .Declare(summary, useCases);

    /// <summary>A use case on the record whose id the route names.</summary>
    public static RouteHandlerBuilder MapContinue(
        this IEndpointRouteBuilder routes,
        string path,
        UseCase useCase,
        string summary
    ) =>
        routes
            .MapPost(
                path,
                (HttpContext http, AppendPipeline pipeline, Guid id) => pipeline.RunAsync(http, [useCase], id)
            )
            .Declare(summary, useCase);

    /// <summary>A use case on a part of the record, by the part's number.</summary>
    public static RouteHandlerBuilder MapPart(
        this IEndpointRouteBuilder routes,
        string path,
        UseCase useCase,
        string summary,
        string? id = null
    )
    {
        var endpoint = routes.MapPost(
            path,
            (HttpContext http, AppendPipeline pipeline, Guid id, int number) =>
                pipeline.RunAsync(http, [useCase], id, number)
        );
        return id is null ? endpoint.Declare(summary, useCase) : endpoint.Declare(summary, id, [useCase]);
    }

    /// <summary>A use case on the unit whose code the route names.</summary>
    public static RouteHandlerBuilder MapUnit(
        this IEndpointRouteBuilder routes,
        string path,
        UseCase useCase,
        string summary
    ) =>
        routes
            .MapPost(
                path,
                async (HttpContext http, AppendPipeline pipeline, NpgsqlDataSource database, string code) =>
                    await pipeline.RunAsync(
                        http,
                        [useCase],
                        // No stream has the empty id: an unknown code ends where an unknown id does.
                        await UnitTree.IdOfAsync(database, code, http.RequestAborted) ?? Guid.Empty
                    )
            )
            .Declare(summary, useCase);

    private static RouteHandlerBuilder Declare(
        this RouteHandlerBuilder endpoint,
        string summary,
        params UseCase[] useCases
    ) =>
        endpoint.Declare(
            summary,
            JsonNamingPolicy.CamelCase.ConvertName(useCases[0].RequestType.DeclaringType!.Name),
            useCases
        );

    /// <summary>Says what an endpoint does whose route is one of a kind.</summary>
    public static RouteHandlerBuilder Declare(
        this RouteHandlerBuilder endpoint,
        string summary,
        string id,
        IReadOnlyList<UseCase> useCases
    ) =>
        endpoint
            .WithMetadata([.. useCases])
            .Describe(
                new Operation(useCases[0].Starts ? Does.Create : Does.Append, id, summary)
                {
                    Requests = [.. useCases.Select(x => x.RequestType)],
                    Examples = [.. useCases.Select(x => x.Example)],
                    Answer = typeof(Receipt),
                    Conflicts =
                    [
                        .. useCases.SelectMany(x => x.Refusals.Concat(Withheld(x)).Concat(Absent(x))).Distinct(),
                    ],
                    Unknown = [.. useCases.SelectMany(x => x.Unknown).Distinct()],
                }
            );

    /// <summary>How it is refused where an officer's record is closed: nothing closes a unit's, or that of whom it begins with.</summary>
    private static string[] Withheld(UseCase useCase) =>
        useCase.Event.Stream.Record().Owner is RecordOwner.Unit or RecordOwner.Bureau
        || useCase is { Starts: true, Event.Stream: StreamKind.Officer }
            ? []
        : useCase.WhileRestricted ? [ClosedRecord[0]]
        : ClosedRecord;

    /// <summary>How what is about an officer who did not serve on its day is refused, or about another unit than that of the day.</summary>
    private static string[] Absent(UseCase useCase) =>
        useCase.Event.Stream.Record().Owner is RecordOwner.Bureau
        || (useCase.Event.Stream.Record().Owner is RecordOwner.Unit && !useCase.ListsOfficers)
        || useCase is { Starts: true, Event.Stream: StreamKind.Officer }
            ? []
        : useCase is { NamesOfficer: true, UnitField: not null } ? [.. AbsentOfficer, "not-in-unit"]
        : AbsentOfficer;

    private static readonly string[] AbsentOfficer = ["before-appointment", "already-departed"];

    /// <summary>How what is about an officer is refused whose record is closed.</summary>
    public static readonly string[] ClosedRecord = ["officer-erased", "processing-restricted"];
}
