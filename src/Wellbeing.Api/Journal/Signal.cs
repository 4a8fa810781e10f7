namespace Wellbeing.Api.Journal;

/// <summary>Wakes who waits for what this process commits; any number of calls wake it once.</summary>
internal abstract class Signal : IDisposable
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
