using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace Wellbeing.Api.Verification;

/// <summary>One state of the database, read by several connections, none of which may write.</summary>
internal sealed class Snapshot(NpgsqlDataSource database) : IAsyncDisposable
{
    private string? _id;

    /// <summary>For what is read in one go.</summary>
    public NpgsqlConnection First { get; private set; } = null!;

    public static async Task<Snapshot> OpenAsync(NpgsqlDataSource database, CancellationToken stop)
    {
        var snapshot = new Snapshot(database);
        snapshot.First = await snapshot.BesideAsync(stop);
        await using var export = new NpgsqlCommand("SELECT pg_export_snapshot()", snapshot.First);
        snapshot._id = (string)(await export.ExecuteScalarAsync(stop))!;
        return snapshot;
    }

    /// <summary>One more connection that sees the same; the caller's to close.</summary>
    public async Task<NpgsqlConnection> BesideAsync(CancellationToken stop)
    {
        var connection = await database.OpenConnectionAsync(stop);
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stop);
        // Large tables are read in the order of their keys, not sorted.
        await using var begin = new NpgsqlCommand(
            $"{(_id is null ? "" : $"SET TRANSACTION SNAPSHOT '{_id}'; ")}SET TRANSACTION READ ONLY; "
                + "SET LOCAL enable_sort = off",
            connection
        );
        await begin.ExecuteNonQueryAsync(stop);
        return connection;
    }

    /// <summary>The rows of a query, in one go.</summary>
    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, First) { CommandTimeout = 0 };
        await using var reader = await command.ExecuteReaderAsync(stop);
        var rows = new List<T>();
        while (await reader.ReadAsync(stop))
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The rows of a query as they come, by a connection of their own.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(
        string query,
        Func<NpgsqlDataReader, T> read,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        await using var connection = await BesideAsync(stop);
        await using var command = new NpgsqlCommand(query, connection) { CommandTimeout = 0 };
        await using var rows = await command.ExecuteReaderAsync(stop);
        while (await rows.ReadAsync(stop))
            yield return read(rows);
    }

    public ValueTask DisposeAsync() => First.DisposeAsync();
}
