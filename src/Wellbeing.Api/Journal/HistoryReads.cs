using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>
/// Counts who reads whose history, by reader and day. A reading is on record within a quarter of a second: readers do not
/// wait for it, and one database write counts many.
/// </summary>
internal sealed partial class HistoryReads(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    ILogger<HistoryReads> log
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private static readonly string Add =
        $"INSERT INTO {Tables.HistoryReads.Name} AS r SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7) "
        + "ON CONFLICT (officer_id, reader, day) DO UPDATE SET reads = r.reads + excluded.reads, "
        + "first_at = least(r.first_at, excluded.first_at), last_at = greatest(r.last_at, excluded.last_at)";

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private Dictionary<(Guid, string, DateOnly), HistoryReadRow> _counted = [];

    /// <summary>Counts a reading by somebody other than the officer.</summary>
    public void Count(Guid officerId, Caller reader)
    {
        var at = clock.GetUtcNow().ToUniversalTime();
        var row = new HistoryReadRow(
            officerId,
            reader.Sub,
            calendar.DayOf(at),
            Caller.ActingAs(reader.Roles),
            1,
            at,
            at
        );
        lock (_gate)
            Keep(row);
    }

    /// <summary>Writes what was counted so far.</summary>
    public async Task FlushAsync(CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            Dictionary<(Guid, string, DateOnly), HistoryReadRow> counted;
            lock (_gate)
                (counted, _counted) = (_counted, []);
            if (counted.Count == 0)
                return;
            try
            {
                await using var batch = database.CreateBatch();
                // In one order on every node, so that two of them wait for each other's rows and do not lock up.
                batch.BatchCommands.Add(
                    Tables.HistoryReads.Command(Add, [.. counted.OrderBy(x => x.Key).Select(x => x.Value)])
                );
                await batch.ExecuteNonQueryAsync(stop);
            }
            catch
            {
                // Not lost: it is counted with what comes next.
                lock (_gate)
                    foreach (var row in counted.Values)
                        Keep(row);
                throw;
            }
        }
        finally
        {
            _writing.Release();
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryFlushAsync(stoppingToken);
    }

    private async Task TryFlushAsync(CancellationToken stop)
    {
        try
        {
            await FlushAsync(stop);
        }
        catch (NpgsqlException failure)
        {
            NotWritten(failure);
        }
    }

    private void Keep(HistoryReadRow row)
    {
        var key = (row.OfficerId, row.Reader, row.Day);
        _counted[key] = _counted.TryGetValue(key, out var earlier)
            ? earlier with
            {
                Reads = earlier.Reads + row.Reads,
                FirstAt = earlier.FirstAt < row.FirstAt ? earlier.FirstAt : row.FirstAt,
                LastAt = earlier.LastAt > row.LastAt ? earlier.LastAt : row.LastAt,
            }
            : row;
    }

    [LoggerMessage(LogLevel.Warning, "Readings of histories could not be written and are kept for the next time.")]
    private partial void NotWritten(Exception failure);
}
