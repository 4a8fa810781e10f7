using Npgsql;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Honours;

/// <summary>The counts of one key of one dimension, such as a title.</summary>
internal sealed record KeyCounts(string Dimension, string Key, HonoursCounts Counts);

/// <summary>The honours roll of one period.</summary>
internal sealed record HonoursRoll(
    HonoursCounts Counts,
    IReadOnlyList<KeyCounts> ByKey,
    long Individuals,
    long Collectives,
    Headcount Headcount
)
{
    /// <summary>The frontline's share in what was approved.</summary>
    public decimal FrontlineShare => Share.Of(Counts.FrontlineApproved, Counts.Approved);

    /// <summary>The frontline's share in those who serve.</summary>
    public decimal FrontlineHeadcountShare => Share.Of(Headcount.Frontline, Headcount.Serving);
}

/// <summary>What a dashboard shows of one period's approved awards.</summary>
internal sealed record HonoursTotals(
    long Approved,
    long FrontlineApproved,
    long Conferred,
    long Individuals,
    long Collectives
);

/// <summary>Reads honours rolls, all that are asked for in one round trip.</summary>
internal sealed class HonoursReader(NpgsqlDataSource database)
{
    /// <summary>Reads the roll of each period; they share the headcount of one day.</summary>
    public async Task<IReadOnlyList<HonoursRoll>> ReadAsync(
        IReadOnlyList<Period> periods,
        DateOnly day,
        string? within,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(Serving(day, within));
        foreach (var period in periods)
        {
            batch.BatchCommands.Add(Counts(period, within));
            batch.BatchCommands.Add(Recipients(RecipientKind.Individual, period, within));
            batch.BatchCommands.Add(Recipients(RecipientKind.Collective, period, within));
        }
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var serving = await NumbersAsync(reader, stop);
        var headcount = new Headcount(serving[0], serving[1]);
        var rolls = new List<HonoursRoll>();
        foreach (var _ in periods)
        {
            var keys = new List<KeyCounts>();
            var counts = await CountsAsync(reader, keys, stop);
            var individuals = (await NumbersAsync(reader, stop))[0];
            var collectives = (await NumbersAsync(reader, stop))[0];
            rolls.Add(new HonoursRoll(counts, keys, individuals, collectives, headcount));
        }
        return rolls;
    }

    /// <summary>How many were nominated from each of some days on, up to a last one.</summary>
    public async Task<long[]> NominatedAsync(
        IReadOnlyList<DateOnly> since,
        DateOnly last,
        string? within,
        CancellationToken stop
    ) =>
        (
            await NumbersAsync(
                [Since("mt_doc_commendation AS c", "nominated_on", ["count(*)"], since, last, within)],
                stop
            )
        )[0];

    /// <summary>What was approved and conferred from each of some days on, up to a last one.</summary>
    public async Task<IReadOnlyList<HonoursTotals>> TotalsAsync(
        IReadOnlyList<DateOnly> since,
        DateOnly last,
        string? within,
        CancellationToken stop
    )
    {
        string[] approvals = ["count(*)", "count(*) FILTER (WHERE u.kind = 'frontline')"];
        const string WithUnits = "mt_doc_commendation AS c LEFT JOIN readmodels.mt_doc_unit AS u USING (unit_code)";
        var read = await NumbersAsync(
            [
                Since(WithUnits, "approved_on", approvals, since, last, within),
                Since("mt_doc_commendation AS c", "conferred_on", ["count(*)"], since, last, within),
                LastHonoured(RecipientKind.Individual, since, last, within),
                LastHonoured(RecipientKind.Collective, since, last, within),
            ],
            stop
        );
        return
        [
            .. since.Select(
                (_, i) => new HonoursTotals(read[0][2 * i], read[0][(2 * i) + 1], read[1][i], read[2][i], read[3][i])
            ),
        ];
    }

    /// <summary>How many serve on a day.</summary>
    public async Task<Headcount> HeadcountAsync(DateOnly day, string? within, CancellationToken stop) =>
        (await NumbersAsync([Serving(day, within)], stop))[0] is [var serving, var frontline]
            ? new Headcount(serving, frontline)
            : throw new InvalidOperationException("A count has its columns.");

    // Periods that end together are counted in one pass over the longest.
    private static NpgsqlBatchCommand Since(
        string from,
        string day,
        string[] counts,
        IReadOnlyList<DateOnly> since,
        DateOnly last,
        string? within
    )
    {
        var where = new SqlFilter();
        where.And($"c.{day} BETWEEN {where.Add(since.Min())} AND {where.Add(last)}");
        where.AndWithin(within);
        var columns = since.SelectMany(first =>
        {
            var starts = $"c.{day} >= {where.Add(first)}";
            return counts.Select(x =>
                x.Contains("WHERE", StringComparison.Ordinal)
                    ? x.Replace("WHERE", $"WHERE {starts} AND", StringComparison.Ordinal)
                    : $"{x} FILTER (WHERE {starts})"
            );
        });
        return where.Command($"SELECT {string.Join(", ", columns)} FROM readmodels.{from} WHERE {where}");
    }

