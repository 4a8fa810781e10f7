using System.Globalization;
using Wellbeing.Api.Backups;

namespace Wellbeing.Api.Commands;

/// <summary>Writes both databases into a folder, beside a server that runs.</summary>
internal sealed class BackupCommand(string[] args) : Command
{
    protected override async Task<int> ExecuteAsync(CancellationToken stop)
    {
        if (args is not [[not '-', ..] folder])
            return await MisusedAsync("usage: backup DIR");
        var made = await Backup.WriteAsync(Configuration(), Path.GetFullPath(folder), stop);
        Terminal.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"backed up {made.Events} events; needs master key {string.Join(" and ", made.MasterKeys)}"
            )
        );
        return Done;
    }
}

/// <summary>Brings a backup into empty databases.</summary>
internal sealed class RestoreCommand(string[] args) : Command
{
    protected override async Task<int> ExecuteAsync(CancellationToken stop)
    {
        var tombstones = new List<string>();
        string? folder = null;
        var check = false;
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--tombstones" && i + 1 < args.Length)
                tombstones.Add(args[++i]);
            else if (args[i] == "--check")
                check = true;
            else if (folder is null && !args[i].StartsWith('-'))
                folder = args[i];
            else
                folder = "";
        }
        if (string.IsNullOrEmpty(folder))
            return await MisusedAsync("usage: restore [--check] DIR [--tombstones FILE]…");
        var host = WebApplication.CreateBuilder();
        var restore = new Restore(host.Configuration, host.Environment, Terminal.WriteLine);
        if (check)
            await restore.CheckAsync(Path.GetFullPath(folder), tombstones, stop);
        else
            await restore.RunAsync(Path.GetFullPath(folder), tombstones, stop);
        return Done;
    }
}
