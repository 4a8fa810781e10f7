using Npgsql;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// The read models' tables once more, empty, in a schema of their own: a rebuild fills them beside the live ones. Whatever ends
/// it, the schema is dropped.
/// </summary>
internal sealed class ShadowSchema : IAsyncDisposable
{
    /// <summary>The schema's name.</summary>
    public const string Name = "readmodels_shadow";

    private const string Live = Schemas.ReadModels;

    // Without their indexes, which are made when the rows are there.
    private const string Create = $"""
        SELECT 'CREATE TABLE {Name}.' || quote_ident(tablename) || ' (LIKE {Live}.' || quote_ident(tablename)
            || ' INCLUDING DEFAULTS INCLUDING CONSTRAINTS)'
        FROM pg_tables WHERE schemaname = '{Live}' AND format('%I.%I', schemaname, tablename) = ANY ($1)
        """;

    // Under their own names: constraints' names say which conflict it is, and migrations know indexes by them.
    private const string Finish = $"""
        SELECT replace(indexdef, ' ON {Live}.', ' ON {Name}.') FROM pg_indexes WHERE schemaname = '{Live}'
        UNION ALL
        SELECT format('ALTER TABLE {Name}.%I ADD CONSTRAINT %I PRIMARY KEY USING INDEX %2$I', c.relname, p.conname)
        FROM pg_constraint AS p JOIN pg_class AS c ON c.oid = p.conrelid
        WHERE p.contype = 'p' AND p.connamespace = '{Live}'::regnamespace
        UNION ALL
        SELECT format('GRANT %s ON {Name}.%I TO %I', privilege_type, table_name, grantee)
        FROM information_schema.role_table_grants WHERE table_schema = '{Live}' AND grantee <> current_user
        UNION ALL
        SELECT format('ANALYZE {Name}.%I', tablename) FROM pg_tables WHERE schemaname = '{Name}'
        """;

    private const string Swap = $"""
        SELECT format('DROP TABLE {Live}.%I', tablename) FROM pg_tables WHERE schemaname = '{Name}'
        UNION ALL
        SELECT format('ALTER TABLE {Name}.%I SET SCHEMA {Live}', tablename) FROM pg_tables WHERE schemaname = '{Name}'
        """;

    private readonly NpgsqlConnection _connection;

    private ShadowSchema(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Makes the schema; what another that was killed has left is dropped.</summary>
    /// <param name="connection">A connection of the owner's.</param>
    /// <param name="tables">The tables, with their live schema.</param>
    /// <param name="stop">Stops it.</param>
    public static async Task<ShadowSchema> CreateAsync(
        NpgsqlConnection connection,
        IReadOnlyList<string> tables,
        CancellationToken stop
    )
    {
        var shadow = new ShadowSchema(connection);
        await shadow.ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE", stop);
        await shadow.ExecuteAsync($"CREATE SCHEMA {Name}", stop);
        await shadow.ExecuteAllAsync(await shadow.ListAsync(Create, stop, tables.ToArray()), stop);
        return shadow;
    }

    /// <summary>Makes indexes, constraints and rights as the live tables have them.</summary>
    public async Task FinishAsync(CancellationToken stop) => await ExecuteAllAsync(await ListAsync(Finish, stop), stop);

    /// <summary>Puts the tables in the live ones' place, all in one transaction.</summary>
    /// <param name="patience">How long it may keep readers waiting for those who read a table already.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="PostgresException">55P03 where they read for longer; then all is as it was.</exception>
    public async Task SwapAsync(TimeSpan patience, CancellationToken stop)
    {
        await using var transaction = await _connection.BeginTransactionAsync(stop);
        await ExecuteAsync($"SET LOCAL lock_timeout = {patience.TotalMilliseconds:0}", stop);
        await ExecuteAllAsync(await ListAsync(Swap, stop), stop);
        await transaction.CommitAsync(stop);
    }

    public async ValueTask DisposeAsync()
    {
        // What stays of a broken connection's, the next rebuild drops.
        if (_connection.State == System.Data.ConnectionState.Open)
            await ExecuteAsync($"DROP SCHEMA IF EXISTS {Name} CASCADE", CancellationToken.None);
    }

    private async Task<List<string>> ListAsync(string sql, CancellationToken stop, params string[] tables)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        if (tables.Length > 0)
            command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = tables });
        await using var reader = await command.ExecuteReaderAsync(stop);
        var all = new List<string>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.GetString(0));
        return all;
    }

    private async Task ExecuteAllAsync(List<string> statements, CancellationToken stop)
    {
        foreach (var statement in statements)
            await ExecuteAsync(statement, stop);
    }

    private async Task ExecuteAsync(string sql, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(sql, _connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(stop);
    }
}
