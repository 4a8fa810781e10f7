using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Shouldly;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Tests;
using Wellbeing.Api.Tests.Dossiers;
using Wellbeing.Api.Tests.EventStore;
using Wellbeing.Api.Tests.Imports;
using Wellbeing.Api.Verification;
using Wellbeing.Domain.Ledger;
using Host = Wellbeing.Api.Tests.Host;

namespace Wellbeing.Faults.Tampering;

/// <summary>
/// A record that a real server has made, with the server stopped, and an exact copy of its database to bring it back. What
/// is done to it is done as superuser.
/// </summary>
internal sealed class Scene : IAsyncDisposable
{
    private const int Steps = 120;

    private const string Sequenced = """
        SELECT watermark = (SELECT max(seq_id) FROM events.mt_events) AND checkpoint LIKE '%' || E'\n' || size || E'\n' || '%'
        FROM ledger.head
        """;

    private static readonly string Superuser = Environment.GetEnvironmentVariable("WELLBEING_TEST_POSTGRES") ?? "";

    private readonly Host.Running _server;
    private readonly NpgsqlConnectionStringBuilder _application;
    private readonly string _state;

    private Scene(Host.Running server)
    {
        _server = server;
        _application = new NpgsqlConnectionStringBuilder(server.Database.Settings["ConnectionStrings:Wellbeing"])
        {
            Pooling = false,
        };
        _state = Path.Combine(server.Folder, ".wellbeing", "secrets", "log.key.state");
        Authenticity = server.Services.GetRequiredService<Authenticity>().Key;
        Key = server.Services.GetRequiredService<LogKey>().Verifier;
    }

    public ByteKey Authenticity { get; }

    /// <summary>The log's, as an auditor has pinned it.</summary>
    public VerifierKey Key { get; }

    public IReadOnlyList<Target> Targets { get; private set; } = [];

    /// <summary>The server's, gone with the scene.</summary>
    public string Folder => _server.Folder;

    private string Live => _application.Database!;

    private string Copy => Live + "_copy";

    /// <summary>Some hundred events of every kind, and whatever else there is to import.</summary>
    public static async Task<Scene> MakeAsync(int seed, IEnumerable<string> files)
    {
        var server = await Host.StartAsync();
        foreach (var file in files)
            (
                await server.ImportAsync(Lines.Gzip(await File.ReadAllBytesAsync(file)), "force")
            ).Totals!.Rejected.ShouldBe(0, file);
        await server.ImportAsync(Sample.Under("f"), "faults");
        await new Workload(server, seed).RunAsync(Steps);
        var officer = await server.OfficerAsync();
        await server.TalkAsync(officer);
        await Bundle.ExportAsync(server, officer);
        await Until.TrueAsync(() => server.Database.AskAsync<bool>(Sequenced));
        var scene = new Scene(server);
        await server.Services.GetRequiredService<IHost>().StopAsync();
        await scene.CopyAsync(scene.Live, scene.Copy);
        scene.Targets = await scene.ListAsync(
            "SELECT e.seq_id, l.leaf, e.id, e.stream_id, e.version, e.type FROM events.mt_events AS e JOIN ledger.leaves AS l USING (seq_id) ORDER BY l.leaf",
            x => new Target(x.GetInt64(0), x.GetInt64(1), x.GetGuid(2), x.GetGuid(3), x.GetInt64(4), x.GetString(5))
        );
        return scene;
    }

    /// <summary>Brings everything back as it was.</summary>
    public Task RestoreAsync() => ReplaceAsync(Copy);

    /// <summary>Puts another copy into the place of the database.</summary>
    public async Task ReplaceAsync(string copy)
    {
        await ServerAsync($"DROP DATABASE \"{Live}\" WITH (FORCE)");
        await CopyAsync(copy, Live);
    }

    /// <summary>A copy of the database as it is now; dropped with the scene.</summary>
    public async Task<string> KeepAsync(string name)
    {
        await CopyAsync(Live, $"{Live}_{name}");
        _kept.Add($"{Live}_{name}");
        return $"{Live}_{name}";
    }

    private readonly List<string> _kept = [];

    /// <summary>The file of what the server has signed, as it is now.</summary>
    public string ReadState() => File.ReadAllText(_state);

    public void WriteState(string text) => File.WriteAllText(_state, text);

    /// <summary>The server runs for a while, and has sequenced everything in the end.</summary>
    public async Task ServeAsync(Func<Host.Running, Task> act)
    {
        await using (var node = await Host.BesideAsync(_server))
        {
            await act(node);
            await Until.TrueAsync(async () => (await ListAsync(Sequenced, x => x.GetBoolean(0)))[0]);
            await node.Services.GetRequiredService<IHost>().StopAsync();
        }
        await ServerAsync(Terminate(Live));
    }

    /// <summary>Verifies as an auditor does who has pinned the log's key.</summary>
    public async Task<(List<Finding> Findings, Verified Verified)> VerifyAsync(
        (VerifierKey, string)? witness = null,
        bool state = true,
        bool strict = false,
        string? since = null,
        VerifierKey? key = null
    )
    {
        await using var database = NpgsqlDataSource.Create(_application);
        var findings = new List<Finding>();
        var verifier = new Api.Verification.Verifier(
            database,
            Database.Calendar,
            Authenticity,
            state ? new SignedState(_state) : null,
            findings.Add
        );
        var verified = await verifier.RunAsync(
            new Brought(key ?? Key, strict, witness, since),
            new Progress<long>(),
            new Progress<long>(),
            default
        );
        return (findings, verified);
    }

    public async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var connection = await SuperuserAsync(Live);
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<T>> ListAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var connection = await SuperuserAsync(Live);
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await reader.ReadAsync())
            all.Add(read(reader));
        return all;
    }

    /// <summary>A connection on which neither triggers nor foreign keys hold.</summary>
    public async Task<NpgsqlConnection> SuperuserAsync() => await SuperuserAsync(Live);

    public async ValueTask DisposeAsync()
    {
        foreach (var copy in _kept.Append(Copy))
            await ServerAsync($"DROP DATABASE \"{copy}\" WITH (FORCE)");
        await _server.DisposeAsync();
    }

    private static async Task<NpgsqlConnection> SuperuserAsync(string database)
    {
        var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(Superuser) { Database = database, Pooling = false }.ConnectionString
        );
        await connection.OpenAsync();
        await using var free = new NpgsqlCommand("SET session_replication_role = replica", connection);
        await free.ExecuteNonQueryAsync();
        return connection;
    }

    private async Task CopyAsync(string from, string to)
    {
        await ServerAsync(Terminate(from));
        await ServerAsync(
            $"CREATE DATABASE \"{to}\" TEMPLATE \"{from}\" OWNER \"{_application.Username!.Replace("_app", "_owner", StringComparison.Ordinal)}\""
        );
    }

    private static string Terminate(string database) =>
        $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{database}'";

    private static async Task ServerAsync(string sql)
    {
        await using var connection = await SuperuserAsync(new NpgsqlConnectionStringBuilder(Superuser).Database!);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
