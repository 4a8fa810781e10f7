using System.Diagnostics;
using System.Text;
using Wellbeing.Api.Tests.Oidc;

namespace Wellbeing.Api.Tests.Laws;

/// <summary>The server as it is run, in a process of its own whose whole output is kept.</summary>
internal sealed class OwnProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private OwnProcess(Process process) => _process = process;

    public required Host.Running Server { get; init; }

    public static async Task<OwnProcess> StartAsync()
    {
        if (!Database.Available)
            throw Database.Skip();
        var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-process-").FullName;
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["ASPNETCORE_URLS"] = address.ToString(),
            // More than anybody would keep, so that what is written at any level is looked at.
            ["Logging__LogLevel__Default"] = "Debug",
            ["RateLimit__PerSecond"] = "1000000",
            ["WELLBEING_HOME"] = Path.Combine(folder, ".wellbeing"),
        };
        foreach (var (name, value) in database.Settings)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = Programs.Start(folder, settings, "dotnet", Programs.Product);
        var own = new OwnProcess(process) { Server = new Host.Running(address, database, folder, StopAsync) };
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

    /// <summary>Ends it; answers all that it wrote.</summary>
    public async Task<string> EndAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
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
