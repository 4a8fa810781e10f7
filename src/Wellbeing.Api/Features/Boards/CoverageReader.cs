using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
using Wellbeing.Domain.Coverage;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Boards;

/// <summary>What became of the talks due in a quarter.</summary>
internal sealed record Coverage(long Held, long Late, long Missed, long Open)
{
    public static Coverage None { get; } = new(0, 0, 0, 0);

    public long Due => Held + Late + Missed + Open;

    public Coverage And(TalkDueResult result, long more) =>
        result switch
        {
            TalkDueResult.Held => this with { Held = Held + more },
            TalkDueResult.Late => this with { Late = Late + more },
            TalkDueResult.Missed => this with { Missed = Missed + more },
            _ => this with { Open = Open + more },
        };
}

/// <summary>
/// Reads whose quarterly talk is due and what became of it. It is due from each officer who serves on the quarter's last day
/// (on the present one while it runs), in the unit of that day.
/// </summary>
internal sealed class CoverageReader(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>The coverage of each quarter by units' codes, all in one round trip.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, Coverage>>> ReadAsync(
        IReadOnlyList<Quarter> quarters,
        Scope scope,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var quarter in quarters)
        {
            var where = new SqlFilter();
            var due = Due(where, quarter, scope);
            batch.BatchCommands.Add(
                where.Command(
                    $"SELECT unit_code, in_time, late, count(*) FROM ({due}) AS due "
                        + "GROUP BY unit_code, in_time, late ORDER BY unit_code"
                )
            );
        }
        var read = new List<IReadOnlyDictionary<string, Coverage>>();
        if (quarters.Count == 0)
            return read;
        await using var reader = await batch.ExecuteReaderAsync(stop);
        foreach (var quarter in quarters)
        {
            var over = IsOver(quarter, scope.AsOf);
            var units = new SortedDictionary<string, Coverage>(StringComparer.Ordinal);
            while (await reader.ReadAsync(stop))
            {
                var result = QuarterlyTalk.ResultOf(reader.GetBoolean(1), reader.GetBoolean(2), over);
                units[reader.GetString(0)] = units
                    .GetValueOrDefault(reader.GetString(0), Coverage.None)
                    .And(result, reader.GetInt64(3));
            }
            await reader.NextResultAsync(stop);
            read.Add(units);
        }
        return read;
    }

    /// <summary>How many talks are due in each quarter; what becomes of them changes nothing in it.</summary>
    public Task<List<long>> DueAsync(IReadOnlyList<Quarter> quarters, Scope scope, CancellationToken stop) =>
        CountAsync(
            quarters,
            quarter =>
            {
                var where = new SqlFilter();
                var serving = Honoured.Serving(DayOf(quarter, scope), scope.Unit, where);
                return where.Command(
                    $"SELECT count(*) FROM ({serving}) AS s "
                        + $"JOIN readmodels.mt_doc_officer AS o ON o.id = s.officer_id WHERE {Reached(where, quarter, scope)}"
                );
            },
            stop
        );

    /// <summary>How many of them were held in time, found by the talks and not by who serves.</summary>
    public Task<List<long>> HeldAsync(IReadOnlyList<Quarter> quarters, Scope scope, CancellationToken stop) =>
        CountAsync(
            quarters,
            quarter =>
            {
                var where = new SqlFilter();
                var serving = Honoured.On(DayOf(quarter, scope), scope.Unit, where);
                var (first, last) = Ends(where, quarter);
                return where.Command(
                    $"""
                    SELECT count(*) FROM (
                        SELECT DISTINCT t.officer_id FROM readmodels.mt_doc_talk AS t
                        WHERE {HeldWithin(first, last, where.Add(scope.AsOf.Until))}) AS t
                    JOIN readmodels.mt_doc_officer AS o ON o.id = t.officer_id
                    WHERE {Reached(where, quarter, scope)}
                      AND EXISTS (SELECT FROM {Honoured.Stays} WHERE p.officer_id = t.officer_id AND {serving})
                    """
                );
            },
            stop
        );

    private async Task<List<long>> CountAsync(
        IReadOnlyList<Quarter> quarters,
        Func<Quarter, NpgsqlBatchCommand> count,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var quarter in quarters)
            batch.BatchCommands.Add(count(quarter));
        var counts = new List<long>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        do
        {
            await reader.ReadAsync(stop);
            counts.Add(reader.GetInt64(0));
        } while (await reader.NextResultAsync(stop));
        return counts;
    }

    public static bool IsOver(Quarter quarter, AsOf asOf) => asOf.Day > quarter.Last;

    /// <summary>
    /// The officers due: id, unit, since when in it, the first talk that counts and when it was held, whether that was in
    /// time or late.
    /// </summary>
    public string Due(SqlFilter where, Quarter quarter, Scope scope)
    {
        var serving = Honoured.Serving(DayOf(quarter, scope), scope.Unit, where);
        var (first, last) = Ends(where, quarter);
        var until = where.Add(scope.AsOf.Until);
        return $"""
            WITH serving AS MATERIALIZED ({serving}),
            held AS (
                SELECT t.officer_id, t.id, t.held_at FROM readmodels.mt_doc_talk AS t WHERE {HeldWithin(
                first,
                last,
                until
            )}
                UNION ALL
                SELECT t.officer_id, t.id, t.held_at FROM readmodels.mt_doc_talk AS t
                WHERE t.scheduled_for BETWEEN {first} AND {last} AND t.held_at > {last} AND {Counted(until)}),
            talked AS MATERIALIZED (
                SELECT officer_id, min(held_at) AS held_at, (array_agg(id ORDER BY held_at, id))[1] AS talk_id
                FROM held GROUP BY officer_id)
            SELECT s.officer_id, s.unit_code, t.talk_id, t.held_at,
                coalesce(t.held_at <= {last}, FALSE) AS in_time, coalesce(t.held_at > {last}, FALSE) AS late
            FROM serving AS s
            JOIN readmodels.mt_doc_officer AS o ON o.id = s.officer_id
            LEFT JOIN talked AS t ON t.officer_id = s.officer_id
            WHERE {Reached(where, quarter, scope)}
            """;
    }

    private static DateOnly DayOf(Quarter quarter, Scope scope) =>
        scope.AsOf.Day < quarter.Last ? scope.AsOf.Day : quarter.Last;

    private (string First, string Last) Ends(SqlFilter where, Quarter quarter) =>
        (where.Add(calendar.StartOf(quarter.First)), where.Add(TimeRange.EndOf(quarter.Last, calendar)));

    private static string HeldWithin(string first, string last, string until) =>
        $"t.held_at BETWEEN {first} AND {last} AND {Counted(until)}";

    // The quarterly talk, held by then.
    private static string Counted(string until) =>
        "(t.trigger IS NULL OR t.trigger = 'quarterly') "
        + $"AND t.held_at <= {until} AND (t.status = 'held' OR t.occurred_at > {until})";

    private static SqlFilter Reached(SqlFilter where, Quarter quarter, Scope scope)
    {
        var reached = new SqlFilter(where);
        reached.AndCareWithin(scope.Reach);
        // Nothing is due before its quarter has begun.
        if (scope.AsOf.Day < quarter.First)
            reached.And("FALSE");
        return reached;
    }
}
