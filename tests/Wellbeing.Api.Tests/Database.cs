using Marten;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests;

/// <summary>
/// Two databases with the whole schema, events and keys, that live as long as one test class. They are copies of a template,
/// and share the owner's and the application's role, which have exactly the rights that the product gives them.
/// </summary>
public sealed class Database : IAsyncLifetime
{
    internal static readonly string? Superuser = Environment.GetEnvironmentVariable("WELLBEING_TEST_POSTGRES");

    private readonly string _name;
    private NpgsqlDataSource? _owner;
    private NpgsqlDataSource? _application;
    private NpgsqlDataSource? _keysOwner;
    private DocumentStore? _store;

    public Database()
        : this($"test_{Guid.NewGuid():N}") { }

    internal Database(string name) => _name = name;

    internal static BureauCalendar Calendar { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

    /// <summary>The key under which what is appended without a server is authenticated.</summary>
    internal static Authenticity Authenticity { get; } = new(() => new ByteKey(new byte[ByteKey.Size]));

    /// <summary>As migrations have it.</summary>
    internal NpgsqlDataSource Owner => Required(_owner);

    /// <summary>As the server has it, with the same settings.</summary>
    internal NpgsqlDataSource Application => Required(_application);

    /// <summary>The event store as the server has it, without one.</summary>
    internal IDocumentStore Store =>
        _store ??= DocumentStore.For(options =>
        {
            options.Connection(Application);
            Persistence.Configure(options, Calendar);
        });

    /// <summary>False where no PostgreSQL was named; every test that asks for one is skipped then.</summary>
    internal static bool Available => Superuser is not null;

    /// <summary>The connection strings under the names that a server reads.</summary>
    internal IReadOnlyDictionary<string, string?> Settings =>
        new Dictionary<string, string?>
        {
            ["ConnectionStrings:Wellbeing"] = As("app", _name),
            ["ConnectionStrings:WellbeingOwner"] = As("owner", _name),
            ["ConnectionStrings:Keys"] = As("app", Keys),
            ["ConnectionStrings:KeysOwner"] = As("owner", Keys),
        };

    /// <summary>The events database.</summary>
    internal string Name => _name;

    /// <summary>The application's role.</summary>
    internal string Role => DatabaseTemplate.RoleOf("app");

    /// <summary>Of the database of the keys.</summary>
    internal string Keys => $"{_name}_keys";

    /// <summary>A journal on it, without a server.</summary>
    internal static EventJournal Journal(Database database, TimeProvider clock) =>
        new(
            database.Application,
            database.Store,
            Calendar,
            clock,
            Authenticity,
            new CommitSignal(),
            new Quotas(
                database.Application,
                Calendar,
                clock,
                QuotaSettings.Of(new ConfigurationManager { ["Quota:Factor"] = "1000000" })
            )
        );

    public async ValueTask InitializeAsync()
    {
        if (!Available)
            return;
        await DatabaseTemplate.CopyToAsync(this);
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(Settings);
        _owner = Schema.Owner(configuration, "Wellbeing");
        _application = Persistence.DataSource(Persistence.Connection(configuration, "Wellbeing"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_owner is null || _application is null)
            return;
        _store?.Dispose();
        await _owner.DisposeAsync();
        await _application.DisposeAsync();
        if (_keysOwner is not null)
            await _keysOwner.DisposeAsync();
        await ServerAsync($"DROP DATABASE {_name} WITH (FORCE)", $"DROP DATABASE {Keys} WITH (FORCE)");
    }

    /// <summary>From now on the events database answers nobody.</summary>
    internal async Task TakeAwayAsync() =>
        await ServerAsync(
            $"ALTER DATABASE {_name} ALLOW_CONNECTIONS false",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'"
        );

    /// <summary>It lets servers in again.</summary>
    internal Task GiveBackAsync() => ServerAsync($"ALTER DATABASE {_name} ALLOW_CONNECTIONS true");

    /// <summary>As after a failover to a host that only reads: its sessions are ended, and new ones may not write.</summary>
    internal Task OnlyReadAsync(bool only) =>
        ServerAsync(
            $"ALTER DATABASE {_name} SET default_transaction_read_only = {(only ? "on" : "off")}",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'"
        );

    /// <summary>From now on PostgreSQL logs every statement of new sessions; those that are there are ended.</summary>
    internal Task LogStatementsAsync() =>
        ServerAsync(
            $"ALTER DATABASE {_name} SET log_statement = 'all'",
            $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name}'"
        );

    internal async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The database of the keys, for its owner.</summary>
    internal NpgsqlDataSource KeysOwner => _keysOwner ??= NpgsqlDataSource.Create(As("owner", Keys));

    /// <summary>Takes the database of the keys away, or gives it back.</summary>
    internal Task LetInToKeysAsync(bool letIn) =>
        letIn
            ? ServerAsync($"ALTER DATABASE {Keys} ALLOW_CONNECTIONS true")
            : ServerAsync(
                $"ALTER DATABASE {Keys} ALLOW_CONNECTIONS false",
                $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{Keys}'"
            );

    /// <summary>The first column of the first row.</summary>
    internal async Task<T> AskAsync<T>(string sql, params object[] values) => (await ListAsync<T>(sql, values))[0];

    /// <summary>The first column of every row.</summary>
    internal async Task<List<T>> ListAsync<T>(string sql, params object[] values)
    {
        await using var command = Owner.CreateCommand(sql);
        foreach (var value in values)
            command.Parameters.AddWithValue(value);
        await using var reader = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await reader.ReadAsync())
            all.Add(reader.GetFieldValue<T>(0));
        return all;
    }

