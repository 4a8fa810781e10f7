using System.Diagnostics;
using System.Text;
using Wellbeing.Api.Tests.Oidc;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>The server as it is run, in a process of its own whose whole output is kept.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private readonly int _adminPort;

    private OwnProcess(Process process, int adminPort) => (_process, _adminPort) = (process, adminPort);

    public required Host.Running Server { get; init; }

    /// <param name="collector">Where it sends its traces and figures.</param>
    public static async Task<OwnProcess> StartAsync(Uri collector)
    {
        if (!Database.Available)
            throw Database.Skip();
        var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-process-").FullName;
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var port = Programs.FreePort();
        var process = Run(
            database,
            folder,
            address,
            // More than anybody would keep, so that what is written at any level is looked at.
            ("Logging__LogLevel__Default", "Debug"),
            ("Admin__Port", $"{port}"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_MAX_QUEUE_SIZE", "1000000"),
            ("OTEL_BSP_SCHEDULE_DELAY", "500"),
            ("RateLimit__PerSecond", "1000000"),
            ("Quota__Factor", "1000000"),
            ("Erasure__AnnouncedForDays", "0")
        );
        var own = new OwnProcess(process, port) { Server = new Host.Running(address, database, folder, StopAsync) };
        process.OutputDataReceived += (_, line) => own.Keep(line.Data);
        process.ErrorDataReceived += (_, line) => own.Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var http = new HttpClient { BaseAddress = address };
        await Until.TrueAsync(async () =>
            process.HasExited
                ? throw new InvalidOperationException($"The server did not start: {own._output}")
                : await Programs.IsReadyAsync(http)
        );
        return own;

        Task StopAsync() => Programs.EndAsync(process);
    }

    /// <summary>Starts the server, and does not wait for it.</summary>
    public static Process Run(
        Database database,
        string folder,
        Uri address,
        params IEnumerable<(string Name, string Value)> also
    )
    {
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["WELLBEING_HOME"] = Path.Combine(folder, ".wellbeing"),
        };
        foreach (var (name, value) in also)
            settings[name] = value;
        foreach (var (name, value) in database.Settings)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return Programs.Start(folder, settings, "dotnet", Programs.Product);
    }

    /// <summary>The figures as its operators see them.</summary>
    public async Task<string> FiguresAsync()
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri($"http://127.0.0.1:{_adminPort}/metrics"));
    }

    /// <summary>Ends it as an operator would, so that it sends what it still has; answers all that it wrote.</summary>
    public async Task<string> EndAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Programs.RunAsync(Path.GetTempPath(), new Dictionary<string, string?>(), "kill", $"{_process.Id}");
        await _process.WaitForExitAsync(patience.Token);
        lock (_output)
            return _output.ToString();
    }

    public ValueTask DisposeAsync() => Server.DisposeAsync();

    private void Keep(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }
}
