using System.Collections.Concurrent;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wolverine.Runtime;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// Does what was confirmed. The steps lie in two databases and a file: the tombstone first, then the key, then what tells of
/// the officer beside the events, and last, in one transaction, the identity with the fact that it is done. Each may be
/// repeated, so whatever breaks off goes on with the next message, on any node; the last one happens once.
/// </summary>
internal sealed partial class Erasing(
    NpgsqlDataSource database,
    KeyStore keys,
    EventJournal journal,
    TombstoneFile tombstones,
    IEnumerable<ITombstoneSink> sinks,
    WolverineStart wolverine,
    Duties duties,
    IHostApplicationLifetime lifetime,
    ILogger<Erasing> log
) : BackgroundService, IPolledDuty, IOfficerErasure
{
    private const string Confirmed = "FROM readmodels.mt_doc_officer WHERE erasure = 'confirmed'";

    private const string Standing = """
        SELECT t.id FROM unnest($1) AS t (id)
        WHERE EXISTS (SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = t.id AND o.erasure IS DISTINCT FROM 'erased')
            OR EXISTS (SELECT FROM identities.officers AS i WHERE i.officer_id = t.id)
        """;

    private readonly CommitSignal _due = new();
    private readonly ConcurrentDictionary<Guid, bool> _inHand = [];
    private volatile bool _reapplied;
    private volatile int _waiting;

    /// <summary>Whether what tombstones tell of is known to be gone.</summary>
    public bool Reapplied => _reapplied;

    /// <summary>How many erasures were confirmed and not done when it was last asked.</summary>
    public int Waiting => _waiting;

    public string Question => $"SELECT count(*) {Confirmed}";

    public void Answered(long answer)
    {
        _waiting = (int)answer;
        if (answer > 0 || !_reapplied)
            _due.Wake();
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything is served: the database may be an older one, in which the erased still are.
        await RoundAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var due = _due.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await due.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            await RoundAsync(stoppingToken);
        }
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        try
        {
            if (!_reapplied)
                await ReapplyAsync(stop);
            if (wolverine.Bus is not { } bus)
                return;
            foreach (var officer in (await ConfirmedAsync(stop)).Where(x => _inHand.TryAdd(x, true)))
                await PublishAsync(bus, officer);
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            // What is confirmed stays confirmed: the next beat begins anew.
            NotDone(failure.GetType().Name);
        }
    }

    private async Task PublishAsync(MessageBus bus, Guid officer)
    {
        try
        {
            await bus.PublishAsync(new EraseOfficer(officer));
        }
        catch
        {
            _inHand.TryRemove(officer, out _);
            throw;
        }
    }

    /// <summary>Destroys again what tombstones tell of and a restored backup has brought back.</summary>
    /// <returns>How many had come back.</returns>
    public async Task<int> ReapplyAsync(CancellationToken stop)
    {
        var again = 0;
        var kept = (await tombstones.ReadAsync(stop)).DistinctBy(x => x.Subject).ToDictionary(x => x.Subject);
        if (kept.Count > 0)
        {
            foreach (var subject in await keys.NotErasedAsync([.. kept.Keys], stop))
                await keys.EraseAsync(subject, stop);
            foreach (var subject in await StandingAsync([.. kept.Keys], stop))
            {
                await DestroyAsync(kept[subject], stop);
                Again(subject);
                again++;
            }
        }
        _reapplied = true;
        return again;
    }

    public async Task EraseAsync(Guid officer, CancellationToken handlerStop)
    {
        // A handler has a time limit of its own; how long a purge takes follows from how much there is of the officer.
        _ = handlerStop;
        var stop = lifetime.ApplicationStopping;
        try
        {
            if (await StateAsync(officer, stop) is not { Erasure: { ConfirmedAt: { } confirmedAt } erasure })
                return;
            var tombstone = new Tombstone(officer, erasure.Basis, confirmedAt);
            foreach (var sink in sinks)
                await sink.KeepAsync(tombstone, stop);
            await DestroyAsync(tombstone, stop);
            Done(officer);
            duties.Done(nameof(EraseOfficer));
        }
        catch (Exception failure) when (!stop.IsCancellationRequested)
        {
            duties.Failed(nameof(EraseOfficer), failure);
            NotDone(failure.GetType().Name);
            throw;
        }
        finally
        {
            _inHand.TryRemove(officer, out _);
        }
    }

    private async Task DestroyAsync(Tombstone tombstone, CancellationToken stop)
    {
        await keys.EraseAsync(tombstone.Subject, stop);
        await Purge.RunAsync(database, tombstone.Subject, stop);
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await using var identity = new NpgsqlCommand(
            "DELETE FROM identities.officers WHERE officer_id = $1",
            connection
        )
        {
            Parameters = { SqlParameter.Of(tombstone.Subject) },
        };
        await identity.ExecuteNonQueryAsync(stop);
        if (await LoadedRecord.FindAsync(connection, StreamKind.Officer.Record(), tombstone.Subject, stop) is { } found)
        {
            // Another node, or the round before a crash, may have put it on record already.
            if (
                found.Restriction.Erasure != ErasureStatus.Erased
                && await AppendAsync(transaction, found, tombstone, stop) is { }
            )
                return;
        }
        // How often the history was read: after the erasure is on record, which the function asks for.
        await using (var forget = new NpgsqlCommand("SELECT journal.forget_readings($1)", connection))
        {
            forget.Parameters.Add(SqlParameter.Of(tombstone.Subject));
            await forget.ExecuteNonQueryAsync(stop);
        }
        await transaction.CommitAsync(stop);
        journal.Announce();
    }

    /// <summary>Puts on record that it is done, in the caller's transaction; answers the conflict that prevented it.</summary>
    private async Task<Conflict?> AppendAsync(
        NpgsqlTransaction transaction,
        LoadedRecord found,
        Tombstone tombstone,
        CancellationToken stop
    )
    {
        var officer = (Officer)found.State;
        var now = journal.Now < found.OccurredAt ? found.OccurredAt : journal.Now;
        var batch = journal.Open();
        batch.Add(
            new JournalEntry(
                StreamKind.Officer,
                officer.Id,
                found.Version,
                officer,
                [
                    new NewEvent(
                        Guid.CreateVersion7(now),
                        new OfficerErased(officer.Id, officer.UnitCode, tombstone.Basis),
                        now
                    ),
                ],
                new Author(Actors.Server, null)
            )
        );
        return await journal.AppendAsync(batch, transaction, stop);
    }

    private async Task<Officer?> StateAsync(Guid officer, CancellationToken stop)
    {
        await using var command = database.CreateCommand($"SELECT data {Confirmed} AND id = $1");
        command.Parameters.Add(SqlParameter.Of(officer));
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.StateAsync<Officer>(stop);
    }

    private Task<List<Guid>> ConfirmedAsync(CancellationToken stop) => IdsAsync($"SELECT id {Confirmed}", stop);

    private Task<List<Guid>> StandingAsync(Guid[] subjects, CancellationToken stop) =>
        IdsAsync(Standing, stop, SqlParameter.Of(subjects));

    private async Task<List<Guid>> IdsAsync(string sql, CancellationToken stop, params NpgsqlParameter[] parameters)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<Guid>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.GetGuid(0));
        return all;
    }

    [LoggerMessage(LogLevel.Information, "Subject {Subject} is erased; the master key is to be renewed.")]
    private partial void Done(Guid subject);

    [LoggerMessage(LogLevel.Warning, "Subject {Subject} was erased before and had come back; it is erased again.")]
    private partial void Again(Guid subject);

    [LoggerMessage(LogLevel.Warning, "What is to be erased is not erased yet ({Reason}); it is tried again.")]
    private partial void NotDone(string reason);
}
