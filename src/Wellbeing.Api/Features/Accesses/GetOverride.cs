using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>One access taken beyond the usual reach: for who took it, for the officer and for auditors.</summary>
internal static class GetOverride
{
    private const string Sql = "SELECT state FROM readmodels.accesses WHERE id = $1 AND until IS NOT NULL";

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/overrides/{id:guid}", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Officer, Role.PoliticalOfficer, Role.Counsellor)
            .Describe(
                new Operation(Does.ReadOne, "getOverride", "An access beyond the usual reach")
                {
                    Answer = typeof(AccessItem),
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        Reaching reaching,
        AccessLog log,
        Guid id
    )
    {
        var caller = Reaching.As(http);
        var (item, version) = await ReadAsync(database, log, id, http.RequestAborted);
        var reach = await reaching.OfAsync(
            caller with
            {
                Roles = caller.Roles.Intersect([Role.Auditor, Role.Officer]).ToHashSet(),
            },
            http.RequestAborted
        );
        if (item is null || !(item.By == caller.Sub || reach.IsEverything || reach.OfficerIds.Contains(item.OfficerId)))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        return Etags.NotModified(http, Etags.Of(version)) ?? Results.Bytes(AccessLog.Json(item), "application/json");
    }

    private static async Task<(AccessItem? Item, long Version)> ReadAsync(
        NpgsqlDataSource database,
        AccessLog log,
        Guid id,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(Lookups.Value(id));
        await using var reader = await command.ExecuteReaderAsync(stop);
        var items = await log.ReadAsync(reader, stop);
        // It is taken, and reviewed once: nothing else happens to it.
        return items.Count == 0 ? (null, 0) : (items[0], items[0].Verdict is null ? 1 : 2);
    }
}
