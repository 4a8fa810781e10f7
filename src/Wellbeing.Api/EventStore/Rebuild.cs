using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Makes every read model anew from the events alone, by the same fold that keeps them live, in a shadow schema beside the live
/// tables. Appends go on; they wait only while it takes in what came last and swaps the tables, a fraction of a second. A rebuild that
/// breaks off leaves all as it was.
/// </summary>
internal sealed class Rebuild(NpgsqlDataSource owner, BureauCalendar calendar)
{
    // Few enough to be folded while appends wait.
    private const int Few = 100;

    // As long as this a swap lets appends and readers wait for a transaction that is under way, before it lets them go on.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);

    private readonly Dictionary<Guid, long> _folded = [];

    /// <summary>Rebuilds, and answers how many events were folded.</summary>
    /// <exception cref="TimeoutException">Somebody held a table for ten minutes; all is as it was.</exception>
    public async Task<long> RunAsync(IProgress<long> progress, CancellationToken stop)
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var turn = await TurnAsync(connection, stop);
        await using var shadow = await FillAsync(connection, progress, stop);
        await WithoutAppendsAsync(connection, () => shadow.SwapAsync(Patience, stop), stop);
        return _folded.Values.Sum();
    }

    /// <summary>Rebuilds, compares what that makes of each table with what is there, and leaves all as it was.</summary>
    public async Task<List<(TableDigest Before, TableDigest After)>> CheckAsync(
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        await using var connection = await owner.OpenConnectionAsync(stop);
        await using var turn = await TurnAsync(connection, stop);
        await using var shadow = await FillAsync(connection, progress, stop);
        await using var reading = await owner.OpenConnectionAsync(stop);
        NpgsqlTransaction? seen = null;
        try
        {
            // Both are read as they stand at one moment; nobody has to wait while they are.
            await WithoutAppendsAsync(
                connection,
                async () =>
                {
                    seen = await reading.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, stop);
                    await ExecuteAsync(reading, "SELECT 1", stop);
                },
                stop
            );
            var before = await TableDigest.ReadAsync(reading, Schemas.ReadModels, stop);
            var after = await TableDigest.ReadAsync(reading, ShadowSchema.Name, stop);
            return [.. before.Zip(after)];
        }
        finally
        {
            if (seen is not null)
                await seen.DisposeAsync();
        }
    }

    /// <summary>Makes the shadow schema and folds into it what is there, until little is left to take in.</summary>
    private async Task<ShadowSchema> FillAsync(
        NpgsqlConnection connection,
        IProgress<long> progress,
        CancellationToken stop
    )
    {
        _folded.Clear();
        var shadow = await ShadowSchema.CreateAsync(
            connection,
            [.. MartenConfiguration.ReadModels.Select(x => x.Table.Name)],
            stop
        );
        try
        {
            await FoldAsync(
                null,
                async (rows, count) =>
                {
                    foreach (var of in rows)
                        await of.CopyAsync(connection, ShadowSchema.Name, stop);
                    progress.Report(count);
                },
                stop
            );
            await shadow.FinishAsync(stop);
            while (await TakeInAsync(connection, stop) > Few) { }
            return shadow;
        }
        catch
        {
            await shadow.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes in what came last while nobody appends, and does what has to be done then.</summary>
    private async Task WithoutAppendsAsync(NpgsqlConnection connection, Func<Task> thenAsync, CancellationToken stop)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                await ExecuteAsync(connection, $"SET lock_timeout = {Patience.TotalMilliseconds:0}", stop);
                await ExecuteAsync(connection, $"SELECT pg_advisory_lock({Locks.Rebuild})", stop);
                await TakeInAsync(connection, stop);
                await thenAsync();
                return;
            }
            catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                // An append or a reader that lasts longer is waited for without keeping the others waiting.
                if (TimeProvider.System.GetElapsedTime(started) > Deadline)
                    throw new TimeoutException(
                        "The read models are in use without a pause; nothing was rebuilt.",
                        failure
                    );
            }
            finally
            {
                if (connection.State == System.Data.ConnectionState.Open)
                    await ExecuteAsync(
                        connection,
                        $"SELECT pg_advisory_unlock({Locks.Rebuild}); RESET lock_timeout",
                        default
                    );
            }
            await Task.Delay(Between, stop);
            await TakeInAsync(connection, stop);
        }
    }

    /// <summary>Folds the streams that have moved on since; answers how many there were.</summary>
    private async Task<int> TakeInAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        var moved = new List<Guid>();
        await using (var command = new NpgsqlCommand("SELECT id, version FROM events.mt_streams", connection))
        await using (var streams = await command.ExecuteReaderAsync(stop))
        {
            while (await streams.ReadAsync(stop))
            {
                if (_folded.GetValueOrDefault(streams.GetGuid(0)) != streams.GetInt64(1))
                    moved.Add(streams.GetGuid(0));
            }
        }
        if (moved.Count > 0)
            await FoldAsync(
                [.. moved],
                async (rows, _) =>
                {
                    await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
                    foreach (var of in rows)
                    {
                        if (of.Upsert(ShadowSchema.Name) is { } upsert)
                            batch.BatchCommands.Add(upsert);
                    }
                    if (batch.BatchCommands.Count > 0)
                        await batch.ExecuteNonQueryAsync(stop);
                },
                stop
            );
        return moved.Count;
    }

    private async Task FoldAsync(
        Guid[]? streams,
        Func<IReadOnlyList<ReadModelRows>, long, Task> rowsAsync,
        CancellationToken stop
    )
    {
        await using var reading = await owner.OpenConnectionAsync(stop);
        await new EventFold(reading, calendar).RunAsync(rowsAsync, stop, streams, _folded);
    }

    /// <exception cref="InvalidOperationException">Another rebuild is under way.</exception>
    private static async Task<Turn> TurnAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Locks.OneRebuild})", connection);
        return await command.ExecuteScalarAsync(stop) is true
            ? new Turn(connection)
            : throw new InvalidOperationException("Another rebuild is under way.");
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>One rebuild at a time; it is the session's, and so ends with the connection however the rebuild ends.</summary>
    private sealed class Turn(NpgsqlConnection connection) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            if (connection.State == System.Data.ConnectionState.Open)
                await ExecuteAsync(connection, $"SELECT pg_advisory_unlock({Locks.OneRebuild})", default);
        }
    }
}
