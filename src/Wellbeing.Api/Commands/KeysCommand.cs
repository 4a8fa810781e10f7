using JasperFx.CommandLine;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Commands;

internal sealed class KeysInput
{
    [Description("rotate")]
    public string Action { get; set; } = "";
}

[Description("Change the master key beside servers that run, under the owner's role")]
internal sealed class KeysCommand : Command<KeysInput>
{
    public override async Task<int> RunAsync(KeysInput input, CancellationToken stop)
    {
        if (input.Action != "rotate")
            throw new InvalidUsageException("keys takes one word: rotate");
        var host = Settings();
        await RotateAsync(host.Configuration, host.Environment, Terminal.WriteLine, stop);
        return CommandLine.Done;
    }

    /// <summary>Rotates to the new master key that is configured, or in development to one that it makes.</summary>
    public static async Task RotateAsync(
        IConfiguration configuration,
        IHostEnvironment environment,
        Action<string> say,
        CancellationToken stop,
        int batch = 500
    )
    {
        // Not from a pool: what it locks is free again when it is closed.
        await using var owner = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Schema.OwnerConnection(configuration, "Keys"))
            {
                Pooling = false,
            }.ConnectionString
        );
        await owner.OpenAsync(stop);
        await Rotation.BeAloneAsync(owner, stop);
        var files = MasterKeyFiles.Of(configuration, environment);
        files.MakeNew();
        if (files.Read() is not [_, var fresh])
            throw new MasterKeyException(
                $"Set {MasterKeyFiles.NewPathSetting} to a file with another master key, of this command and of every server."
            );
        var rewrapped = await new Rotation(owner, new KeyRing(files.Read), fresh, say, batch).RunAsync(stop);
        files.Replace();
        if (!files.Own)
            say(
                $"now name {files.New} as {MasterKeyFiles.PathSetting} of every server; the old one opens old backups only"
            );
        say($"rewrapped {rewrapped} keys under {fresh.Id}");
    }
}
