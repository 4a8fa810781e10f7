using System.ComponentModel;
using System.Diagnostics;
using Npgsql;

namespace Wellbeing.Api.Backups;

/// <summary>Runs a program of the PostgreSQL installation; what opens the database goes by its environment, which nobody else sees.</summary>
internal static class PostgresProgram
{
    public const string FolderSetting = "WELLBEING_POSTGRES_BIN";

    /// <summary>Runs it, with a stream for what it prints.</summary>
    /// <exception cref="InvalidOperationException">It is not here, or it failed.</exception>
    public static async Task RunAsync(
        string connection,
        string program,
        string[] arguments,
        Stream? output,
        CancellationToken stop
    )
    {
        using var process = Start(connection, program, arguments, output is not null);
        await using var stopping = stop.Register(() => process.Kill(entireProcessTree: true));
        var complaints = process.StandardError.ReadToEndAsync(stop);
        if (output is not null)
            await process.StandardOutput.BaseStream.CopyToAsync(output, stop);
        await process.WaitForExitAsync(stop);
        if (process.ExitCode != 0)
            // Its first line says what is wrong; later ones may show rows.
            throw new InvalidOperationException($"{program} failed: {(await complaints).Split('\n')[0].Trim()}");
    }

    private static Process Start(string connection, string program, string[] arguments, bool prints)
    {
        var folder = Environment.GetEnvironmentVariable(FolderSetting);
        var start = new ProcessStartInfo(string.IsNullOrEmpty(folder) ? program : Path.Combine(folder, program))
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = prints,
        };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var to = new NpgsqlConnectionStringBuilder(connection);
        start.Environment["PGHOST"] = to.Host;
        start.Environment["PGPORT"] = $"{to.Port}";
        start.Environment["PGUSER"] = to.Username;
        start.Environment["PGPASSWORD"] = to.Password;
        start.Environment["PGDATABASE"] = to.Database;
        start.Environment["PGSSLMODE"] = to.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException(
                $"{program} is not here; install PostgreSQL's programs, or name their folder in {FolderSetting}.",
                e
            );
        }
    }
}
