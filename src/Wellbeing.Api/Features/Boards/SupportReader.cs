using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;

namespace Wellbeing.Api.Features.Boards;

/// <summary>Counts transfers, support cases and talents.</summary>
internal sealed class SupportReader(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>The transfers of each period by reason, all in one round trip.</summary>
    public Task<List<IReadOnlyDictionary<string, long>>> TransfersAsync(
        IReadOnlyList<Period> periods,
        Scope scope,
        CancellationToken stop
    ) => CountsAsync(periods.Select(x => Transfers(x, scope)), stop);

    /// <summary>The cases of each period by kind, all in one round trip.</summary>
    public Task<List<IReadOnlyDictionary<string, long>>> CasesAsync(
        IReadOnlyList<Period> periods,
        Scope scope,
        CancellationToken stop
    ) => CountsAsync(periods.Select(x => Cases(x, scope)), stop);

    /// <summary>The talents by category as of the scope's time.</summary>
    public async Task<IReadOnlyDictionary<string, long>> TalentsAsync(Scope scope, CancellationToken stop) =>
        (await CountsAsync([Talents(scope)], stop))[0];

    /// <summary>Which transfers count: to a unit, effective within a period; names the rows <c>t</c> and <c>o</c>.</summary>
    public static SqlFilter Moved(Period period, Scope scope)
    {
        var where = new SqlFilter();
        where.And($"t.effective_on <= {where.Add(Earlier(period.To, scope.AsOf.Day))}");
        where.AndIf("t.effective_on >= {0}", period.From);
        where.AndWithin(scope.Unit, "t.unit_code");
        where.AndCareWithin(scope.Reach);
        return where;
    }

    /// <summary>Which talents count: those listed by then, of officers who serve; names the rows <c>t</c>, <c>s</c>, <c>o</c>.</summary>
    public static (string From, SqlFilter Where) Listed(Scope scope)
    {
        var values = new SqlFilter();
        var serving = Honoured.Serving(scope.AsOf.Day, scope.Unit, values);
        var where = new SqlFilter(values);
        where.And($"t.listed_at <= {where.Add(scope.AsOf.Until)}");
        where.AndCareWithin(scope.Reach);
        return (
            $"({serving}) AS s "
                + "JOIN readmodels.talents AS t ON t.officer_id = s.officer_id "
                + "JOIN readmodels.mt_doc_officer AS o ON o.id = s.officer_id",
            where
        );
    }

    private static NpgsqlBatchCommand Transfers(Period period, Scope scope)
    {
        var where = Moved(period, scope);
        return where.Command(
            "SELECT t.reason, count(*) FROM readmodels.transfers AS t "
                + $"JOIN readmodels.mt_doc_officer AS o ON o.id = t.officer_id WHERE {where} GROUP BY t.reason"
        );
    }

    private NpgsqlBatchCommand Cases(Period period, Scope scope)
    {
        var where = new SqlFilter();
        var until = period.To is { } to ? TimeRange.EndOf(to, calendar) : scope.AsOf.Until;
        where.And($"c.at <= {where.Add(until < scope.AsOf.Until ? until : scope.AsOf.Until)}");
        if (period.From is { } from)
            where.And($"c.at >= {where.Add(TimeRange.StartOf(from, calendar))}");
        where.AndWithin(scope.Unit, "c.unit_code");
        where.AndCareWithin(scope.Reach);
        return where.Command(
            "SELECT c.kind, count(*) FROM readmodels.mt_doc_intervention AS c "
                + $"JOIN readmodels.mt_doc_officer AS o ON o.id = c.officer_id WHERE {where} GROUP BY c.kind"
        );
    }

    private static NpgsqlBatchCommand Talents(Scope scope)
    {
        var (from, where) = Listed(scope);
        return where.Command($"SELECT t.category, count(*) FROM {from} WHERE {where} GROUP BY t.category");
    }

    private static DateOnly Earlier(DateOnly? day, DateOnly other) => day is { } one && one < other ? one : other;

    private async Task<List<IReadOnlyDictionary<string, long>>> CountsAsync(
        IEnumerable<NpgsqlBatchCommand> counts,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var count in counts)
            batch.BatchCommands.Add(count);
        var read = new List<IReadOnlyDictionary<string, long>>();
        await using var reader = await batch.ExecuteReaderAsync(stop);
        do
        {
            var counted = new Dictionary<string, long>();
            while (await reader.ReadAsync(stop))
                counted.Add(reader.GetString(0), reader.GetInt64(1));
            read.Add(counted);
        } while (await reader.NextResultAsync(stop));
        return read;
    }
}
