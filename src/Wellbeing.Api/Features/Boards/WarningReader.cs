using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Boards;

/// <summary>A warning that was open at a time, as it stood then.</summary>
internal sealed record OpenWarning(CareCategory Category, WarningLevel Level, DateTimeOffset RaisedAt);

/// <summary>What the warning board counts.</summary>
internal sealed record WarningFigures(List<OpenWarning> Open, long Kept, long Missed);

/// <summary>Reads warnings that were open at a time, and what became of deadlines by then, in one round trip.</summary>
internal sealed class WarningReader(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>Deadlines with what met each of them; the row is named <c>d</c>, its officer's <c>o</c>.</summary>
    public const string Deadlines = """
        (
            SELECT n.warning_id, n.kind, n.due_at, n.officer_id, n.unit_code, n.set_at,
                CASE WHEN n.ended_at <= n.due_at THEN n.ended_at END AS lapsed_at,
                CASE WHEN n.kind = 'intervene' THEN min(greatest(i.at, n.set_at)) FILTER (WHERE i.id IS NOT NULL)
                    ELSE n.met_at END AS met_at
            FROM readmodels.deadlines AS n
            LEFT JOIN (readmodels.links AS l JOIN readmodels.mt_doc_intervention AS i ON i.id = l.to_id)
                ON n.kind = 'intervene' AND l.from_id = n.warning_id
                AND (i.at >= n.set_at OR i.open OR (i.data->>'closedAt')::timestamptz > n.set_at)
            GROUP BY n.warning_id, n.kind, n.due_at) AS d
        JOIN readmodels.mt_doc_officer AS o ON o.id = d.officer_id
        """;

    /// <summary>That a deadline was kept by a time: as <see cref="WarningDeadline.ResultAt" /> says.</summary>
    public static string Kept(string at) => $"(d.met_at <= coalesce(d.lapsed_at, d.due_at) AND d.met_at <= {at})";

    /// <summary>That it was missed by then.</summary>
    public static string Missed(string at) =>
        $"(d.due_at < {at} AND d.lapsed_at IS NULL AND (d.met_at <= d.due_at) IS NOT TRUE)";

    /// <summary>Which deadlines count: of the unit of the warning, and due from a day on.</summary>
    public static SqlFilter Counting(Scope scope, DateTimeOffset? since)
    {
        var where = new SqlFilter();
        where.AndCareWithin(scope.Reach);
        where.AndWithin(scope.Unit, "d.unit_code");
        where.AndIf("d.due_at >= {0}", since);
        return where;
    }

    public async Task<WarningFigures> ReadAsync(Scope scope, DateTimeOffset? since, CancellationToken stop)
    {
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            Open(scope, "SELECT c.category, c.level, c.at", "c.open AND c.occurred_at <= {0}", "", "c.id")
        );
        batch.BatchCommands.Add(
            Open(
                scope,
                $"SELECT {RecordedEvents.Columns}",
                "c.occurred_at > {0}",
                EventsThen.Of("c.id", "{0}"),
                "e.stream_id, e.version"
            )
        );
        var counting = Counting(scope, since);
        var at = counting.Add(scope.AsOf.At);
        batch.BatchCommands.Add(
            counting.Command(
                $"SELECT count(*) FILTER (WHERE {Kept(at)}), count(*) FILTER (WHERE {Missed(at)}) "
                    + $"FROM {Deadlines} WHERE {counting}"
            )
        );
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var open = new List<OpenWarning>();
        while (await reader.ReadAsync(stop))
            open.Add(
                new OpenWarning(
                    Words<CareCategory>.Of(reader.GetString(0)),
                    Words<WarningLevel>.Of(reader.GetString(1)),
                    reader.GetFieldValue<DateTimeOffset>(2)
                )
            );
        await reader.NextResultAsync(stop);
        var then = await EventsThen.FoldAsync(reader, calendar, stop);
        open.AddRange(
            then.Values.OfType<Warning>()
                .Where(x => x.Open)
                .Select(x => new OpenWarning(x.Category, x.Level, x.RaisedAt))
        );
        await reader.NextResultAsync(stop);
        await reader.ReadAsync(stop);
        return new WarningFigures(open, reader.GetInt64(0), reader.GetInt64(1));
    }

    private static NpgsqlBatchCommand Open(Scope scope, string select, string which, string join, string order)
    {
        var where = new SqlFilter();
        var until = where.Add(scope.AsOf.Until);
        where.And($"c.at <= {until} AND {Filled(which)}");
        where.AndCareWithin(scope.Reach);
        if (scope.Unit is not null)
            where.AndWithin(scope.Unit, Scope.UnitOn(where.Add(scope.AsOf.Day)));
        return where.Command(
            $"{select} FROM readmodels.mt_doc_warning AS c JOIN readmodels.mt_doc_officer AS o ON o.id = c.officer_id "
                + $"{Filled(join)} WHERE {where} ORDER BY {order}"
        );

        string Filled(string sql) => sql.Replace("{0}", until, StringComparison.Ordinal);
    }

    private static class Words<T>
        where T : struct, Enum
    {
        private static readonly Dictionary<string, T> ByWord = Enum.GetValues<T>()
            .ToDictionary(x => EnumNames.Of(x), StringComparer.Ordinal);

        public static T Of(string word) => ByWord[word];
    }
}
