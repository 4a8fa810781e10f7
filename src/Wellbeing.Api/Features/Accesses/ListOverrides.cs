using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;

namespace Wellbeing.Api.Features.Accesses;

/// <summary>Accesses taken beyond the usual reach, the latest first: for auditors, who review them.</summary>
internal static class ListOverrides
{
    /// <summary>Where one stands; <c>open</c> until it is reviewed, <c>overdue</c> where that is late.</summary>
    internal enum StatusFilter
    {
        Open,
        Closed,
        Overdue,
    }

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/overrides", HandleAsync)
            .AllowRoles(Role.Auditor)
            .Describe(
                new(Does.List, "listOverrides", "Lists accesses taken beyond the usual reach")
                {
                    Answer = typeof(AccessItem),
                    Query =
                    [
                        new("officer", typeof(Guid), "Id of the officer."),
                        new("by", typeof(string), "Opaque id of who took it."),
                        new(
                            "status",
                            typeof(StatusFilter),
                            "Open until reviewed; overdue 72 hours after it was taken."
                        ),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        TimeProvider clock,
        AccessLog log
    )
    {
        var query = new Query(http);
        var where = new SqlFilter();
        where.And("until IS NOT NULL");
        where.AndIf("officer_id = {0}", query.Id("officer"));
        where.AndIf(Persons.Same("by", "{0}"), Persons.KeyOf(query.Text("by")));
        switch (query.Choice<StatusFilter>("status"))
        {
            case StatusFilter.Open:
                where.And("open");
                break;
            case StatusFilter.Closed:
                where.And("NOT open");
                break;
            case StatusFilter.Overdue:
                var now = where.Add(clock.GetUtcNow().ToUniversalTime());
                where.And($"open AND (data ->> 'reviewBy')::timestamptz < {now}");
                break;
        }
        var page = Page.Of<(DateTimeOffset At, Guid Id)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        if (page.After is { } after)
            where.And($"(at, id) < ({where.Add(after.At)}, {where.Add(after.Id)})");
        await using var command = database.CreateCommand(
            $"SELECT data FROM readmodels.mt_doc_access WHERE {where} ORDER BY at DESC, id DESC LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return AccessLog.Answer(http, page, await log.ReadAsync(reader, http.RequestAborted));
    }
}
