using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Verification;

/// <summary>
/// Holds the rows of the read models against a fold of the events that trusts none of them. Of each row a number is kept,
/// by which a different one is found; which rows are missing a second fold tells.
/// </summary>
internal sealed class ReadModelPhase(Snapshot snapshot, BureauCalendar calendar, Findings findings)
{
    private readonly Dictionary<string, Dictionary<UInt128, UInt128>> _expected =
        MartenConfiguration.ReadModels.ToDictionary(
            x => x.Table.Name,
            _ => new Dictionary<UInt128, UInt128>(),
            StringComparer.Ordinal
        );

    private readonly RowDigest _digest = new();

    /// <summary>Runs it; answers how many rows the read models have.</summary>
    public async Task<long> RunAsync(IProgress<long> progress, CancellationToken stop)
    {
        await FoldAsync(
            table => _expected[table.Name][_digest.Key] = _digest.Whole,
            seq => findings.Add("event-not-folded", new Finding { Seq = seq }),
            progress,
            stop
        );
        var rows = 0L;
        foreach (var model in MartenConfiguration.ReadModels)
            rows += await CompareAsync(model.Table, stop);
        if (_expected.Values.Any(x => x.Count > 0))
            await FoldAsync(Missing, static _ => { }, progress, stop);
        await new ExportCheck(snapshot, findings).RunAsync(stop);
        return rows;
    }

    private async Task FoldAsync(
        Action<IRowTable> digested,
        Action<long> wrong,
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        await using var reading = await snapshot.BesideAsync(stop);
        await new EventFold(reading, calendar, wrong).RunAsync(
            (rows, folded) =>
            {
                foreach (var of in rows)
                    of.Digest(_digest, digested);
                progress.Report(folded);
                return Task.CompletedTask;
            },
            stop
        );
    }

    private async Task<long> CompareAsync(IRowTable table, CancellationToken stop)
    {
        var (rows, expected) = (0L, _expected[table.Name]);
        await foreach (var _ in snapshot.StreamAsync(table.Query, Digest, stop))
        {
            rows++;
            if (!expected.Remove(_digest.Key, out var whole))
                Add("read-model-extra", table);
            else if (whole != _digest.Whole)
                Add("read-model-changed", table);
        }
        return rows;

        bool Digest(Npgsql.NpgsqlDataReader stored)
        {
            table.Digest(stored, _digest);
            return true;
        }
    }

    private void Missing(IRowTable table)
    {
        if (_expected[table.Name].Remove(_digest.Key))
            Add("read-model-missing", table);
    }

    private void Add(string name, IRowTable table) =>
        findings.Add(name, new Finding { Table = table.Name, Key = _digest.KeyText });
}