    /// <summary>Holds what a statement locks, until the connection is closed.</summary>
    internal async Task<NpgsqlConnection> HoldAsync(string statement)
    {
        var connection = await Owner.OpenConnectionAsync();
        await using var command = new NpgsqlCommand($"BEGIN; {statement}", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    /// <summary>How many wait for a lock on it.</summary>
    internal Task<long> WaitingAsync() =>
        AskAsync<long>(
            """
            SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
            WHERE NOT granted AND datname = current_database()
            """
        );

    /// <summary>
    /// Every row of every table of schemas as text, in a fixed order: what may not change is compared whole. How far Marten's
    /// daemon has looked is its own.
    /// </summary>
    internal async Task<string> DumpAsync(params string[] schemas)
    {
        var tables = await ListAsync<string>(
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname = ANY ($1) AND tablename <> 'mt_event_progression' ORDER BY 1
            """,
            (object)schemas
        );
        var dumps = new List<string>();
        foreach (var table in tables)
        {
            var rows = await ListAsync<string>($"SELECT t::text FROM {table} AS t ORDER BY t::text COLLATE \"C\"");
            dumps.Add($"{table}: {rows.Count}\n{string.Join('\n', rows)}");
        }
        return string.Join('\n', dumps);
    }

    private string As(string role, string database) =>
        new NpgsqlConnectionStringBuilder(Superuser)
        {
            Database = database,
            Username = DatabaseTemplate.RoleOf(role),
            Password = DatabaseTemplate.Password,
            // Many test classes share one server and its connections.
            MaxPoolSize = 20,
        }.ConnectionString;

    /// <summary>Statements of the superuser, outside any of the tests' databases.</summary>
    internal static async Task ServerAsync(params string[] statements)
    {
        await using var server = NpgsqlDataSource.Create(Superuser!);
        foreach (var statement in statements)
        {
            await using var command = server.CreateCommand(statement);
            await command.ExecuteNonQueryAsync();
        }
    }

    private static NpgsqlDataSource Required(NpgsqlDataSource? database) => database ?? throw Skip();

    internal static Exception Skip() =>
        SkipException.ForSkip("WELLBEING_TEST_POSTGRES is not set: run ./test, which starts a PostgreSQL.");
}
