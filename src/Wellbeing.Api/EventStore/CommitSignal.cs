using System.Collections.Immutable;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Tells whoever listens in this process that it has committed events; any number of commits wake a listener once. What
/// other nodes commit is found by looking.
/// </summary>
internal sealed class CommitSignal
{
    private ImmutableArray<Listener> _listeners = [];

    public void Wake()
    {
        foreach (var listener in _listeners)
            listener.Wake();
    }

    /// <summary>Listens from now on, until it is disposed of.</summary>
    public Listener Listen()
    {
        var listener = new Listener(this);
        ImmutableInterlocked.Update(ref _listeners, static (all, one) => all.Add(one), listener);
        return listener;
    }

    /// <summary>Somebody who listens.</summary>
    internal sealed class Listener(CommitSignal signal) : IDisposable
    {
        // Not disposed of: a commit may wake it at that moment, and it holds nothing but memory.
        private readonly SemaphoreSlim _wake = new(0, 1);

        /// <summary>Waits for the next commit, or as long as is given; answers whether there was one.</summary>
        public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken stop) => _wake.WaitAsync(atMost, stop);

        public void Wake()
        {
            try
            {
                if (_wake.CurrentCount == 0)
                    _wake.Release();
            }
            catch (SemaphoreFullException)
            {
                // Somebody else woke it at the same moment.
            }
        }

        public void Dispose() =>
            ImmutableInterlocked.Update(ref signal._listeners, static (all, one) => all.Remove(one), this);
    }
}
