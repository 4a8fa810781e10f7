using System.Globalization;
using JasperFx.CommandLine;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Commands;

internal sealed class KeyInput
{
    [Description("rotate or new-origin")]
    public string? Action { get; set; }
}

[Description("Print the log's public key, change the key, or continue the log under another name")]
internal sealed class KeyCommand : Command<KeyInput>
{
    private const string Succeed = """
        INSERT INTO ledger.successions (note, at) SELECT $1, now() FROM (SELECT FROM ledger.head FOR UPDATE) AS head
        """;

    public KeyCommand()
    {
        Usage("Print the public key").NoArguments();
        Usage("Change the key, or continue a restored log under another name").Arguments(x => x.Action!);
    }

    public override async Task<int> RunAsync(KeyInput input, CancellationToken stop)
    {
        if (input.Action is not (null or "rotate" or "new-origin"))
            throw new InvalidUsageException("key takes one word or none: rotate, new-origin");
        var host = Settings();
        var files = LogKeyFiles.Of(host.Configuration, host.Environment);
        switch (input.Action)
        {
            case null:
                using (var current = files.Open())
                    Terminal.WriteLine(current.Key.Text);
                return CommandLine.Done;
            case "rotate":
                await RotateAsync(host.Configuration, files, Terminal.WriteLine, stop);
                return CommandLine.Done;
            default:
                await ContinueAsync(host.Configuration, files, Terminal.WriteLine, stop);
                return CommandLine.Done;
        }
    }

    /// <summary>The old key names the new one, and counts up to what it has signed. Beside servers that run.</summary>
    public static async Task RotateAsync(
        IConfiguration configuration,
        LogKeyFiles files,
        Action<string> say,
        CancellationToken stop
    )
    {
        using var old = files.Open();
        using var next = files.OpenNew(old.Key.Name);
        await using var database = Persistence.DataSource(Persistence.Connection(configuration, "Wellbeing"));
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        // Under the head's lock no pass runs, and what was signed stays so until the new key is in its place.
        await RecordAsync(connection, old, next, Signed(files), stop);
        if (files.Own)
            SecretFile.Replace(files.NewKeyPath!, files.KeyPath);
        await transaction.CommitAsync(stop);
        if (!files.Own)
            say($"now name {files.NewKeyPath} as {LogKeyFiles.KeySetting} of every server, and restart it");
        say(next.Key.Text);
    }

    /// <summary>
    /// The same key under another name: for a ledger that was restored from an older state, which its name has outgrown.
    /// </summary>
    public static async Task ContinueAsync(
        IConfiguration configuration,
        LogKeyFiles files,
        Action<string> say,
        CancellationToken stop
    )
    {
        using var old = files.Open();
        var state = files.State.Read() ?? new Checkpoint(old.Key.Name, 0, MerkleTree.EmptyRoot.ToArray());
        using var next = files.Under(After(old.Key.Name));
        await using var database = Persistence.DataSource(Persistence.Connection(configuration, "Wellbeing"));
        await using var connection = await database.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await RecordAsync(connection, old, next, state, stop);
        files.State.Begin(new Checkpoint(next.Key.Name, 0, MerkleTree.EmptyRoot.ToArray()));
        await transaction.CommitAsync(stop);
        say(next.Key.Text);
    }

    /// <summary>The name that follows: <c>/2</c> after the first.</summary>
    public static string After(string origin)
    {
        var (name, number) = (origin, 1);
        if (
            origin.LastIndexOf('/') is > 0 and var slash
            && int.TryParse(origin[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
        )
            (name, number) = (origin[..slash], last);
        return string.Create(CultureInfo.InvariantCulture, $"{name}/{number + 1}");
    }

    private static Checkpoint Signed(LogKeyFiles files) =>
        files.State.Read()
        ?? throw new LogKeyException("What the key has signed is not known: its state file is gone.");

    private static async Task RecordAsync(
        NpgsqlConnection connection,
        NoteSigner old,
        NoteSigner next,
        Checkpoint signed,
        CancellationToken stop
    )
    {
        var text = new Succession(old.Key, signed.Size, signed.Root, next.Key).Text;
        await using var command = new NpgsqlCommand(Succeed, connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = old.Note(text).ToString() } },
        };
        await command.ExecuteNonQueryAsync(stop);
    }
}
