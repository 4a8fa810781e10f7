using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Equipment;

/// <summary>An officer who served on the day asked for, in the unit of that day.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="UnitCode">The unit.</param>
/// <param name="Missing">Items of which too few were there and fit for use; none for who was ready.</param>
internal sealed record ReadinessItem(Guid OfficerId, string UnitCode, IReadOnlyList<string> Missing);

/// <summary>The officers who are equipped as the standard list asks, or are not: exactly those whom a figure counts.</summary>
internal static class ListReadiness
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/equipment/readiness/officers", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(Does.List, "listReadiness", "Lists officers with what of the standard list they lack")
                {
                    Answer = typeof(ReadinessItem),
                    Query =
                    [
                        .. ReadinessQuestion.Parameters,
                        new("ready", typeof(bool), "Whether nothing is lacking; all without it."),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        NpgsqlDataSource database,
        AccessScopes scopes,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var asked = ReadinessQuestion.Of(query, calendar, clock);
        var ready = query.Boolean("ready");
        var page = Page.Of<Guid>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var reach = await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted);
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Readiness.Statement(asked, reach, Rest));
        await using var reader = await batch.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, x => x.GetGuid(0));

        string Rest(SqlFilter values)
        {
            var only = ready is { } asks ? $"items IS {(asks ? "" : "NOT ")}NULL" : "TRUE";
            var after = page.After is { } last ? $" AND officer_id > {values.Add(last)}" : "";
            return $"SELECT officer_id, unit_code, items FROM missing WHERE {only}{after} "
                + $"ORDER BY officer_id LIMIT {values.Add(page.Limit + 1)}";
        }
    }

    private static ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ReadinessItem(row.GetGuid(0), row.GetString(1), row.IsDBNull(2) ? [] : row.GetFieldValue<string[]>(2)),
            CareJson.Options
        );
}
