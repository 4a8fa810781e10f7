using Npgsql;
using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Background;

/// <summary>
/// Notifies the daemon, on whichever node it runs, of what this node has committed. After the commit, and once for many: a
/// NOTIFY inside the appends' transactions would take PostgreSQL's one lock of the notification queue at each commit.
/// </summary>
internal sealed class AppendNotifier(NpgsqlDataSource database, CommitSignal commits, TimeProvider clock)
    : BackgroundService
{
    /// <summary>The channel that Marten's daemon listens on.</summary>
    public const string Channel = Marten.Events.Daemon.HighWater.PostgresqlListenWakeup.DefaultChannel;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var committed = commits.Listen();
        while (!stoppingToken.IsCancellationRequested)
        {
            await committed.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
            try
            {
                await using var notify = database.CreateCommand($"SELECT pg_notify('{Channel}', '')");
                await notify.ExecuteNonQueryAsync(stoppingToken);
            }
            catch (NpgsqlException)
            {
                // Nothing is lost: the daemon polls as well, and is behind by that long.
            }
            await Task.Delay(Between, clock, stoppingToken);
        }
    }
}
