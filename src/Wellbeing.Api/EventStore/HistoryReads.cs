using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>How often somebody read an officer's history in a moment of a day of the bureau: a day's rows add up.</summary>
internal sealed record HistoryReadRow(
    Guid OfficerId,
    string Reader,
    DateOnly Day,
    string Role,
    long Reads,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt,
    Guid Id
)
{
    public static readonly RowTable<HistoryReadRow> Table = new(
        Schemas.Journal,
        "history_reads",
        x => new
        {
            x.OfficerId,
            x.Reader,
            x.Day,
            x.Id,
        }
    );
}

/// <summary>
/// Counts readings of histories by officer, reader and day. Rows are only inserted, and a reader's rows of a day add up. The
/// first reading is on record within a quarter of a second; those that follow it within a minute are held in memory and
/// become one row when the minute is over, when the officer's log is asked for, or when the node stops.
/// </summary>
internal sealed partial class HistoryReads(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    ILogger<HistoryReads> log
) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Held = TimeSpan.FromMinutes(1);

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
    /// Runs after migrations, which leave constraints and functions alone. The constraint keeps a row that the server's role
    /// forges from hiding others: from lowering their sum, or from making the log unreadable by a sum or a time out of range.
    /// The function is the only deletion that the role has: the readings of an officer whose erasure is on record.
    /// </summary>
    public const string Ddl = """
        DO $$ BEGIN
            IF NOT EXISTS (
                SELECT FROM pg_constraint
                WHERE conrelid = 'journal.history_reads'::regclass AND conname = 'ck_history_reads_add_up'
            ) THEN
                ALTER TABLE journal.history_reads ADD CONSTRAINT ck_history_reads_add_up CHECK (
                    reads > 0 AND reads <= 1000000000 AND first_at <= last_at
                    AND day BETWEEN DATE '2000-01-01' AND DATE '9999-12-30'
                    AND (first_at AT TIME ZONE 'UTC')::date >= day - 1 AND (last_at AT TIME ZONE 'UTC')::date <= day + 1);
            END IF;
        END $$;
        CREATE OR REPLACE FUNCTION journal.forget_readings(officer uuid) RETURNS void
            LANGUAGE sql SECURITY DEFINER SET search_path = '' AS $$
                DELETE FROM journal.history_reads WHERE officer_id = officer AND EXISTS (
                    SELECT FROM events.mt_events WHERE stream_id = officer AND type = 'officer_erased')
            $$;
        REVOKE ALL ON FUNCTION journal.forget_readings(uuid) FROM PUBLIC;
        """;

    // A row that is there already was sent before, by a flush whose answer was lost. What was held while the officer was erased
    // is forgotten as the stored rows were.
    private static readonly string Sql = $"""
        {HistoryReadRow.Table.InsertSql} AS held ({string.Join(", ", HistoryReadRow.Table.Columns.Select(x => x.Name))})
        WHERE NOT EXISTS (
            SELECT FROM events.mt_events AS e
            WHERE e.stream_id = held.officer_id AND e.type = 'officer_erased' AND e.timestamp > held.last_at)
        ON CONFLICT DO NOTHING
        """;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Dictionary<(Guid Officer, Person, DateOnly), Counted> _counted = [];

    // Under _writing. Sent as they are until the database confirms them: whether it has them already is not known.
    private readonly List<HistoryReadRow> _unconfirmed = [];

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

    /// <summary>Writes what was counted so far of an officer, or of all.</summary>
    public Task FlushAsync(CancellationToken stop, Guid? officer = null) =>
        FlushAsync((key, _) => officer is null || key == officer, stop);

    private async Task FlushAsync(Func<Guid, Counted, bool> asked, CancellationToken stop)
    {
        await _writing.WaitAsync(stop);
        try
        {
            // Before others: while the database is away, readings add up in memory and make no more rows.
            await WriteAsync(stop);
            lock (_gate)
                Take(asked);
            await WriteAsync(stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task WriteAsync(CancellationToken stop)
    {
        if (_unconfirmed.Count == 0)
            return;
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(HistoryReadRow.Table.Command(Sql, _unconfirmed));
        await batch.ExecuteNonQueryAsync(stop);
        _unconfirmed.Clear();
    }

    private void Take(Func<Guid, Counted, bool> asked)
    {
        foreach (var (key, counted) in _counted)
        {
            if (counted.Row is { } row && asked(key.Officer, counted))
            {
                _unconfirmed.Add(row);
                (counted.Row, counted.TakenAt) = (null, clock.GetTimestamp());
            }
            else if (counted.Row is null && IsDue(counted))
                _counted.Remove(key);
        }
    }

    // By a clock that is never set.
    private bool IsDue(Counted counted) => counted.TakenAt is not { } takenAt || clock.GetElapsedTime(takenAt) >= Held;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryFlushAsync((_, _) => true, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryFlushAsync((_, counted) => IsDue(counted), stoppingToken);
    }

    private async Task TryFlushAsync(Func<Guid, Counted, bool> asked, CancellationToken stop)
    {
        try
        {
            await FlushAsync(asked, stop);
        }
        catch (NpgsqlException failure)
        {
            NotWritten(failure);
        }
    }

    private void Keep(HistoryReadRow row)
    {
        var key = (row.OfficerId, row.Reader, row.Day);
        if (!_counted.TryGetValue(key, out var counted))
            _counted[key] = counted = new Counted();
        counted.Row = counted.Row is { } earlier
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

    /// <summary>A reader's readings of an officer's history on a day. It is kept for a minute after the last row was taken.</summary>
    private sealed class Counted
    {
        /// <summary>What is not yet sent.</summary>
        public HistoryReadRow? Row { get; set; }

        /// <summary>When a row was last taken to be sent.</summary>
        public long? TakenAt { get; set; }
    }
}
