using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>
/// Makes every read model anew from the events alone, by the same fold that keeps them live. Appends wait meanwhile; a
/// rebuild that breaks off leaves all as it was.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource owner, BureauCalendar calendar)
{
    /// <summary>Rebuilds, and answers how many events were folded.</summary>
    public async Task<long> RunAsync(IProgress<long> progress, CancellationToken stop)
    {
        await using var writing = await owner.OpenConnectionAsync(stop);
        await using var transaction = await BeginAsync(writing, stop);
        var folded = await FoldAsync(writing, progress, stop);
        await transaction.CommitAsync(stop);
        return folded;
    }

    /// <summary>Rebuilds, compares what that makes of each table with what was there, and leaves all as it was.</summary>
    public async Task<List<(TableDigest Before, TableDigest After)>> CheckAsync(
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        await using var writing = await owner.OpenConnectionAsync(stop);
        await using var transaction = await BeginAsync(writing, stop);
        var before = await TableDigest.ReadAsync(writing, stop);
        await FoldAsync(writing, progress, stop);
        var after = await TableDigest.ReadAsync(writing, stop);
        await transaction.RollbackAsync(stop);
        return [.. before.Zip(after)];
    }

    /// <summary>Begins a transaction in which nobody appends.</summary>
    private static async Task<NpgsqlTransaction> BeginAsync(NpgsqlConnection writing, CancellationToken stop)
    {
        var transaction = await writing.BeginTransactionAsync(stop);
        await ExecuteAsync(writing, $"SELECT pg_advisory_xact_lock({Locks.DryRun})", stop);
        await ExecuteAsync(writing, $"SELECT pg_advisory_xact_lock({Locks.Rebuild})", stop);
        return transaction;
    }

    private async Task<long> FoldAsync(NpgsqlConnection writing, IProgress<long> progress, CancellationToken stop)
    {
        await ExecuteAsync(writing, $"TRUNCATE {string.Join(", ", ReadModelRows.Tables)}", stop);
        await using var reading = await owner.OpenConnectionAsync(stop);
        return await new EventFold(reading, calendar).RunAsync(
            async (rows, count) =>
            {
                await rows.CopyAsync(writing, stop);
                progress.Report(count);
            },
            stop
        );
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
