using Npgsql;
using Wellbeing.Api.Features.Audit;

namespace Wellbeing.Api.Features.Dashboards;

/// <summary>The dashboards that somebody follows: one watch for all who are shown the same figures, none without a reader.</summary>
internal sealed class DashboardWatches(
    DashboardReader reader,
    EventArrivals arrivals,
    HighWater highWater,
    NpgsqlDataSource database,
    TimeProvider clock
) : IDisposable
{
    private readonly Dictionary<string, DashboardWatch> _watches = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _turn = new(1);
    private long _readings;

    /// <summary>How often figures were read for anybody who follows.</summary>
    public long Readings => Interlocked.Read(ref _readings);

    /// <summary>How many dashboards are followed.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
                return _watches.Count;
        }
    }

    /// <summary>Hands out the watch of what is asked for while something is done with it.</summary>
    public async Task FollowAsync(DashboardAsked asked, Func<DashboardWatch, Task> followAsync)
    {
        var watch = Join(asked);
        try
        {
            await followAsync(watch);
        }
        finally
        {
            Leave(watch);
        }
    }

    public void Dispose() => _turn.Dispose();

    private DashboardWatch Join(DashboardAsked asked)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(asked.Key, out var watch))
            {
                _watches[asked.Key] = watch = new(asked, reader, arrivals, highWater, database, clock);
                _ = RunAsync(watch);
            }
            watch.Readers++;
            return watch;
        }
    }

    private async Task RunAsync(DashboardWatch watch)
    {
        await Task.Yield();
        await watch.RunAsync(_turn, () => Interlocked.Increment(ref _readings));
        Forget(watch);
    }

    private void Leave(DashboardWatch watch)
    {
        lock (_gate)
        {
            if (--watch.Readers > 0)
                return;
            Forget(watch);
        }
        watch.Ending.Cancel();
    }

    // One that has failed makes room for the next.
    private void Forget(DashboardWatch watch)
    {
        lock (_gate)
        {
            if (_watches.GetValueOrDefault(watch.Key) == watch)
                _watches.Remove(watch.Key);
        }
    }
}
