using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Features.Audit;

/// <summary>
/// Up to where the record has settled, for everybody in this process who waits for what comes next: one looks for all,
/// after the commits of this process, and four times a second for those of other nodes. Nobody looks while nobody watches.
/// </summary>
internal sealed class EventArrivals(HighWater highWater, CommitSignal commits, TimeProvider clock)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);

    // Under load a look takes in the commits of a moment, not of one group.
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private TaskCompletionSource _next = Next();
    private Action? _end;
    private int _watching;
    private long _settled = -1;

    /// <summary>How often it has looked.</summary>
    public long Looks { get; private set; }

    /// <summary>From now on somebody waits, until this is disposed of.</summary>
    public IDisposable Watch()
    {
        lock (_gate)
        {
            if (_watching++ == 0)
            {
                // How far it had come when somebody watched last is of no use to who comes now.
                _settled = -1;
                var looking = new CancellationTokenSource();
                _end = looking.Cancel;
                _ = LookAsync(looking.Token);
            }
        }
        return new Watching(this);
    }

    /// <summary>Waits until the record has settled beyond a number; answers up to where it has. The caller watches.</summary>
    public async Task<long> BeyondAsync(long seq, CancellationToken stop)
    {
        while (true)
        {
            Task next;
            lock (_gate)
            {
                if (_settled > seq)
                    return _settled;
                next = _next.Task;
            }
            await next.WaitAsync(stop);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        using var listener = commits.Listen();
        try
        {
            while (true)
            {
                try
                {
                    Looks++;
                    if (await highWater.ReachAsync(stop) is { } settled)
                        Tell(settled, null);
                }
                catch (Exception failure) when (!stop.IsCancellationRequested)
                {
                    // Whoever waits is told, and comes again; the next look may find the database back.
                    Tell(-1, failure);
                }
                await Task.Delay(Between, clock, stop);
                await listener.WaitAsync(Poll, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Nobody watches any more.
        }
    }

    private void Tell(long settled, Exception? failure)
    {
        TaskCompletionSource told;
        lock (_gate)
        {
            if (failure is null && settled <= _settled)
                return;
            _settled = Math.Max(settled, _settled);
            (told, _next) = (_next, Next());
        }
        if (failure is null)
            told.SetResult();
        else
            told.SetException(failure);
    }

    private void Leave()
    {
        Action? end = null;
        lock (_gate)
        {
            if (--_watching == 0)
                (end, _end) = (_end, null);
        }
        end?.Invoke();
    }

    private static TaskCompletionSource Next() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Watching(EventArrivals arrivals) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                arrivals.Leave();
        }
    }
}
