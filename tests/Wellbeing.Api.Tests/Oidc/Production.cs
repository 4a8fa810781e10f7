using System.Diagnostics;
using System.Security.Cryptography;
using Wellbeing.Api.Hosting;
using Xunit;
using Xunit.Sdk;

namespace Wellbeing.Api.Tests.Oidc;

/// <summary>
/// The product as it is deployed: a process of its own in the environment Production, whose tokens an OpenID Connect
/// provider issues. The provider's certificate is trusted as a bureau's own would be: by the machine's trust store.
/// </summary>
public sealed class Production : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wellbeing-production-").FullName;
    private readonly Database _database = new();
    private readonly Lazy<Task<Running>> _running;
    private Certificates? _certificates;
    private Provider? _provider;
    private Process? _process;
    private HttpClient? _http;

    public Production() => _running = new(StartAsync);

    internal const string Unit = "T-01";
    internal const string Badge = "T000001";

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        _http?.Dispose();
        if (_process is not null)
            await Programs.EndAsync(_process);
        if (_provider is not null)
            await _provider.DisposeAsync();
        _certificates?.Dispose();
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    internal Task<Running> RunAsync() => _running.Value;

    private async Task<Running> StartAsync()
    {
        if (!Database.Available)
            throw Database.Skip();
        if (!OperatingSystem.IsLinux())
            throw SkipException.ForSkip("SSL_CERT_FILE, which adds the test's certificate authority, is Linux's.");
        _certificates = new Certificates(_folder);
        _provider = await Provider.StartAsync(_folder, _certificates, Everybody());
        await _database.InitializeAsync();
        var key = Path.Combine(_folder, "master.key");
        var logKey = Path.Combine(_folder, "log.key");
        foreach (var file in new[] { key, logKey })
            await File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(32));
        var address = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
        var home = Path.Combine(_folder, ".wellbeing");
        var settings = new Dictionary<string, string?>
        {
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = address.ToString(),
            ["Https__Redirect"] = "false",
            // Each answer is held against the document, which is read without a token.
            ["OpenApi__Access"] = "public",
            ["Authentication__Authority"] = _provider.Issuer.ToString(),
            ["Seal__MasterKeyFile"] = key,
            ["Ledger__KeyFile"] = logKey,
            ["SSL_CERT_FILE"] = _certificates.AuthorityFile,
            ["WELLBEING_HOME"] = home,
        };
        foreach (var (name, value) in _database.Settings)
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        _process = Programs.Start(_folder, settings, "dotnet", Programs.Product);
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        var errors = _process.StandardError.ReadToEndAsync();
        _http = new HttpClient(new Promised(address)) { BaseAddress = address };
        await Until.TrueAsync(async () =>
            _process.HasExited
                ? throw new InvalidOperationException($"The server did not start: {await errors}")
                : await Programs.IsReadyAsync(_http)
        );
        return new Running(_http, _provider, home);
    }

    /// <summary>One person for each role, and one who would be two that nobody may be at once.</summary>
    private static List<Registered> Everybody() =>
        [
            .. Enum.GetValues<Role>().Select(role => Person(Caller.NameOf(role), Caller.NameOf(role))),
            Person("both", Caller.NameOf(Role.Auditor), Caller.NameOf(Role.Administrator)),
        ];

    private static Registered Person(string id, params string[] roles) =>
        new(
            id,
            Convert.ToHexString(RandomNumberGenerator.GetBytes(16)),
            new Dictionary<string, object>
            {
                ["role"] = roles,
                ["unit"] = Unit,
                ["badge"] = Badge,
            }
        );

    /// <summary>A server and its provider that run.</summary>
    internal sealed class Running(HttpClient http, Provider provider, string home)
    {
        public Provider Provider => provider;

        /// <summary>Where the development issuer would keep its key.</summary>
        public string Home => home;

        public async Task<Client> AsAsync(Role role) => With(await provider.TokenAsync(Caller.NameOf(role)));

        public Client With(string token) => new(http, token);
    }
}
