using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Honours;

/// <summary>An officer who serves on the day asked for, in the unit of that day.</summary>
internal sealed record ServingItem(Guid OfficerId, string UnitCode, DateOnly Since);

/// <summary>The officers who serve on a day (today without <c>on</c>), all or those in frontline units.</summary>
internal static class ListHeadcount
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/honours/headcount", HandleAsync)
            .AllowRoles(Role.Auditor, Role.Commander, Role.PoliticalOfficer)
            .Describe(
                new(Does.List, "listHeadcount", "Lists the officers who serve on a day, with their units of that day")
                {
                    Answer = typeof(ServingItem),
                    Query =
                    [
                        new("on", typeof(DateOnly), "The day; today without it."),
                        new("frontline", typeof(bool), "Whether they serve in frontline units."),
                        Board.WithinParameter,
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
        var day = query.Date("on") ?? calendar.DayOf(clock.GetUtcNow());
        var frontline = query.Boolean("frontline");
        var within = query.Text("within");
        var page = Page.Of<Guid>(query);
        if (query.Refusal() is { } refused)
            return refused;

        var where = Honoured.On(day, within);
        where.AndWithin(await scopes.OfAsync(AccessScopes.As(http), http.RequestAborted));
        if (frontline is { } only)
            where.And($"(u.kind = 'frontline') IS {(only ? "" : "NOT ")}TRUE");
        if (page.After is { } after)
            where.And($"officer_id > {where.Add(after)}");
        await using var command = database.CreateCommand(
            $"SELECT officer_id, unit_code, from_on FROM {Honoured.Stays} WHERE {where} "
                + $"ORDER BY officer_id LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, x => x.GetGuid(0));
    }

    private static ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new ServingItem(row.GetGuid(0), row.GetString(1), row.GetFieldValue<DateOnly>(2)),
            CareJson.Options
        );
}
