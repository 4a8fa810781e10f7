using System.Diagnostics;

namespace Wellbeing.Witness.Tests;

/// <summary>The real program in a process of its own.</summary>
internal sealed class WitnessProcess : IAsyncDisposable
{
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);
    private readonly Process _process;

    private WitnessProcess(Process process, Uri url, string key) => (_process, Url, Key) = (process, url, key);

    public Uri Url { get; }
    public string Key { get; }

    public static async Task<WitnessProcess> StartAsync(string home, params string[] logs)
    {
        var process = Start(["--home", home, "--port", "0", .. logs.SelectMany(x => new[] { "--log", x })]);
        using var deadline = new CancellationTokenSource(_deadline);
        var ready = await process.StandardOutput.ReadLineAsync(deadline.Token);
        var key = await process.StandardOutput.ReadLineAsync(deadline.Token);
        if (ready is null || key is null)
            throw new InvalidOperationException(await process.StandardError.ReadToEndAsync(deadline.Token));
        return new(process, new(ready.Split(' ')[^1]), key.Split(' ')[^1]);
    }

    /// <summary>Runs the program to its end.</summary>
    public static async Task<(int Status, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        using var deadline = new CancellationTokenSource(_deadline);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(deadline.Token),
            process.StandardError.ReadToEndAsync(deadline.Token)
        );
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>As a power cut would: without a word.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static Process Start(IEnumerable<string> arguments) =>
        Process.Start(
            new ProcessStartInfo(
                Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet"
                    ? path
                    : "dotnet",
                arguments.Prepend(Path.Combine(AppContext.BaseDirectory, "wellbeing-witness.dll"))
            )
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
}
