using System.Globalization;
using JasperFx.CommandLine;
using Wellbeing.Api.Backups;

namespace Wellbeing.Api.Commands;

internal sealed class BackupInput
{
    [Description("An empty folder")]
    public string Folder { get; set; } = "";
}

[Description("Write both databases into a folder, beside a server that runs")]
internal sealed class BackupCommand : Command<BackupInput>
{
    public override async Task<int> RunAsync(BackupInput input, CancellationToken stop)
    {
        var made = await Backup.WriteAsync(Settings().Configuration, Path.GetFullPath(input.Folder), stop);
        Terminal.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"backed up {made.Events} events; needs master key {string.Join(" and ", made.MasterKeys)}"
            )
        );
        return CommandLine.Done;
    }
}

internal sealed class RestoreInput
{
    [Description("The folder of the backup")]
    public string Folder { get; set; } = "";

    [FlagAlias("check", true), Description("Check the backup, and bring nothing")]
    public bool Check { get; set; }

    [FlagAlias("tombstones", true), Description("A file of whom to erase again; may be given several times")]
    public string File
    {
        get => "";
        set => Tombstones.Add(value);
    }

    public List<string> Tombstones { get; } = [];
}

[Description("Bring a backup into empty databases, and erase again whom the tombstones name")]
internal sealed class RestoreCommand : Command<RestoreInput>
{
    public override async Task<int> RunAsync(RestoreInput input, CancellationToken stop)
    {
        var host = Settings();
        var restore = new Restore(host.Configuration, host.Environment, Terminal.WriteLine);
        var folder = Path.GetFullPath(input.Folder);
        if (input.Check)
            await restore.CheckAsync(folder, input.Tombstones, stop);
        else
            await restore.RunAsync(folder, input.Tombstones, stop);
        return CommandLine.Done;
    }
}
