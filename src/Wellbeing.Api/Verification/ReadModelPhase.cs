using Wellbeing.Api.Journal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Verification;

/// <summary>
/// Holds the rows of the read models against a fold of the events that trusts none of them. Of each row a number is kept,
/// by which a different one is found; which rows are missing a second fold tells.
/// </summary>
internal sealed class ReadModelPhase(Snapshot snapshot, BureauCalendar calendar, Findings findings)
{
    private readonly Dictionary<string, Dictionary<UInt128, UInt128>> _expected = ReadModelRows.Stored.ToDictionary(
        x => x.Name,
        _ => new Dictionary<UInt128, UInt128>(),
        StringComparer.Ordinal
    );

    private readonly RowPrint _print = new();

    /// <summary>Runs it; answers how many rows the read models have.</summary>
    public async Task<long> RunAsync(IProgress<long> progress, CancellationToken stop)
    {
        await FoldAsync(
            table => _expected[table.Name][_print.Key] = _print.Whole,
            seq => findings.Add("event-not-folded", new Finding { Seq = seq }),
            progress,
            stop
        );
        var rows = 0L;
        foreach (var table in ReadModelRows.Stored)
            rows += await CompareAsync(table, stop);
        if (_expected.Values.Any(x => x.Count > 0))
            await FoldAsync(Missing, static _ => { }, progress, stop);
        await new ExportCheck(snapshot, findings).RunAsync(stop);
        return rows;
    }

    private async Task FoldAsync(
        Action<IRowTable> printed,
        Action<long> wrong,
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        await using var reading = await snapshot.BesideAsync(stop);
        await new EventFold(reading, calendar, wrong).RunAsync(
            (rows, folded) =>
            {
                rows.Print(_print, printed);
                progress.Report(folded);
                return Task.CompletedTask;
            },
            stop
        );
    }

    private async Task<long> CompareAsync(IRowTable table, CancellationToken stop)
    {
        var (rows, expected) = (0L, _expected[table.Name]);
        await foreach (var _ in snapshot.StreamAsync(table.Query, Print, stop))
        {
            rows++;
            if (!expected.Remove(_print.Key, out var whole))
                Add("read-model-extra", table);
            else if (whole != _print.Whole)
                Add("read-model-changed", table);
        }
        return rows;

        bool Print(Npgsql.NpgsqlDataReader stored)
        {
            table.Print(stored, _print);
            return true;
        }
    }

    private void Missing(IRowTable table)
    {
        if (_expected[table.Name].Remove(_print.Key))
            Add("read-model-missing", table);
    }

    private void Add(string name, IRowTable table) =>
        findings.Add(name, new Finding { Table = table.Name, Key = _print.KeyText });
}
