using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Api.Erasures;

/// <summary>
/// Does what was confirmed. The steps lie in two databases and a file: the tombstone first, then the key, then what tells of
/// the officer beside the events, and last, in one transaction, the identity with the fact that it is done. Each may be
/// repeated, so whatever breaks off goes on with the next round, on any node; the last one happens once.
/// </summary>
internal sealed partial class Erasing(
    NpgsqlDataSource database,
    KeyStore keys,
    EventJournal journal,
    TombstoneFile tombstones,
    IEnumerable<ITombstoneSink> sinks,
    TimeProvider clock,
    ILogger<Erasing> log
) : BackgroundService
{
    private const string Confirmed = "SELECT data FROM readmodels.mt_doc_officer WHERE erasure = 'confirmed'";

    private const string Standing = """
        SELECT t.id FROM unnest($1) AS t (id)
        WHERE EXISTS (SELECT FROM readmodels.mt_doc_officer AS o WHERE o.id = t.id AND o.erasure IS DISTINCT FROM 'erased')
            OR EXISTS (SELECT FROM identities.officers AS i WHERE i.officer_id = t.id)
        """;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    private volatile bool _reapplied;
    private volatile int _waiting;

    /// <summary>Whether what tombstones tell of is known to be gone.</summary>
    public bool Reapplied => _reapplied;

    /// <summary>How many erasures were confirmed and could not be done in the last round.</summary>
    public int Waiting => _waiting;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything is served: the database may be an older one, in which the erased still are.
        await RoundAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await RoundAsync(stoppingToken);
    }

    private async Task RoundAsync(CancellationToken stop)
    {
        try
        {
            if (!_reapplied)
                await ReapplyAsync(stop);
            await DoConfirmedAsync(stop);
        }
        catch (Exception failure)
            when (failure is NpgsqlException or SealUnavailableException or IOException or UnauthorizedAccessException
                || failure is HttpRequestException or TimeoutException or WitnessUnreachableException
            )
        {
            NotDone(failure.GetType().Name);
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

    private async Task DoConfirmedAsync(CancellationToken stop)
    {
        var confirmed = await ConfirmedAsync(stop);
        _waiting = confirmed.Count;
        foreach (var officer in confirmed)
        {
            var tombstone = new Tombstone(officer.Id, officer.Erasure!.Basis, officer.Erasure.ConfirmedAt!.Value);
            foreach (var sink in sinks)
                await sink.KeepAsync(tombstone, stop);
            await DestroyAsync(tombstone, stop);
            Done(officer.Id);
            _waiting--;
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
            Parameters = { Lookups.Value(tombstone.Subject) },
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
            forget.Parameters.Add(Lookups.Value(tombstone.Subject));
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
                    new Draft(
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

    private async Task<List<Officer>> ConfirmedAsync(CancellationToken stop)
    {
        await using var command = database.CreateCommand(Confirmed);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<Officer>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.State<Officer>(0));
        return all;
    }

    private async Task<List<Guid>> StandingAsync(Guid[] subjects, CancellationToken stop)
    {
        await using var command = database.CreateCommand(Standing);
        command.Parameters.Add(Lookups.Value(subjects));
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
