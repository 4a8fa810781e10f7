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
            var where = new Conditions();
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

    public static bool IsOver(Quarter quarter, AsOf asOf) => asOf.Day > quarter.Last;

    /// <summary>
    /// The officers due: id, unit, since when in it, the first talk that counts and when it was held, whether that was in
    /// time or late.
    /// </summary>
    public string Due(Conditions where, Quarter quarter, Scope scope)
    {
        var day = scope.AsOf.Day < quarter.Last ? scope.AsOf.Day : quarter.Last;
        var serving = Honoured.On(day, scope.Unit, where);
        var stays = $"SELECT officer_id, unit_code FROM {Honoured.Stays} WHERE {serving}";
        var (first, last, until) = (
            where.Add(calendar.StartOf(quarter.First)),
            where.Add(Stretch.EndOf(quarter.Last, calendar)),
            where.Add(scope.AsOf.Until)
        );
        var reached = new Conditions(where);
        reached.AndCareWithin(scope.Reach);
        // Nothing is due before its quarter has begun.
        if (scope.AsOf.Day < quarter.First)
            reached.And("FALSE");
        const string Counts = "t.trigger IS NULL OR t.trigger = 'quarterly'";
        return $"""
            WITH serving AS MATERIALIZED ({stays}),
            held AS (
                SELECT t.officer_id, t.id, t.held_at FROM readmodels.talks AS t
                WHERE t.held_at BETWEEN {first} AND {last} AND ({Counts})
                  AND t.held_at <= {until} AND (t.status = 'held' OR t.occurred_at > {until})
                UNION ALL
                SELECT t.officer_id, t.id, t.held_at FROM readmodels.talks AS t
                WHERE t.scheduled_for BETWEEN {first} AND {last} AND t.held_at > {last} AND ({Counts})
                  AND t.held_at <= {until} AND (t.status = 'held' OR t.occurred_at > {until})),
            talked AS MATERIALIZED (
                SELECT officer_id, min(held_at) AS held_at, (array_agg(id ORDER BY held_at, id))[1] AS talk_id
                FROM held GROUP BY officer_id)
            SELECT s.officer_id, s.unit_code, t.talk_id, t.held_at,
                coalesce(t.held_at <= {last}, FALSE) AS in_time, coalesce(t.held_at > {last}, FALSE) AS late
            FROM serving AS s
            JOIN readmodels.officers AS o ON o.id = s.officer_id
            LEFT JOIN talked AS t ON t.officer_id = s.officer_id
            WHERE {reached}
            """;
    }
}
