using JasperFx;
using JasperFx.Events.Daemon;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features;
using IProjectionCoordinator = Marten.Events.Daemon.Coordination.IProjectionCoordinator;
using ProjectionCoordinator = Marten.Events.Daemon.Coordination.ProjectionCoordinator;

namespace Wellbeing.Api.Background;

/// <summary>
/// Says which subscriptions of this node failed, and ends database sessions of nodes that are frozen or cut off, so that they hold up no other node: one that holds the append
/// lock or a lock on a duty's rows and has run no statement for eight seconds, and one that holds the leadership of a
/// subscription and whose node has sent no heartbeat for four. Every node looks every one and a half seconds.
/// </summary>
/// <remarks>
/// PostgreSQL's own time limits do not cover it: a session that has received half a batch is neither idle nor in a statement
/// (transaction_timeout covers it from version 17 on), and the leader's session sleeps in a statement of its lock's monitor.
/// </remarks>
internal sealed partial class StalledSessions(
    NpgsqlDataSource database,
    IServiceProvider services,
    Duties duties,
    TimeProvider clock,
    ILogger<StalledSessions> log
) : BackgroundService
{
    public const string Ddl = """
        CREATE UNLOGGED TABLE IF NOT EXISTS journal.heartbeats (
            shard text PRIMARY KEY,
            at timestamptz NOT NULL);
        """;

    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1.5);

    // When the daemon last paused a subscription, so that a failure is counted once.
    private readonly Dictionary<string, DateTimeOffset> _paused = new(StringComparer.Ordinal);

    // Everybody puts a missing row in place, so that the first leader has the time until its first heartbeat.
    private const string Beat = """
        INSERT INTO journal.heartbeats AS h (shard, at) SELECT s, now() FROM unnest($1) AS s
        ON CONFLICT (shard) DO UPDATE SET at = excluded.at WHERE h.shard = ANY ($2)
        """;

    private const string End = """
        SELECT pid, pg_terminate_backend(pid) FROM (
            SELECT DISTINCT a.pid
            FROM pg_stat_activity AS a JOIN pg_locks AS l ON l.pid = a.pid
            LEFT JOIN (SELECT lock_id, at FROM unnest($1, $2) AS s (shard, lock_id) JOIN journal.heartbeats USING (shard)) AS h
                ON l.locktype = 'advisory' AND (l.classid::bigint << 32 | l.objid::bigint) = h.lock_id
            WHERE a.pid <> pg_backend_pid() AND a.usename = current_user AND a.datname = current_database() AND l.granted
                AND (a.query_start < now() - interval '8 seconds' AND a.wait_event_type = 'Client' AND (
                        l.locktype = 'advisory' AND l.mode = 'ShareLock' AND l.objsubid = 1
                            AND (l.classid::bigint << 32 | l.objid::bigint) = $3
                        OR l.locktype = 'relation' AND l.mode IN ('RowShareLock', 'RowExclusiveLock')
                            AND l.relation IN ('ledger.head'::regclass, 'rules.due'::regclass,
                                'webhooks.endpoints'::regclass, 'events.mt_event_progression'::regclass))
                    OR h.at < now() - interval '4 seconds' AND a.backend_start < now() - interval '4 seconds')) AS stalled
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
                duties.Done(nameof(StalledSessions));
            }
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                duties.Failed(nameof(StalledSessions), failure);
            }
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        var coordinator = (ProjectionCoordinator)services.GetRequiredService<IProjectionCoordinator>();
        Tell(coordinator.DaemonForMainDatabase());
        var distributor = coordinator.Distributor!;
        var shards = (await distributor.BuildDistributionAsync())
            .SelectMany(set =>
                set.Names.Select(x => (Name: x.Identity, Lock: (long)set.LockId, Led: distributor.HasLock(set)))
            )
            .ToList();
        string[] names = [.. shards.Select(x => x.Name)];
        string[] led = [.. shards.Where(x => x.Led).Select(x => x.Name)];
        long[] locks = [.. shards.Select(x => x.Lock)];
        await using var batch = database.CreateBatch();
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(Beat) { Parameters = { SqlParameter.Of(names), SqlParameter.Of(led) } }
        );
        batch.BatchCommands.Add(
            new NpgsqlBatchCommand(End)
            {
                Parameters = { SqlParameter.Of(names), SqlParameter.Of(locks), SqlParameter.Of(Locks.Rebuild) },
            }
        );
        await using var reader = await batch.ExecuteReaderAsync(stop);
        while (await reader.ReadAsync(stop))
            Ended(reader.GetInt32(0));
    }

    /// <summary>Says which subscriptions the daemon has paused here, and lets one that it has stopped be started again.</summary>
    private void Tell(IProjectionDaemon daemon)
    {
        var agents = daemon.CurrentAgents();
        foreach (var agent in agents.Where(x => x.Status == AgentStatus.Stopped))
            daemon.EjectPausedShard(agent.Name.Identity);
        var paused = agents.Where(x => x.Status == AgentStatus.Paused).ToDictionary(x => x.Name.Name);
        foreach (var name in _paused.Keys.Where(x => !paused.ContainsKey(x)).ToList())
        {
            _paused.Remove(name);
            duties.Done(name);
        }
        foreach (var (name, agent) in paused.Where(x => _paused.GetValueOrDefault(x.Key) != x.Value.PausedTime))
        {
            _paused[name] = agent.PausedTime ?? default;
            duties.Failed(name, agent.Failure?.RootExceptionType ?? "Paused");
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Session {Pid} of the database was ended: its node holds others up and does not answer."
    )]
    private partial void Ended(int pid);
}
