using System.Diagnostics;

namespace Wellbeing.Api.Tests;

/// <summary>Waits for what happens elsewhere: asks again and again, and gives up with the deadline.</summary>
internal static class Until
{
    // Long enough for a process that starts beside others on a busy machine; nobody waits for it where all is well.
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <param name="ask">What is to come true.</param>
    /// <param name="within">The deadline, where it is another.</param>
    public static async Task TrueAsync(Func<Task<bool>> ask, TimeSpan? within = null)
    {
        var deadline = within ?? Deadline;
        var started = Stopwatch.GetTimestamp();
        while (!await ask())
        {
            if (Stopwatch.GetElapsedTime(started) > deadline)
                throw new TimeoutException($"It did not come true within {deadline.TotalSeconds} s.");
            await Task.Delay(Between);
        }
    }
}
