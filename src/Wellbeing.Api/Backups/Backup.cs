using System.Data;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Hosting;
using Wellbeing.Domain;

namespace Wellbeing.Api.Backups;

/// <summary>
/// Writes both databases into a folder that only its owner may read. The events are read first and the keys after them: a
/// key too many harms nobody, one too few would be missing.
/// </summary>
internal static class Backup
{
    private const string Head = "SELECT size, encode(root, 'base64'), checkpoint FROM ledger.head";

    /// <exception cref="InvalidOperationException">The folder is not empty, or PostgreSQL's program failed.</exception>
    public static async Task<Manifest> WriteAsync(IConfiguration configuration, string folder, CancellationToken stop)
    {
        var (events, keys) = (
            Schema.OwnerConnection(configuration, "Wellbeing"),
            Schema.OwnerConnection(configuration, "Keys")
        );
        Make(folder);
        try
        {
            return await WriteAsync(events, keys, folder, stop);
        }
        catch
        {
            // Half a backup is none.
            foreach (var file in Directory.GetFiles(folder))
                File.Delete(file);
            throw;
        }
    }

    private static async Task<Manifest> WriteAsync(string events, string keys, string folder, CancellationToken stop)
    {
        await using var database = new NpgsqlConnection(events);
        await database.OpenAsync(stop);
        // Head, number of events and dump are of one moment: the dump sees what this transaction sees.
        await using var moment = await database.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        var snapshot = await AskAsync<string>(database, "SELECT pg_export_snapshot()", stop);
        var made = new Manifest(
            1,
            DateTimeOffset.UtcNow,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                [Manifest.EventsFile] = await DumpAsync(
                    events,
                    folder,
                    Manifest.EventsFile,
                    stop,
                    $"--snapshot={snapshot}"
                ),
                [Manifest.KeysFile] = await DumpAsync(keys, folder, Manifest.KeysFile, stop),
            },
            await AskAsync<long>(database, "SELECT count(*) FROM events.mt_events", stop),
            await MasterKeysAsync(keys, stop),
            await LedgerAsync(database, stop)
        );
        await using var file = Create(Path.Combine(folder, Manifest.Name));
        await JsonSerializer.SerializeAsync(file, made, CareJson.Options, stop);
        file.Flush(flushToDisk: true);
        return made;
    }

    private static async Task<LedgerPlace?> LedgerAsync(NpgsqlConnection database, CancellationToken stop)
    {
        if (!await AskAsync<bool>(database, "SELECT to_regclass('ledger.head') IS NOT NULL", stop))
            return null;
        await using var command = new NpgsqlCommand(Head, database);
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new LedgerPlace(reader.GetInt64(0), reader.GetString(1), reader.IsDBNull(2) ? null : reader.GetString(2))
            : null;
    }

    public static async Task<string> HashAsync(string path, CancellationToken stop)
    {
        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, stop));
    }

    private static async Task<string> DumpAsync(
        string connection,
        string folder,
        string name,
        CancellationToken stop,
        params string[] also
    )
    {
        var path = Path.Combine(folder, name);
        await using (var file = Create(path))
        {
            await PostgresProgram.RunAsync(connection, "pg_dump", ["--format=custom", .. also], file, stop);
            file.Flush(flushToDisk: true);
        }
        return await HashAsync(path, stop);
    }

    private static async Task<List<string>> MasterKeysAsync(string keys, CancellationToken stop)
    {
        await using var database = new NpgsqlConnection(keys);
        await database.OpenAsync(stop);
        await using var command = new NpgsqlCommand("SELECT id FROM keys.master_keys ORDER BY ordinal", database);
        await using var reader = await command.ExecuteReaderAsync(stop);
        var ids = new List<string>();
        while (await reader.ReadAsync(stop))
            ids.Add(reader.GetString(0));
        return ids;
    }

    private static void Make(string folder)
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
            throw new InvalidOperationException($"{folder} is not empty: a backup goes into a folder of its own.");
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, owner);
        File.SetUnixFileMode(folder, owner);
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static async Task<T> AskAsync<T>(NpgsqlConnection database, string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, database) { CommandTimeout = 0 };
        return (T)(await command.ExecuteScalarAsync(stop))!;
    }
}
