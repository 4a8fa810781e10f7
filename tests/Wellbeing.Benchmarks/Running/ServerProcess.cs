using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Wellbeing.Benchmarks.Running;

/// <summary>A server in a process of its own, from its start until it is killed.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly ConcurrentDictionary<ServerProcess, bool> Alive = new();

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
        _errors = process.StandardError.ReadToEndAsync();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        Alive[this] = true;
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    /// <summary>From the start of the process to its first good answer.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    /// <summary>The most memory that the process has held, in megabytes.</summary>
    public double PeakMegabytes =>
        File.ReadLines($"/proc/{_process.Id}/status")
            .Where(line => line.StartsWith("VmHWM:", StringComparison.Ordinal))
            .Select(line => double.Parse(line.Split(':', ' ').First(IsNumber), CultureInfo.InvariantCulture) / 1024)
            .First();

    /// <summary>Starts a server on a free port and waits until <paramref name="ready" /> is answered with 200.</summary>
    public static async Task<ServerProcess> StartAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment,
        string ready
    )
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var started = Stopwatch.GetTimestamp();
        var start = Programs.Start(program, arguments, environment);
        start.Environment["ASPNETCORE_URLS"] = address.ToString();
        var server = new ServerProcess(Process.Start(start)!, address);
        using var client = new HttpClient { BaseAddress = address, Timeout = Patience };
        while (!await AnswersAsync(client, ready))
        {
            if (server._process.HasExited || Stopwatch.GetElapsedTime(started) > Patience)
            {
                await server.DisposeAsync();
                throw new InvalidOperationException($"{program} did not start: {await server._errors}");
            }
            await Task.Delay(5);
        }
        server.ReadyAfter = Stopwatch.GetElapsedTime(started);
        return server;
    }

    /// <summary>Ends all that still run: where the run is broken off by a signal, nothing is disposed of.</summary>
    public static void KillAll()
    {
        foreach (var server in Alive.Keys)
            server._process.Kill();
    }

    public async ValueTask DisposeAsync()
    {
        Alive.TryRemove(this, out _);
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> AnswersAsync(HttpClient client, string path)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
