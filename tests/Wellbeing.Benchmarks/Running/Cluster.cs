using Npgsql;

namespace Wellbeing.Benchmarks.Running;

/// <summary>The PostgreSQL that everything is measured on, seen as its superuser.</summary>
internal sealed class Cluster(string superuser)
{
    public const string Variable = "WELLBEING_BENCHMARK_POSTGRES";

    public static Cluster? FromEnvironment() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } superuser ? new Cluster(superuser) : null;

    /// <summary>A connection string for a database.</summary>
    public string To(string database) =>
        new NpgsqlConnectionStringBuilder(superuser) { Database = database }.ConnectionString;

    public string To(string database, string role, string password) =>
        new NpgsqlConnectionStringBuilder(superuser)
        {
            Database = database,
            Username = role,
            Password = password,
        }.ConnectionString;

    /// <summary>A connection to a database, which is the caller's to close.</summary>
    public async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection(Plain(database));
        await connection.OpenAsync();
        return connection;
    }

    public Task ExecuteAsync(params string[] statements) => ExecuteInAsync("postgres", statements);

    public async Task ExecuteInAsync(string database, params string[] statements)
    {
        await using var source = NpgsqlDataSource.Create(Plain(database));
        foreach (var statement in statements)
        {
            await using var command = source.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    public async Task<List<T>> QueryAsync<T>(string database, string sql)
    {
        await using var source = NpgsqlDataSource.Create(Plain(database));
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await reader.ReadAsync())
            all.Add(reader.GetFieldValue<T>(0));
        return all;
    }

    private string Plain(string database) =>
        new NpgsqlConnectionStringBuilder(To(database)) { Pooling = false, CommandTimeout = 0 }.ConnectionString;
}
