using System.Globalization;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Erasures;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.Backups;

/// <summary>That a ledger goes on from an older state than was signed, as a log of a new origin that names the old one.</summary>
/// <param name="Signed">The highest tree that was signed, as a checkpoint without a signature.</param>
/// <param name="Restored">The tree of the backup.</param>
/// <param name="At">When it was restored.</param>
internal sealed record RestoredLedger(string Signed, LedgerPlace? Restored, DateTimeOffset At);

/// <summary>
/// Brings a backup into two empty databases and destroys again what was erased since it was made, before anybody serves it.
/// </summary>
internal sealed class Restore(IConfiguration configuration, IHostEnvironment environment, Action<string> say)
{
    /// <summary>What is added to the name of the log's state: a new log begins where that file is there.</summary>
    public const string RestoredEnding = ".restored";

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
        NoteLedger(manifest);
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
            throw new InvalidOperationException($"The backup needs master key {missing}: put it at {place} first.");
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
        await using var server = Server.Build([]);
        var kept = server.Services.GetRequiredService<TombstoneFile>();
        foreach (var file in elsewhere)
        foreach (var tombstone in await new TombstoneFile(Path.GetFullPath(file)).ReadAsync(stop))
            await kept.KeepAsync(tombstone, stop);
        await server.Services.GetRequiredService<Secrets>().LoadAsync(stop);
        var again = await server.Services.GetRequiredService<Erasing>().ReapplyAsync(stop);
        say(string.Create(CultureInfo.InvariantCulture, $"erased again {again}"));
    }

    private void NoteLedger(Manifest manifest)
    {
        var place = LogKeyFiles.Of(configuration, environment).StatePath;
        if (new SignedState(place).Read() is not { } signed || manifest.Ledger?.Size >= signed.Size)
            return;
        SecretFile.Write(
            place + RestoredEnding,
            JsonSerializer.SerializeToUtf8Bytes(
                new RestoredLedger(signed.Text, manifest.Ledger, DateTimeOffset.UtcNow),
                CareJson.Options
            )
        );
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"the backup is older than the highest tree that was signed ({signed.Size}): the log is to go on under a new origin"
            )
        );
    }
}
