using System.Globalization;
using Wellbeing.Benchmarks.Running;

namespace Wellbeing.Benchmarks.Measuring;

/// <summary>
/// The CPU time that a server and PostgreSQL have used together, from Linux's /proc (proc_pid_stat(5)): what the client
/// takes on the same cores is not in it.
/// </summary>
/// <remarks>A tick is 10 ms: a measurement should last seconds.</remarks>
internal sealed class Cpu
{
    private const double MicrosecondsOfTick = 10_000;

    // Fields of the file, counted from the state, which follows the name in brackets.
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;
    private const int WaitedForUser = 13;
    private const int WaitedForSystem = 14;

    private readonly int _postmaster;

    private Cpu(int postmaster) => _postmaster = postmaster;

    public static async Task<Cpu> OfAsync(Cluster cluster)
    {
        var folder = (await cluster.QueryAsync<string>("postgres", "SHOW data_directory"))[0];
        var first = File.ReadLines(Path.Combine(folder, "postmaster.pid")).First();
        return new Cpu(int.Parse(first, CultureInfo.InvariantCulture));
    }

    /// <summary>Microseconds up to now.</summary>
    public double Used(ServerProcess server)
    {
        var ticks = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id)
                || Read(id) is not { } at
            )
                continue;
            if (id == server.Id || id == _postmaster || at[Parent] == _postmaster)
                ticks += at[User] + at[System];
            // Backends that are gone.
            if (id == _postmaster)
                ticks += at[WaitedForUser] + at[WaitedForSystem];
        }
        return ticks * MicrosecondsOfTick;
    }

    public double Server(ServerProcess server)
    {
        var at = Read(server.Id)!;
        return (at[User] + at[System]) * MicrosecondsOfTick;
    }

    private static long[]? Read(int process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return Array.ConvertAll(fields, x => long.TryParse(x, CultureInfo.InvariantCulture, out var n) ? n : 0);
        }
        catch (IOException)
        {
            // It ended between the listing and now; its parent has its time.
            return null;
        }
    }
}
