using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>
/// Counts readings of histories by officer, reader and day. Rows are only inserted, and a reader's rows of a day add up. A
/// reading is on record within a quarter of a second: readers do not wait for it, and one database write counts many.
/// </summary>
internal sealed partial class HistoryReads(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    ILogger<HistoryReads> log
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs before migrations: rows of before, one for each day, stay and are the first of those that add up.</summary>
    public const string Migration = """
        DO $$ BEGIN
            IF EXISTS (
                SELECT FROM pg_constraint
                WHERE conrelid = to_regclass('journal.history_reads') AND conname = 'pkey_history_reads_officer_id_reader_day'
            ) THEN
                ALTER TABLE journal.history_reads
                    ADD COLUMN id uuid NOT NULL DEFAULT gen_random_uuid(),
                    DROP CONSTRAINT pkey_history_reads_officer_id_reader_day,
                    ADD CONSTRAINT pkey_history_reads_officer_id_reader_day_id PRIMARY KEY (officer_id, reader, day, id);
                ALTER TABLE journal.history_reads ALTER COLUMN id DROP DEFAULT;
            END IF;
        END $$;
        """;

    /// <summary>
    /// The only deletion that the server's role has: the readings of an officer whose erasure is on record. The role itself may
    /// read and insert.
    /// </summary>
    public const string Forget = """
        CREATE OR REPLACE FUNCTION journal.forget_readings(officer uuid) RETURNS void
            LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
                DELETE FROM journal.history_reads WHERE officer_id = officer AND EXISTS (
                    SELECT FROM events.mt_events WHERE stream_id = officer AND type = 'officer_erased')
            $$;
        REVOKE ALL ON FUNCTION journal.forget_readings(uuid) FROM PUBLIC;
        """;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private Dictionary<(Guid, Person, DateOnly), HistoryReadRow> _counted = [];

    /// <summary>Counts a reading by somebody other than the officer.</summary>
    public void Count(Guid officerId, Caller reader)
    {
        var at = clock.GetUtcNow().ToUniversalTime();
        var row = new HistoryReadRow(
            officerId,
            reader.Sub.Id,
            calendar.DayOf(at),
            Caller.ActingAs(reader.Roles),
            1,
            at,
            at,
            Guid.CreateVersion7(at)
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
            Dictionary<(Guid, Person, DateOnly), HistoryReadRow> counted;
            lock (_gate)
                (counted, _counted) = (_counted, []);
            if (counted.Count == 0)
                return;
            try
            {
                await using var batch = database.CreateBatch();
                batch.BatchCommands.Add(Tables.HistoryReads.Insert([.. counted.Values]));
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
