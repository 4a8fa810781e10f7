using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>Who read what of an officer's record and what for, the latest first: for the officer and for auditors.</summary>
internal static class ListAccesses
{
    // A day's readings of the history have no stream: their id follows from whose and when.
    public const string Sql = """
        SELECT state, id, officer_id, reader, role, at, last_at, reads FROM (
            SELECT data AS state, id, officer_id, NULL AS reader, NULL AS role, at, NULL::timestamptz AS last_at, NULL::bigint AS reads
            FROM readmodels.mt_doc_access WHERE officer_id = $1
            UNION ALL
            SELECT NULL, md5(concat_ws('/', officer_id, (array_agg(reader ORDER BY first_at, id))[1], day))::uuid, officer_id,
                (array_agg(reader ORDER BY first_at, id))[1], (array_agg(role ORDER BY first_at, id))[1], min(first_at), max(last_at),
                sum(reads)::bigint
            FROM journal.history_reads WHERE officer_id = $1
            GROUP BY officer_id, journal.person(reader), day) AS a
        WHERE (at, id) < ($2, $3)
        ORDER BY at DESC, id DESC LIMIT $4
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/officers/{id}/accesses", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Officer)
            .Describe(
                new(Does.List, "listAccesses", "Lists who read what of an officer's record and what for")
                {
                    Answer = typeof(AccessItem),
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        string id,
        NpgsqlDataSource database,
        AccessScopes scopes,
        HistoryReads reads,
        AccessLog log
    )
    {
        var query = new Query(http);
        var page = Page.Of<(DateTimeOffset At, Guid Id)>(query);
        var refused = query.Refusal();
        if (!ValueFormats.TryId(id, out var officer) || await scopes.FindAsync(http, officer) is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        if (refused is not null)
            return refused;
        // What this process has counted and not yet written is no less true.
        await reads.FlushAsync(http.RequestAborted, officer);
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(SqlParameter.Of(officer));
        command.Parameters.Add(SqlParameter.Of(page.After?.At ?? DateTimeOffset.MaxValue));
        command.Parameters.Add(SqlParameter.Of(page.After?.Id ?? Guid.Empty));
        command.Parameters.Add(SqlParameter.Of(page.Limit + 1));
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return AccessLog.Answer(http, page, await log.ReadAsync(reader, http.RequestAborted));
    }
}