    // Who was honoured last within a period was honoured in it.
    private static NpgsqlBatchCommand LastHonoured(
        RecipientKind kind,
        IReadOnlyList<DateOnly> since,
        DateOnly last,
        string? within
    )
    {
        var where = Honoured.Within(kind, new Period(since.Min(), last), within);
        var columns = since.Select(first => $"count(*) FILTER (WHERE last_on >= {where.Add(first)})");
        return where.Command(
            $"SELECT {string.Join(", ", columns)} FROM (SELECT max(approved_on) AS last_on "
                + $"FROM readmodels.mt_doc_commendation WHERE {where} GROUP BY {Honoured.Recipient(kind)}) AS recipients"
        );
    }

    // Rows are first counted by what tells them apart: a few hundred cells, which then add up to every dimension at once.
    private static NpgsqlBatchCommand Counts(Period period, string? within)
    {
        var where = new SqlFilter();
        var span = period.AllTime
            ? "IS NOT NULL"
            : $"BETWEEN {where.Add(period.From ?? DateOnly.MinValue)} "
                + $"AND {where.Add(period.To ?? DateOnly.MaxValue)}";
        if (!period.AllTime)
            where.And($"({string.Join(" OR ", Days.Select(day => $"{day} {span}"))})");
        where.AndWithin(within);
        return where.Command(
            $"""
            WITH cells AS MATERIALIZED (
                SELECT recipient_kind, unit_code, title, deed, level, authority,
                    {string.Join(", ", Days.Select(day => $"count(*) FILTER (WHERE {day} {span}) AS {day}"))}
                FROM readmodels.mt_doc_commendation
                WHERE {where}
                GROUP BY recipient_kind, unit_code, title, deed, level, authority)
            SELECT
                CASE 63 - grouping(recipient_kind, unit_code, title, deed, level, authority)
                    WHEN 32 THEN 'recipientKind' WHEN 16 THEN 'unit' WHEN 8 THEN 'title'
                    WHEN 4 THEN 'deed' WHEN 2 THEN 'level' WHEN 1 THEN 'authority' END AS dimension,
                coalesce(recipient_kind, unit_code, title, deed, level, authority) COLLATE "C" AS key,
                {string.Join(", ", Days.Select(day => $"coalesce(sum({day}), 0)::bigint"))},
                coalesce(sum(approved_on) FILTER (WHERE u.kind = 'frontline'), 0)::bigint
            FROM cells LEFT JOIN readmodels.mt_doc_unit AS u USING (unit_code)
            GROUP BY GROUPING SETS ((), (recipient_kind), (unit_code), (title), (deed), (level), (authority))
            ORDER BY dimension, key
            """
        );
    }

    private static readonly string[] Days =
    [
        "nominated_on",
        "approved_on",
        "declined_on",
        "conferred_on",
        "revoked_on",
    ];

    private static NpgsqlBatchCommand Recipients(RecipientKind kind, Period period, string? within)
    {
        var where = Honoured.Within(kind, period, within);
        return where.Command(
            "SELECT count(*) FROM (SELECT FROM readmodels.mt_doc_commendation "
                + $"WHERE {where} GROUP BY {Honoured.Recipient(kind)}) AS recipients"
        );
    }

    /// <summary>How many serve on a day, and how many of them at the front line.</summary>
    public static NpgsqlBatchCommand Serving(DateOnly day, string? within)
    {
        var values = new SqlFilter();
        var serving = Honoured.Serving(day, within, values);
        return values.Command($"SELECT count(*), count(*) FILTER (WHERE s.kind = 'frontline') FROM ({serving}) AS s");
    }

    private static async Task<HonoursCounts> CountsAsync(
        NpgsqlDataReader reader,
        List<KeyCounts> keys,
        CancellationToken stop
    )
    {
        var total = new HonoursCounts(0, 0, 0, 0, 0, 0);
        while (await reader.ReadAsync(stop))
        {
            var counts = new HonoursCounts(
                reader.GetInt64(2),
                reader.GetInt64(3),
                reader.GetInt64(4),
                reader.GetInt64(5),
                reader.GetInt64(6),
                reader.GetInt64(7)
            );
            if (reader.IsDBNull(0))
                total = counts;
            // Nothing was granted yet: there is no level and no authority to list it under.
            else if (!reader.IsDBNull(1))
                keys.Add(new KeyCounts(reader.GetString(0), reader.GetString(1), counts));
        }
        await reader.NextResultAsync(stop);
        return total;
    }

    private static async Task<long[]> NumbersAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        await reader.ReadAsync(stop);
        var numbers = Enumerable.Range(0, reader.FieldCount).Select(reader.GetInt64).ToArray();
        await reader.NextResultAsync(stop);
        return numbers;
    }

    private async Task<List<long[]>> NumbersAsync(IReadOnlyList<NpgsqlBatchCommand> counts, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        foreach (var count in counts)
            batch.BatchCommands.Add(count);
        var read = new List<long[]>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        foreach (var _ in counts)
            read.Add(await NumbersAsync(reader, stop));
        return read;
    }
}
