using Npgsql;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Honours;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Features.Boards;

/// <summary>What was done for officers in a period: transfers by reason, cases by kind.</summary>
internal sealed record Support(IReadOnlyDictionary<string, long> Transfers, IReadOnlyDictionary<string, long> Cases)
{
    public long Rotations => Transfers.GetValueOrDefault(Word.Of(TransferReason.Rotation));

    public long FamilyHelp => Cases.GetValueOrDefault(Word.Of(InterventionKind.FamilyHelp));
}

/// <summary>Counts transfers, support cases and talents, all periods in one round trip.</summary>
internal sealed class SupportReader(NpgsqlDataSource database, BureauCalendar calendar)
{
    /// <summary>The support of each period, and the talents by category as of the scope's time.</summary>
    public async Task<(IReadOnlyList<Support> Periods, IReadOnlyDictionary<string, long> Talents)> ReadAsync(
        IReadOnlyList<Period> periods,
        Scope scope,
        CancellationToken stop
    )
    {
        await using var batch = database.CreateBatch();
        foreach (var period in periods)
        {
            batch.BatchCommands.Add(Transfers(period, scope));
            batch.BatchCommands.Add(Cases(period, scope));
        }
        batch.BatchCommands.Add(Talents(scope));
        await using var reader = await batch.ExecuteReaderAsync(stop);
        var counted = new List<Support>();
        foreach (var _ in periods)
            counted.Add(new Support(await CountsAsync(reader, stop), await CountsAsync(reader, stop)));
        return (counted, await CountsAsync(reader, stop));
    }

    /// <summary>Which transfers count: to a unit, effective within a period; names the rows <c>t</c> and <c>o</c>.</summary>
    public static Conditions Moved(Period period, Scope scope)
    {
        var where = new Conditions();
        where.And($"t.effective_on <= {where.Add(Earlier(period.To, scope.AsOf.Day))}");
        where.AndIf("t.effective_on >= {0}", period.From);
        where.AndWithin(scope.Unit, "t.unit_code");
        where.AndCareWithin(scope.Reach);
        return where;
    }

    /// <summary>Which talents count: those listed by then, of officers who serve; names the rows <c>t</c>, <c>s</c>, <c>o</c>.</summary>
    public static (string From, Conditions Where) Listed(Scope scope)
    {
        var values = new Conditions();
        var serving = Honoured.On(scope.AsOf.Day, scope.Unit, values);
        var where = new Conditions(values);
        where.And($"t.listed_at <= {where.Add(scope.AsOf.Until)}");
        where.AndCareWithin(scope.Reach);
        return (
            $"(SELECT officer_id, unit_code FROM {Honoured.Stays} WHERE {serving}) AS s "
                + "JOIN readmodels.talents AS t ON t.officer_id = s.officer_id "
                + "JOIN readmodels.officers AS o ON o.id = s.officer_id",
            where
        );
    }

    private static NpgsqlBatchCommand Transfers(Period period, Scope scope)
    {
        var where = Moved(period, scope);
        return where.Command(
            "SELECT t.reason, count(*) FROM readmodels.transfers AS t "
                + $"JOIN readmodels.officers AS o ON o.id = t.officer_id WHERE {where} GROUP BY t.reason"
        );
    }

    private NpgsqlBatchCommand Cases(Period period, Scope scope)
    {
        var where = new Conditions();
        var until = period.To is { } to ? Stretch.EndOf(to, calendar) : scope.AsOf.Until;
        where.And($"c.at <= {where.Add(until < scope.AsOf.Until ? until : scope.AsOf.Until)}");
        if (period.From is { } from)
            where.And($"c.at >= {where.Add(Stretch.StartOf(from, calendar))}");
        where.AndWithin(scope.Unit, "c.unit_code");
        where.AndCareWithin(scope.Reach);
        return where.Command(
            "SELECT c.kind, count(*) FROM readmodels.interventions AS c "
                + $"JOIN readmodels.officers AS o ON o.id = c.officer_id WHERE {where} GROUP BY c.kind"
        );
    }

    private static NpgsqlBatchCommand Talents(Scope scope)
    {
        var (from, where) = Listed(scope);
        return where.Command($"SELECT t.category, count(*) FROM {from} WHERE {where} GROUP BY t.category");
    }

    private static DateOnly Earlier(DateOnly? day, DateOnly other) => day is { } one && one < other ? one : other;

    private static async Task<IReadOnlyDictionary<string, long>> CountsAsync(
        NpgsqlDataReader reader,
        CancellationToken stop
    )
    {
        var counts = new Dictionary<string, long>();
        while (await reader.ReadAsync(stop))
            counts.Add(reader.GetString(0), reader.GetInt64(1));
        await reader.NextResultAsync(stop);
        return counts;
    }
}
