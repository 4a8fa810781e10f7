using System.Diagnostics;

namespace Wellbeing.Api.Tests;

/// <summary>Waits for what happens elsewhere: asks again and again, and gives up with the deadline.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task TrueAsync(Func<Task<bool>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await ask())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                throw new TimeoutException($"It did not come true within {Deadline.TotalSeconds} s.");
            await Task.Delay(Between);
        }
    }
}
