using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Notices;

/// <summary>The caller marks a notice as read. It is the caller's own mark and no fact of anybody's record.</summary>
internal static class ReadNotice
{
    /// <summary>Nothing more is to be said.</summary>
    internal sealed record Request;

    /// <summary>The mark.</summary>
    /// <param name="Id">The notice.</param>
    /// <param name="ReadAt">When it was first marked.</param>
    internal sealed record Mark(Guid Id, DateTimeOffset ReadAt);

    // Marked again it keeps its first time.
    private const string Sql = """
        INSERT INTO journal.notice_reads (reader, notice_id, at) VALUES ($1, $2, $3)
        ON CONFLICT (reader, notice_id) DO UPDATE SET reader = excluded.reader RETURNING at
        """;

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapPost("/notices/{id:guid}/read", HandleAsync)
            .AllowRoles(Audience.Readers)
            .Describe(
                new Operation(Does.Post, "readNotice", "Marks a notice as read")
                {
                    Requests = [typeof(Request)],
                    Examples = ["{ }"],
                    Answer = typeof(Mark),
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Guid id,
        Inbox inbox,
        NpgsqlDataSource database,
        TimeProvider clock
    )
    {
        var stop = http.RequestAborted;
        var body = await Body.ReadAsync(http, stop);
        if (body.Refusal is { } refused)
            return refused;
        var where = await inbox.OfAsync(http);
        where.And($"e.id = {where.Add(id)}");
        await using (var find = inbox.Select(where, "LIMIT 1"))
        {
            if (await find.ExecuteScalarAsync(stop) is null)
                return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        }
        var bound = Body.Bind<Request>(body.Utf8.IsEmpty ? "{}"u8.ToArray() : body.Utf8);
        bound.Errors.Add(Query.None(http));
        if (!bound.Ok || bound.Errors.Any)
            return Problems.BadInput(http, bound.Errors);
        await using var mark = database.CreateCommand(Sql);
        mark.Parameters.Add(SqlParameter.Of(AccessScopes.As(http).Sub.Key));
        mark.Parameters.Add(SqlParameter.Of(id));
        mark.Parameters.Add(SqlParameter.Of(clock.GetUtcNow().ToUniversalTime()));
        var at = (DateTime)(await mark.ExecuteScalarAsync(stop))!;
        return Results.Json(new Mark(id, new DateTimeOffset(at, TimeSpan.Zero)), Domain.CareJson.Options);
    }
}
