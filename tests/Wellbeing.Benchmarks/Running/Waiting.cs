using System.Diagnostics;

namespace Wellbeing.Benchmarks.Running;

/// <summary>Waits for what happens in another process, and gives up in the end.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static async Task ForAsync(Func<Task<bool>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await ask())
        {
            if (Stopwatch.GetElapsedTime(started) > Deadline)
                throw new InvalidOperationException($"It did not happen within {Deadline.TotalMinutes} minutes.");
            await Task.Delay(Between);
        }
    }
}
