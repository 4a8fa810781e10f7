using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain.Accesses;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>One access taken beyond the usual reach: for who took it, for the officer and for auditors.</summary>
internal static class GetOverride
{
    private const string Sql =
        "SELECT data, mt_version FROM readmodels.mt_doc_access WHERE id = $1 AND until IS NOT NULL";

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
        AccessScopes scopes,
        AccessLog log,
        Guid id
    )
    {
        var caller = AccessScopes.As(http);
        var (access, version) = await FindAsync(database, id, http.RequestAborted);
        // Who took it sees it by that alone; the other roles that may take one reach no accesses.
        var readers = caller with
        {
            Roles = caller.Roles.Intersect([Role.Auditor, Role.Officer]).ToHashSet(),
        };
        var reach = await scopes.OfAsync(readers, http.RequestAborted);
        if (access is null || !(caller.Sub == access.By || reach.IsEverything || reach.Own == access.OfficerId))
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (new Query(http).Refusal() is { } refused)
            return refused;
        return Etags.NotModified(http, Etags.Of(version))
            ?? Results.Bytes(AccessLog.Json(await log.OpenAsync(access, http.RequestAborted)), "application/json");
    }

    private static async Task<(Access? Access, long Version)> FindAsync(
        NpgsqlDataSource database,
        Guid id,
        CancellationToken stop
    )
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(SqlParameter.Of(id));
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop) ? (reader.State<Access>(0), reader.GetInt64(1)) : (null, 0);
    }
}
