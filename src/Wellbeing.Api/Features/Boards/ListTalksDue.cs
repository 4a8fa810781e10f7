using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Features.Dashboards;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Boards;

/// <summary>An officer of whom a quarterly talk is due.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="UnitCode">The unit in which it is due.</param>
/// <param name="Quarter">The quarter in which it is due.</param>
/// <param name="Result">What became of it.</param>
/// <param name="TalkId">The talk, where it took place.</param>
/// <param name="HeldAt">When it did.</param>
internal sealed record TalkDueItem(
    Guid OfficerId,
    string UnitCode,
    string Quarter,
    TalkDueResult Result,
    Guid? TalkId,
    DateTimeOffset? HeldAt
);

/// <summary>The officers of whom a quarterly talk is due, all or those with one result.</summary>
internal static class ListTalksDue
{
    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/talk-coverage/officers", HandleAsync)
            .AllowRoles(GetTalkCoverage.Readers)
            .Describe(
                new(Does.List, "listTalksDue", "Lists the officers of whom a quarterly talk is due")
                {
                    Answer = typeof(TalkDueItem),
                    Unknown = ["not-found"],
                    Query =
                    [
                        QuarterParameter.Parameter,
                        new(
                            "since",
                            typeof(DateOnly),
                            "A day of the first quarter of several: an officer is listed once for each of them."
                        ),
                        .. Scope.Parameters,
                        new("serving", typeof(string), "Code of the unit in which it is due, alone."),
                        new("result", typeof(TalkDueResult), "What became of it."),
                    ],
                }
            );

    private static async Task<IResult> HandleAsync(
        HttpContext http,
        Scopes scopes,
        CoverageReader coverage,
        NpgsqlDataSource database,
        BureauCalendar calendar,
        TimeProvider clock
    )
    {
        var query = new Query(http);
        var scope = await scopes.OfAsync(query);
        if (scope is null)
            return Problems.Of(http, StatusCodes.Status404NotFound, "not-found");
        var span = DashboardSpan.Of(query, calendar.DayOf(clock.GetUtcNow()));
        var quarters = query.Date("since") is null ? [span.Quarter] : span.Quarters;
        var (serving, result) = (query.Text("serving"), query.Choice<TalkDueResult>("result"));
        var page = Page.Of<(int Quarter, Guid Officer)>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var values = new SqlFilter();
        var due = string.Join("\nUNION ALL\n", quarters.Select(Due));
        var where = new SqlFilter(values);
        where.AndIf("unit_code = {0}", serving);
        if (page.After is { } after)
            where.And($"(quarter, officer_id) > ({where.Add(after.Quarter)}, {where.Add(after.Officer)})");
        await using var command = database.CreateCommand(
            $"SELECT officer_id, unit_code, in_time, late, talk_id, held_at, quarter FROM ({due}) AS due WHERE {where} "
                + $"ORDER BY quarter, officer_id LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, row => (row.GetInt32(6), row.GetGuid(0)));

        string Due(Quarter quarter, int place)
        {
            var facts = Facts.Where(x => result is null || ResultOf(quarter, x) == result).Select(Sql);
            return $"SELECT {place} AS quarter, * FROM ({coverage.Due(values, quarter, scope)}) AS q{place} "
                + $"WHERE {string.Join(" OR ", facts.DefaultIfEmpty("FALSE"))}";
        }

        TalkDueResult ResultOf(Quarter quarter, (bool InTime, bool Late) facts) =>
            QuarterlyTalk.ResultOf(facts.InTime, facts.Late, CoverageReader.IsOver(quarter, scope.AsOf));

        ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
            JsonSerializer.SerializeToUtf8Bytes(
                new TalkDueItem(
                    row.GetGuid(0),
                    row.GetString(1),
                    quarters[row.GetInt32(6)].ToString(),
                    ResultOf(quarters[row.GetInt32(6)], (row.GetBoolean(2), row.GetBoolean(3))),
                    row.GetFieldValue<Guid?>(4),
                    row.GetFieldValue<DateTimeOffset?>(5)
                ),
                CareJson.Options
            );
    }

    // What the rows can say: no talk both is in time and is late.
    private static readonly (bool InTime, bool Late)[] Facts = [(true, false), (false, true), (false, false)];

    private static string Sql((bool InTime, bool Late) facts) => $"(in_time = {facts.InTime} AND late = {facts.Late})";
}
