using System.Threading.Channels;
using Npgsql;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Watched;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Wolverine.RDBMS;
using Wolverine.Runtime;

namespace Wellbeing.Api.Journal;

/// <summary>
/// The one write path. It commits events, the states and histories that follow from them, and whatever must be stored
/// with them in one transaction; the appends of callers that come at the same time share one.
/// </summary>
internal sealed class EventJournal(
    NpgsqlDataSource database,
    BureauCalendar calendar,
    TimeProvider clock,
    Authenticity authenticity,
    CommitSignal commits,
    Quotas quotas,
    IWolverineRuntime? messaging = null
) : BackgroundService
{
    // Two committers: while one waits for the disk, the other one fills. More would only shrink the groups.
    private const int Committers = 2;
    private const int LargestGroup = 256;

    private readonly Channel<Pending> _pending = Channel.CreateBounded<Pending>(4096);

    public DateTimeOffset Now => Instants.Truncate(clock.GetUtcNow());

    /// <summary>Appends one stream's events. The answer comes when they are on disk, or says why they are not.</summary>
    /// <param name="entry">The stream's part.</param>
    /// <param name="stop">Stops it before it is queued.</param>
    /// <param name="prepareAsync">What has to be stored elsewhere before the events; it runs only where the quota suffices.</param>
    /// <exception cref="QuotaUsedUpException">The author's quota does not suffice.</exception>
    public Task<Appended> AppendAsync(JournalEntry entry, CancellationToken stop, Func<Task>? prepareAsync = null) =>
        WithinQuotaAsync(
            entry,
            async () =>
            {
                if (prepareAsync is not null)
                    await prepareAsync();
                var pending = new Pending(entry);
                await _pending.Writer.WriteAsync(pending, stop);
                // Once queued it may be committed at any moment: the caller waits for the truth, not for its own patience.
                return await pending.Answer.Task;
            },
            static appended => appended.Receipt is not null,
            stop
        );

    /// <summary>Opens a transaction of many entries, which is the same act as a single one.</summary>
    /// <exception cref="SealUnavailableException">The secrets are not there yet.</exception>
    public Batch Open() => new(Now, calendar, authenticity.Key);

    /// <summary>Commits a transaction as a whole, or answers why nothing of it is stored.</summary>
    /// <exception cref="QuotaUsedUpException">Its author has put on record as much as one may.</exception>
    public async Task<Conflict?> CommitAsync(Batch batch, CancellationToken stop) =>
        batch.First is { } first
            ? await WithinQuotaAsync(first, () => CommitTakenAsync(batch, stop), static x => x is null, stop)
            : null;

    /// <summary>Wakes the readers that wait for events, after a commit on a connection of the caller's.</summary>
    public void Announce() => commits.Wake();

    /// <summary>Every append of a request passes here, so that no endpoint can go round the quota.</summary>
    private async Task<T> WithinQuotaAsync<T>(
        JournalEntry entry,
        Func<Task<T>> appendAsync,
        Func<T, bool> isStored,
        CancellationToken stop
    )
    {
        var taken = await quotas.TakeAsync(entry.Author, entry.Events, stop);
        var stored = false;
        try
        {
            var answer = await appendAsync();
            stored = isStored(answer);
            return answer;
        }
        finally
        {
            taken?.End(stored);
        }
    }

    private async Task<Conflict?> CommitTakenAsync(Batch batch, CancellationToken stop)
    {
        batch.IsTaken = true;
        var conflict = await CommitWithMessagesAsync(batch, stop);
        if (conflict is null)
            Announce();
        return conflict;
    }

    private async Task<Conflict?> CommitWithMessagesAsync(Batch batch, CancellationToken stop)
    {
        await using var connection = await database.OpenConnectionAsync(stop);
        if (batch.Messages.Count == 0)
            return await CommitAsync(batch, connection, stop);
        var runtime = messaging ?? throw new InvalidOperationException("Messages need a host that can send them.");
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var outbox = new MessageContext(runtime);
        outbox.EnlistInOutbox(new DatabaseEnvelopeTransaction((IMessageDatabase)runtime.Storage, transaction));
        if (await CommitAsync(batch, connection, stop) is { } conflict)
            return conflict;
        foreach (var message in batch.Messages)
            await outbox.PublishAsync(message);
        await transaction.CommitAsync(stop);
        await outbox.FlushOutgoingMessagesAsync();
        return null;
    }

    /// <summary>The same on a connection of the caller's; within its transaction, where it has begun one.</summary>
    public static async Task<Conflict?> CommitAsync(
        Batch batch,
        NpgsqlConnection connection,
        CancellationToken stop,
        bool kept = true
    )
    {
        if (batch is { IsBound: true, IsTaken: false })
            throw new InvalidOperationException("What a person appends is taken from the quota first.");
        await using var commands = new NpgsqlBatch(connection);
        foreach (var command in batch.Commands(kept))
            commands.BatchCommands.Add(command);
        try
        {
            // Without a transaction of its own, a batch is one: one round trip, all or nothing.
            await commands.ExecuteNonQueryAsync(stop);
            if (kept)
                batch.CountAppends();
            return null;
        }
        catch (PostgresException failure) when (ConflictOf(failure) is { } conflict)
        {
            return conflict;
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Committers).Select(_ => CommitGroupsAsync()));

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _pending.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        // A service that is stopped before its turn to start never runs: who waits is answered all the same.
        await CommitGroupsAsync();
    }

    private async Task CommitGroupsAsync()
    {
        var group = new List<Pending>(LargestGroup);
        // Ends when the channel is complete and drained, so that a stop answers everyone who waits.
        while (await _pending.Reader.WaitToReadAsync(CancellationToken.None))
        {
            while (group.Count < LargestGroup && _pending.Reader.TryRead(out var pending))
                group.Add(pending);
            if (group.Count > 0)
                await CommitGroupAsync(group);
            group.Clear();
        }
    }

    private async Task CommitGroupAsync(List<Pending> group)
    {
        using var span = Counters.Committing(group.Count);
        try
        {
            var batch = Open();
            // Two entries on one stream expect the same version: at most one can be right, so each is tried alone.
            var receipts =
                group.DistinctBy(x => x.Entry.StreamId).Count() == group.Count
                    ? group.ConvertAll(x => batch.Add(x.Entry).Receipt)
                    : null;
            if (receipts is not null && await CommitTakenAsync(batch, CancellationToken.None) is var conflict)
            {
                if (conflict is null)
                {
                    for (var i = 0; i < group.Count; i++)
                        group[i].Answer.SetResult(new Appended(receipts[i], null));
                    return;
                }
                if (group.Count == 1)
                {
                    group[0].Answer.SetResult(new Appended(null, conflict));
                    return;
                }
            }
        }
        catch (Exception failure) when (group.Count == 1 || failure is NpgsqlException and not PostgresException)
        {
            // Whoever waits is told, and decides: the fault is theirs alone, or the database is away for all.
            foreach (var pending in group)
                pending.Answer.SetException(failure);
            return;
        }
        catch (Exception)
        {
            // One entry of several is at fault; taken apart, it fails alone.
        }
        // One of the group stood in the others' way: taken apart, each gets its own answer.
        foreach (var pending in group.ToArray())
            await CommitGroupAsync([pending]);
    }

    private static Conflict? ConflictOf(PostgresException failure) =>
        failure.SqlState switch
        {
            PostgresErrorCodes.UniqueViolation => failure.ConstraintName switch
            {
                "pk_mt_events_stream_and_version" or "pkey_mt_streams_id" or "pkey_source_streams_key" =>
                    Conflict.Version,
                "idx_mt_events_event_id" or "pkey_replies_key" => Conflict.Repeated,
                "ux_officers_badge_number" => Conflict.BadgeNumber,
                "ux_units_unit_code" => Conflict.UnitCode,
                "ux_commendations_deed" => Conflict.Deed,
                "ux_registers_period" or "ux_reviews_period" => Conflict.Period,
                "ux_accesses_override" => Conflict.Override,
                _ => null,
            },
            PostgresErrorCodes.DeadlockDetected
            or PostgresErrorCodes.SerializationFailure
            or PostgresErrorCodes.LockNotAvailable => Conflict.Version,
            _ => null,
        };

    private sealed record Pending(JournalEntry Entry)
    {
        public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
