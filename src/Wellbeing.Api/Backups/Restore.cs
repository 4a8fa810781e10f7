using System.Globalization;
using Npgsql;
using Wellbeing.Api.Commands;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Backups;

/// <summary>
/// Brings a backup into two empty databases and destroys again what was erased since it was made, before anybody serves it.
/// </summary>
internal sealed class Restore(IConfiguration configuration, IHostEnvironment environment, Action<string> say)
{
    /// <param name="folder">The backup.</param>
    /// <param name="tombstones">Files of tombstones that were kept elsewhere.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="InvalidOperationException">The backup is damaged, a key is not here, or the databases are not empty.</exception>
    public async Task RunAsync(string folder, IReadOnlyList<string> tombstones, CancellationToken stop)
    {
        var manifest = await CheckAsync(folder, tombstones, stop);
        foreach (var (name, file) in new[] { ("Wellbeing", Manifest.EventsFile), ("Keys", Manifest.KeysFile) })
        {
            var connection = Schema.OwnerConnection(configuration, name);
            await CheckEmptyAsync(connection, stop);
            await PostgresProgram.RunAsync(
                connection,
                "pg_restore",
                [
                    "--no-owner",
                    "--no-privileges",
                    "--exit-on-error",
                    "--single-transaction",
                    $"--dbname={new NpgsqlConnectionStringBuilder(connection).Database}",
                    Path.Combine(folder, file),
                ],
                null,
                stop
            );
        }
        await Schema.ApplyAsync(configuration, stop);
        say(string.Create(CultureInfo.InvariantCulture, $"restored {manifest.Events} events"));
        await EraseAgainAsync(tombstones, stop);
        await ContinueLedgerAsync(manifest, stop);
    }

    /// <summary>Whether a backup is whole and its keys are here, before anything is emptied for it.</summary>
    /// <exception cref="InvalidOperationException">It is not, or they are not.</exception>
    public async Task<Manifest> CheckAsync(string folder, IReadOnlyList<string> tombstones, CancellationToken stop)
    {
        if (tombstones.FirstOrDefault(file => !File.Exists(file)) is { } nowhere)
            throw new InvalidOperationException($"{nowhere} does not exist.");
        var manifest = await Manifest.ReadAsync(folder, stop);
        foreach (var name in new[] { Manifest.EventsFile, Manifest.KeysFile })
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                throw new InvalidOperationException($"{path} is not there; it may be kept apart.");
            if (!manifest.Files.TryGetValue(name, out var hash) || await Backup.HashAsync(path, stop) != hash)
                throw new InvalidOperationException($"{path} is not the file that the manifest names.");
        }
        CheckKeys(manifest);
        return manifest;
    }

    private void CheckKeys(Manifest manifest)
    {
        var place = MasterKeyFiles.PathOf(configuration);
        var held = File.Exists(place) ? MasterKeyFiles.Of(configuration, environment).Read() : [];
        if (manifest.MasterKeys.FirstOrDefault(id => held.All(key => key.Id != id)) is { } missing)
            throw new InvalidOperationException(
                $"The backup needs master key {Terminal.Short(missing, 64)}: put it at {place} first."
            );
    }

    private static async Task CheckEmptyAsync(string connection, CancellationToken stop)
    {
        await using var database = new NpgsqlConnection(connection);
        await database.OpenAsync(stop);
        await using var command = new NpgsqlCommand(
            "SELECT to_regnamespace('events') IS NOT NULL OR to_regnamespace('keys') IS NOT NULL",
            database
        );
        if (await command.ExecuteScalarAsync(stop) is true)
            throw new InvalidOperationException("The database is not empty: a backup is restored into an empty one.");
    }

    private async Task EraseAgainAsync(IReadOnlyList<string> elsewhere, CancellationToken stop)
    {
        await using var server = Program.Build([]);
        var kept = server.Services.GetRequiredService<TombstoneFile>();
        foreach (var file in elsewhere)
        foreach (var tombstone in await new TombstoneFile(Path.GetFullPath(file)).ReadAsync(stop))
            await kept.KeepAsync(tombstone, stop);
        await server.Services.GetRequiredService<Secrets>().LoadAsync(stop);
        var again = await server.Services.GetRequiredService<Erasing>().ReapplyAsync(stop);
        say(string.Create(CultureInfo.InvariantCulture, $"erased again {again}"));
    }

    /// <summary>A backup of less than was signed is not that log any more: it goes on as another, which names the old one.</summary>
    private async Task ContinueLedgerAsync(Manifest manifest, CancellationToken stop)
    {
        var files = LogKeyFiles.Of(configuration, environment);
        if (files.State.Read() is not { } signed || manifest.Ledger?.Size >= signed.Size)
            return;
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the backup is older than the highest tree that was signed ({signed.Size}): the log goes on under a new origin"
            )
        );
        await KeyCommand.ContinueAsync(configuration, files, say, stop);
    }
}
