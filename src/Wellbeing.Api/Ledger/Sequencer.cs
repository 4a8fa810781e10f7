using System.Data;
using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// Gives every committed event a leaf and signs the tree. Every node runs it, one at a time does the work, and any other
/// takes over with its next pass.
/// </summary>
internal sealed partial class Sequencer(
    NpgsqlDataSource database,
    Secrets secrets,
    Authenticity authenticity,
    LogKey key,
    LedgerAlarms alarms,
    CommitSignal commits,
    TimeProvider clock,
    ILogger<Sequencer> log
) : BackgroundService, IPolledDuty
{
    // Each node's own appends wake it, and within a second those of a node that ended before it came to them; without
    // either it looks whether the ledger still is what was signed.
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(10);

    // Another node's pass that is under way may have read the events before this node's append was committed.
    private static readonly TimeSpan TurnedAway = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(100);

    // What is committed just after a pass has looked is signed at the end of the next one. That is to be within a second of
    // the commit: a quarter of it is kept back for a pass that takes in more than the one before.
    private static readonly TimeSpan Within = TimeSpan.FromMilliseconds(750);
    private const long Few = 8;

    private const string Untouched = """
        SELECT size = 0 AND watermark = 0 AND NOT EXISTS (SELECT FROM events.mt_events) FROM ledger.head
        """;

    private const string LastSuccession = "SELECT note FROM ledger.successions ORDER BY id DESC LIMIT 1";

    // Lost in a crash it is made again: only what is on disk already is signed.
    private const string Unflushed = "SELECT set_config('synchronous_commit', 'off', true)";

    // Not once the key has named its successor: then its signature of a larger tree counts for nothing.
    private const string KeepHead = $"""
        UPDATE ledger.head SET checkpoint = $1 WHERE size = $2 AND root = $3
          AND coalesce(({LastSuccession}), '') = $4
        """;

    private const string KeepDaily = """
        INSERT INTO ledger.checkpoints (origin, size, note, cosigned, at) SELECT $1, $2, $3, false, $4
        WHERE NOT EXISTS (SELECT FROM ledger.checkpoints WHERE origin = $1 AND NOT cosigned AND at > $4 - interval '1 day')
        """;

    private readonly EventLeaf _leaves = new();
    private readonly CommitSignal.Listener _committed = commits.Listen();

    // Kept: it has its statements prepared, and never waits for one that requests have taken.
    private NpgsqlConnection? _connection;
    private LedgerTree? _tree;
    private LedgerHead? _trusted;
    private long _published = -1;
    private string? _succession;
    private bool _turnedAway;
    private bool _begun;

    /// <summary>A new log begins before the first event can come: afterwards it would look like one that was emptied.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            await BeginsAsync(connection, cancellationToken);
        }
        catch (NpgsqlException)
        {
            // The database is away: the first pass begins the log, and until then nothing is appended.
            authenticity.Waits = true;
        }
        await base.StartAsync(cancellationToken);
    }

    public string Question =>
        """
            SELECT (EXISTS (SELECT FROM events.mt_events WHERE seq_id > (SELECT watermark FROM ledger.head))
                OR EXISTS (SELECT FROM ledger.gaps))::int
            """;

    public void Answered(long answer)
    {
        if (answer > 0 || !_begun)
            _committed.Wake();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var committed = _committed;
        var wait = Poll;
        while (!stoppingToken.IsCancellationRequested)
        {
            await committed.WaitAsync(wait, stoppingToken);
            if (!secrets.Loaded)
                continue;
            var (before, began) = (_trusted?.Size, clock.GetTimestamp());
            try
            {
                while (await StepAsync(stoppingToken)) { }
            }
            catch (LedgerDamagedException)
            {
                alarms.Raise(LedgerAlarm.Damaged, _trusted?.Size ?? 0);
                _tree = null;
                await DisconnectAsync();
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                // The next pass tries again; how far behind the ledger is stands in /readyz.
                _tree = null;
                await DisconnectAsync();
                LogFailed(failure);
            }
            // What could not be signed is tried again soon.
            var signed = _published == _trusted?.Size;
            var rest = signed ? Rest(_trusted?.Size - before ?? 0, clock.GetElapsedTime(began)) : Between;
            await Task.Delay(rest, clock, stoppingToken);
            wait = _turnedAway || !signed ? TurnedAway : Poll - rest;
        }
    }

    /// <summary>
    /// How long to let events come together: each costs the more, the fewer share a pass. Under load that is the longer,
    /// the quicker a pass is.
    /// </summary>
    /// <param name="taken">Events that have just been taken in.</param>
    /// <param name="took">How long that took, with the signature.</param>
    internal static TimeSpan Rest(long taken, TimeSpan took)
    {
        var left = Within - 2 * took;
        return taken <= Few || left < Between ? Between : left;
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await DisconnectAsync();
    }

    // A connection may have broken where nothing could be said about it: while a pass that changed nothing was ended.
    private async Task<NpgsqlConnection> ConnectedAsync(CancellationToken stop)
    {
        if (_connection is { State: ConnectionState.Open } open)
            return open;
        await DisconnectAsync();
        return _connection = await database.OpenConnectionAsync(stop);
    }

    private async Task DisconnectAsync()
    {
        if (_connection is { } connection)
            await connection.DisposeAsync();
        _connection = null;
    }

    /// <summary>One pass, and the signature of what it has left; true where more events wait.</summary>
    private async Task<bool> StepAsync(CancellationToken stop)
    {
        var connection = await ConnectedAsync(stop);
        await BeginsAsync(connection, stop);
        var pass = new SequencerPass(connection, authenticity.Key, alarms, _leaves);
        // A pass that fails has changed the tree: the next one begins from what is stored.
        var tree = Interlocked.Exchange(ref _tree, null);
        if (await pass.RunAsync(tree, MayGrowAsync, clock.GetUtcNow(), stop) is not { } passed)
        {
            _turnedAway = true;
            return false;
        }
        _turnedAway = false;
        (_tree, _trusted) = (passed.Tree, passed.After);
        alarms.Over(LedgerAlarm.Damaged);
        if (_published != passed.After.Size)
            await PublishAsync(connection, passed.After, stop);
        return passed.More;
    }

    /// <summary>A ledger may be continued if it begins with what was signed.</summary>
    private async Task<bool> MayGrowAsync(LedgerHead head, NpgsqlConnection connection)
    {
        if (_trusted is { } trusted && trusted.Size == head.Size && trusted.Root.AsSpan().SequenceEqual(head.Root))
            return true;
        if (key.Signed.Read() is not { } signed)
            return Refuse(LedgerAlarm.SignedStateMissing, head);
        if (head.Size < signed.Size)
            return Refuse(LedgerAlarm.RolledBack, head);
        var plan = MerklePlan.Root(signed.Size);
        var nodes = await LedgerNodes.ReadAsync(connection, head.Size, plan.Nodes, CancellationToken.None);
        if (!plan.RootFrom(nodes).AsSpan().SequenceEqual(signed.Root.Span))
            return Refuse(LedgerAlarm.Forked, head);
        alarms.Over(LedgerAlarm.SignedStateMissing);
        alarms.Over(LedgerAlarm.RolledBack);
        alarms.Over(LedgerAlarm.Forked);
        return true;
    }

    /// <summary>Without a word of what was signed, only a ledger of no event may begin.</summary>
    private async Task BeginsAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        if (_begun)
            return;
        if (key.Signed.Read() is null)
        {
            await using var command = new NpgsqlCommand(Untouched, connection);
            if (await command.ExecuteScalarAsync(stop) is true)
                key.Signed.TryWrite(new Checkpoint(key.Origin, 0, MerkleTree.EmptyRoot.ToArray()));
        }
        _begun = true;
        authenticity.Waits = false;
    }

    private bool Refuse(LedgerAlarm alarm, LedgerHead head)
    {
        alarms.Raise(alarm, head.Size);
        return false;
    }

    private async Task PublishAsync(NpgsqlConnection connection, LedgerHead head, CancellationToken stop)
    {
        _succession ??= await SuccessionAsync(connection, stop);
        // A key that has named its successor signs no more; it is asked again with the next pass.
        if (_succession is null)
            return;
        var checkpoint = new Checkpoint(key.Origin, head.Size, head.Root);
        // Before anybody sees the signature: a crash between leaves a tree that counts as signed, never the reverse.
        if (!key.Signed.TryWrite(checkpoint))
            return;
        var note = key.Sign(checkpoint.Text);
        var kept = new NpgsqlBatchCommand(KeepHead)
        {
            Parameters = { Of(note), Of(head.Size), Of(head.Root), Of(_succession) },
        };
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(Unflushed),
                kept,
                new NpgsqlBatchCommand(KeepDaily)
                {
                    Parameters =
                    {
                        Of(key.Origin),
                        Of(head.Size),
                        Of(note),
                        new NpgsqlParameter<DateTimeOffset>
                        {
                            TypedValue = clock.GetUtcNow(),
                            NpgsqlDbType = NpgsqlDbType.TimestampTz,
                        },
                    },
                },
            },
        };
        await batch.ExecuteNonQueryAsync(stop);
        if (kept.RecordsAffected == 1)
            _published = head.Size;
        else
            // The key was changed, or another node has gone on: the next pass signs with what is true then.
            _succession = null;
    }

    /// <summary>
    /// The last word on who follows whom; the key is read again if that is somebody else, and null is answered if it still is.
    /// </summary>
    private async Task<string?> SuccessionAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(LastSuccession, connection);
        var note = await command.ExecuteScalarAsync(stop) as string ?? "";
        var last = Succession.TryParse(note);
        if (last is not null && last.New != key.Verifier)
            key.Reload();
        if (last is not null && last.New != key.Verifier)
        {
            alarms.Raise(LedgerAlarm.KeySuperseded, last.Size);
            return null;
        }
        alarms.Over(LedgerAlarm.KeySuperseded);
        return note;
    }

    private static NpgsqlParameter<T> Of<T>(T value) => new() { TypedValue = value };

    [LoggerMessage(LogLevel.Warning, "The sequencer's pass failed; it will be tried again.")]
    private partial void LogFailed(Exception failure);
}
