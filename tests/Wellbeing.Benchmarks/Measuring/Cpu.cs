using System.Globalization;

namespace Wellbeing.Benchmarks.Measuring;

/// <summary>The CPU time that processes have used, from Linux's /proc (proc_pid_stat(5)).</summary>
/// <remarks>A tick is 10 ms: a measurement should last seconds.</remarks>
internal static class Cpu
{
    private const double MicrosecondsOfTick = 10_000;

    // Fields of the file, counted from the state, which follows the name in brackets.
    private const int User = 11;
    private const int System = 12;

    /// <summary>Microseconds up to now.</summary>
    public static double Used(IEnumerable<int> processes) => processes.Sum(Used);

    private static double Used(int process)
    {
        var text = File.ReadAllText($"/proc/{process}/stat");
        var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
        return (Ticks(fields[User]) + Ticks(fields[System])) * MicrosecondsOfTick;
    }

    private static long Ticks(string field) => long.Parse(field, CultureInfo.InvariantCulture);
}
