using System.Threading.Channels;
using Marten;
using Npgsql;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using SessionOptions = Marten.Services.SessionOptions;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// The one write path. It commits events, the states and histories that follow from them, and whatever must be stored
/// with them in one transaction; the appends of callers that come at the same time share one.
/// </summary>
internal sealed class EventJournal(
    NpgsqlDataSource database,
    IDocumentStore store,
    BureauCalendar calendar,
    TimeProvider clock,
    Authenticity authenticity,
    CommitSignal commits,
    Quotas quotas
) : BackgroundService
{
    private const int LargestGroup = 256;

    // A rebuild is waited for; whoever else holds a row for long, as a dry run may, makes one append fail and not all wait.
    private static readonly string Begin =
        $"SELECT pg_advisory_xact_lock_shared({Locks.Rebuild}), set_config('lock_timeout', '2s', true)";

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
        var conflict = await CommitPartsAsync(batch, stop);
        if (conflict is null)
            Announce();
        return conflict;
    }

    private async Task<Conflict?> CommitPartsAsync(Batch batch, CancellationToken stop)
    {
        // One unit of work is a transaction of its own, in one round trip and the commit.
        if (batch.Parts.Count == 1)
            return await SaveAsync(batch, new SessionOptions(), kept: true, stop);
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var conflict = await AppendAsync(batch, transaction, stop);
        if (conflict is null)
            await transaction.CommitAsync(stop);
        return conflict;
    }

    /// <summary>The same within a transaction of the caller's, who commits it.</summary>
    public Task<Conflict?> AppendAsync(
        Batch batch,
        NpgsqlTransaction transaction,
        CancellationToken stop,
        bool kept = true
    ) => SaveAsync(batch, SessionOptions.ForTransaction(transaction), kept, stop);

    private async Task<Conflict?> SaveAsync(Batch batch, SessionOptions options, bool kept, CancellationToken stop)
    {
        if (batch is { IsBound: true, IsTaken: false })
            throw new InvalidOperationException("What a person appends is taken from the quota first.");
        options.Tracking = DocumentTracking.None;
        await using var session = store.OpenSession(options);
        // Marten takes both from the current activity, which is not the caller's; each event has its own.
        (session.CorrelationId, session.CausationId) = (null, null);
        try
        {
            foreach (var part in batch.Parts)
            {
                if (kept && part == batch.Parts[0])
                    session.QueueOperation(new FirstOperation(Begin));
                part.AppendTo(session);
                if (part == batch.Parts[^1])
                    batch.AddRows(session);
                await session.SaveChangesAsync(stop);
            }
        }
        catch (Exception failure) when (AppendConflicts.Of(failure) is { } conflict)
        {
            return conflict;
        }
        catch (Exception failure)
        {
            AppendConflicts.Rethrow(failure);
        }
        if (kept)
            batch.CountAppends();
        return null;
    }

    // One committer: what comes while it waits for the disk shares the next transaction, and a second one would halve the groups.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => CommitGroupsAsync();

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
            // In one order, so that two groups that continue the same streams do not wait for each other.
            group.Sort(static (one, other) => one.Entry.StreamId.CompareTo(other.Entry.StreamId));
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

    private sealed record Pending(JournalEntry Entry)
    {
        public TaskCompletionSource<Appended> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
