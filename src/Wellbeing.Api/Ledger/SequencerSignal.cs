namespace Wellbeing.Api.Ledger;

/// <summary>Wakes the sequencer when this process has committed events; any number of calls wake it once.</summary>
internal sealed class SequencerSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0, 1);

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

    /// <summary>Waits for the next call, or as long as is given.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken stop) => _wake.WaitAsync(atMost, stop);

    public void Dispose() => _wake.Dispose();
}
