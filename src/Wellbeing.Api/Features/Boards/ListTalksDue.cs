using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Requests;
using Wellbeing.Domain;
using Wellbeing.Domain.Coverage;

namespace Wellbeing.Api.Features.Boards;

/// <summary>An officer of whom a quarterly talk is due.</summary>
/// <param name="OfficerId">The officer.</param>
/// <param name="UnitCode">The unit in which it is due.</param>
/// <param name="Result">What became of it.</param>
/// <param name="TalkId">The talk, where it took place.</param>
/// <param name="HeldAt">When it did.</param>
internal sealed record TalkDueItem(
    Guid OfficerId,
    string UnitCode,
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
        var quarter = QuarterParameter.Of(query, calendar.DayOf(clock.GetUtcNow()));
        var (serving, result) = (query.Text("serving"), query.Choice<TalkDueResult>("result"));
        var page = Page.Of<Guid>(query);
        if (query.Refusal() is { } refused)
            return refused;
        var over = CoverageReader.IsOver(quarter, scope.AsOf);
        var values = new SqlFilter();
        var due = coverage.Due(values, quarter, scope);
        var where = new SqlFilter(values);
        where.AndIf("unit_code = {0}", serving);
        where.AndIf("officer_id > {0}", page.After);
        if (result is { } wanted)
            where.And(
                $"({string.Join(" OR ", Facts.Where(x => ResultOf(x) == wanted).Select(Sql).DefaultIfEmpty("FALSE"))})"
            );
        await using var command = database.CreateCommand(
            $"SELECT officer_id, unit_code, in_time, late, talk_id, held_at FROM ({due}) AS due WHERE {where} "
                + $"ORDER BY officer_id LIMIT {where.Add(page.Limit + 1)}"
        );
        command.Parameters.AddRange(where.Parameters.ToArray());
        await using var reader = await command.ExecuteReaderAsync(http.RequestAborted);
        return await Paging.AnswerAsync(http, reader, page, Item, row => row.GetGuid(0));

        TalkDueResult ResultOf((bool InTime, bool Late) facts) =>
            QuarterlyTalk.ResultOf(facts.InTime, facts.Late, over);

        ReadOnlyMemory<byte> Item(NpgsqlDataReader row) =>
            JsonSerializer.SerializeToUtf8Bytes(
                new TalkDueItem(
                    row.GetGuid(0),
                    row.GetString(1),
                    ResultOf((row.GetBoolean(2), row.GetBoolean(3))),
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
