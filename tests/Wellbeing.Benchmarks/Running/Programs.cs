using System.Diagnostics;

namespace Wellbeing.Benchmarks.Running;

/// <summary>The programs that are measured, as they are built beside this one.</summary>
internal static class Programs
{
    public static string Product { get; } = Path.Combine(AppContext.BaseDirectory, "Wellbeing.Api.dll");

    public static string Rivals { get; } = Path.Combine(AppContext.BaseDirectory, "Wellbeing.Benchmarks.dll");

    /// <summary>Runs a command to its end and answers what it printed.</summary>
    public static async Task<string> RunAsync(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment
    )
    {
        using var process = Process.Start(Start(program, arguments, environment))!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? output
            : throw new InvalidOperationException($"{string.Join(' ', arguments)} failed: {await errors}");
    }

    public static ProcessStartInfo Start(
        string program,
        IReadOnlyList<string> arguments,
        IReadOnlyDictionary<string, string> environment
    )
    {
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // No appsettings of the folder in which somebody happens to stand.
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
