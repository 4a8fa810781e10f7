using System.Security.Cryptography;

namespace Wellbeing.Benchmarks.Running;

/// <summary>The product with databases, roles and secrets of its own, all of which go with it.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly Cluster _cluster;
    private readonly string _keys;
    private readonly List<string> _rivals = [];
    private readonly string _password = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
    private readonly string _home = Directory.CreateTempSubdirectory("wellbeing-benchmark-").FullName;

    private readonly string _product;

    private Installation(Cluster cluster, string product)
    {
        _cluster = cluster;
        _product = product;
        Database = $"benchmark_{Guid.NewGuid():N}";
        _keys = Database + "_keys";
    }

    public string Database { get; }

    /// <summary>As the server has it.</summary>
    public string Application => _cluster.To(Database, AppRole, _password);

    public string DevelopmentKey => Path.Combine(_home, "secrets", "development-issuer.key");

    private string OwnerRole => Database + "_owner";

    private string AppRole => Database + "_app";

    private Dictionary<string, string> Environment =>
        new(StringComparer.Ordinal)
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Development",
            ["WELLBEING_HOME"] = _home,
            ["RateLimit__PerSecond"] = "1000000",
            ["Quota__Factor"] = "1000000",
            ["ConnectionStrings__Wellbeing"] = Application,
            ["ConnectionStrings__Keys"] = _cluster.To(_keys, AppRole, _password),
        };

    // What serves is given the application's role alone, as ./run does.
    private Dictionary<string, string> OwnersEnvironment =>
        new(Environment, StringComparer.Ordinal)
        {
            ["ConnectionStrings__WellbeingOwner"] = _cluster.To(Database, OwnerRole, _password),
            ["ConnectionStrings__KeysOwner"] = _cluster.To(_keys, OwnerRole, _password),
        };

    /// <summary>Makes databases and schema.</summary>
    /// <param name="cluster">Where.</param>
    /// <param name="product">The program; null for the one built beside this.</param>
    public static async Task<Installation> CreateAsync(Cluster cluster, string? product = null)
    {
        var made = new Installation(cluster, product ?? Programs.Product);
        await cluster.ExecuteAsync(
            $"CREATE ROLE {made.OwnerRole} LOGIN PASSWORD '{made._password}'",
            $"CREATE ROLE {made.AppRole} LOGIN PASSWORD '{made._password}'",
            $"CREATE DATABASE {made.Database} OWNER {made.OwnerRole}",
            $"CREATE DATABASE {made._keys} OWNER {made.OwnerRole}"
        );
        await made.RunAsync("db-apply");
        return made;
    }

    /// <summary>Runs a command of the product and answers what it printed.</summary>
    public Task<string> RunAsync(params string[] arguments) =>
        Programs.RunAsync(_product, arguments, OwnersEnvironment);

    /// <summary>Verifies the record against the log's own key, with the runtime set as <c>./run verify</c> sets it.</summary>
    public async Task<string> VerifyAsync()
    {
        var environment = Environment;
        environment["DOTNET_TieredPGO"] = "0";
        environment["DOTNET_TC_CallCountingDelayMs"] = "0";
        var key = (await RunAsync("key")).Trim();
        return await Programs.RunAsync(_product, ["verify", "--key", key], environment);
    }

    public Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(_product, [], Environment, "/readyz");

    /// <summary>A rival that trusts the same tokens.</summary>
    /// <param name="name">Which.</param>
    /// <param name="database">What it connects with.</param>
    /// <param name="also">Further settings.</param>
    public Task<ServerProcess> StartRivalAsync(
        string name,
        string database,
        params ReadOnlySpan<(string Name, string Value)> also
    )
    {
        var settings = new Dictionary<string, string>(Environment, StringComparer.Ordinal)
        {
            ["ConnectionStrings__Wellbeing"] = database,
            ["RIVAL_TOKEN_KEY"] = DevelopmentKey,
        };
        foreach (var (setting, value) in also)
            settings[setting] = value;
        return ServerProcess.StartAsync(Programs.Rivals, ["rival", name], settings, "/ready");
    }

    /// <summary>An empty database for a rival; the application's role owns it.</summary>
    public async Task<string> CreateRivalDatabaseAsync(string name)
    {
        var database = $"{Database}_{name}";
        await _cluster.ExecuteAsync($"CREATE DATABASE {database} OWNER {AppRole}");
        _rivals.Add(database);
        return _cluster.To(database, AppRole, _password);
    }

    public async Task<string> TokenAsync(string role) => (await RunAsync("token", role)).Trim();

    public Task<List<T>> QueryAsync<T>(string sql) => _cluster.QueryAsync<T>(Database, sql);

    public Task ExecuteAsync(params string[] statements) => _cluster.ExecuteInAsync(Database, statements);

    public async ValueTask DisposeAsync()
    {
        foreach (var database in (string[])[Database, _keys, .. _rivals])
            await _cluster.ExecuteAsync($"DROP DATABASE IF EXISTS {database} WITH (FORCE)");
        await _cluster.ExecuteAsync($"DROP ROLE IF EXISTS {OwnerRole}", $"DROP ROLE IF EXISTS {AppRole}");
        Directory.Delete(_home, recursive: true);
    }
}
