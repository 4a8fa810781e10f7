using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(Host))]

namespace Wellbeing.Api.Tests;

/// <summary>
/// The server as it is run, on a database of its own, over real HTTP. It starts with the first test that asks for it and
/// serves all of them; a test makes the units and officers that it needs and touches no others.
/// </summary>
public sealed class Host : IAsyncLifetime
{
    private readonly Lazy<Task<Running>> _running = new(() => StartAsync());

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        if (_running.IsValueCreated && _running.Value.IsCompletedSuccessfully)
            await (await _running.Value).DisposeAsync();
        // It ends with the run: every other database has been dropped with its class.
        await DatabaseTemplate.DropAsync();
    }

    internal Task<Running> RunAsync() => Database.Available ? _running.Value : throw Database.Skip();

    /// <summary>Another server, whose database nobody else writes to.</summary>
    internal static Task<Running> StartAsync(
        Action<IServiceCollection>? also = null,
        params (string Key, string Value)[] changed
    ) => OnNewAsync((database, folder) => NodeAsync(database, folder, owns: true, also, changed));

    /// <summary>A second node of a server, on its database.</summary>
    internal static Task<Running> BesideAsync(Running first, params (string Key, string Value)[] changed) =>
        NodeAsync(first.Database, first.Folder, owns: false, null, changed);

    /// <summary>Starts servers on a new database, of which the first owns it.</summary>
    internal static async Task<T> OnNewAsync<T>(Func<Database, string, Task<T>> startAsync)
    {
        if (!Database.Available)
            throw Database.Skip();
        var database = new Database();
        await database.InitializeAsync();
        var folder = Directory.CreateTempSubdirectory("wellbeing-host-").FullName;
        try
        {
            return await startAsync(database, folder);
        }
        catch
        {
            // Nobody else would: there is no server to dispose of.
            await database.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>A server on a database and with a folder that others may use too.</summary>
    internal static async Task<Running> NodeAsync(
        Database database,
        string folder,
        bool owns,
        Action<IServiceCollection>? also = null,
        params (string Key, string Value)[] changed
    )
    {
        var settings = new Dictionary<string, string?>(database.Settings)
        {
            ["environment"] = "Development",
            ["contentRoot"] = folder,
            ["urls"] = "http://127.0.0.1:0",
            ["WELLBEING_HOME"] = Path.Combine(folder, ".wellbeing"),
            ["RateLimit:PerSecond"] = "1000000",
            ["Quota:Factor"] = "1000000",
            // Tests share a server and its callers, and none of them is to wait for another.
            ["Limits:Requests:PerCaller"] = "10000",
            ["Limits:Imports:PerCaller"] = "100",
            ["Limits:Imports:InAll"] = "100",
            ["Limits:DryRuns:PerCaller"] = "100",
            ["Limits:DryRuns:InAll"] = "100",
            ["Limits:Records:PerCaller"] = "100",
            ["Limits:Records:InAll"] = "100",
            ["Erasure:AnnouncedForDays"] = "0",
            // What a test puts on record sets no rule off that it does not ask for; an empty value lets the rules act.
            ["Rules:ActiveFrom"] = "2999-01-01T00:00:00Z",
            ["Logging:LogLevel:Default"] = "None",
        };
        foreach (var (key, value) in changed)
            settings[key] = value;
        var app = Program.Build([.. settings.Select(x => $"--{x.Key}={x.Value}")], also);
        try
        {
            await app.StartAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        return new Running(new Uri(listening.Addresses.First()), database, folder, StopAsync, owns)
        {
            Services = app.Services,
        };

        async Task StopAsync()
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>A server that runs.</summary>
    internal sealed class Running : IAsyncDisposable
    {
        private readonly Func<Task> _stopAsync;
        private readonly bool _owns;
        private readonly HttpClient _http;
        private readonly IServiceProvider? _services;

        public Running(Uri address, Database database, string folder, Func<Task> stopAsync, bool owns = true)
        {
            (Address, Database, Folder, _stopAsync, _owns) = (address, database, folder, stopAsync, owns);
            _http = new HttpClient(new Promised(Address)) { BaseAddress = Address };
        }

        public Database Database { get; }

        public string Folder { get; }

        public Uri Address { get; }

        /// <summary>Its services, where it runs in this process.</summary>
        public IServiceProvider Services
        {
            get => _services ?? throw new InvalidOperationException("The server is a process of its own.");
            init => _services = value;
        }

        public Client Anonymous => new(_http, null);

        /// <summary>Somebody with a role, of a unit or with a badge where one is given.</summary>
        public Client As(Role role, string? unit = null, string? badge = null, string? sub = null) =>
            new(_http, Token(role, unit, badge, sub));

        public string Token(Role role, string? unit = null, string? badge = null, string? sub = null) =>
            DevelopmentIssuer.Token(Home, role, unit, badge, sub);

        /// <summary>Somebody with several roles in one token.</summary>
        public Client As(Role[] roles, string? unit = null, string? badge = null) =>
            With(Token(roles, new Claims("several", unit, badge)));

        /// <summary>Somebody with this token.</summary>
        public Client With(string? token) => new(_http, token);

        /// <summary>A token as the development issuer signs it, but for the change.</summary>
        public string Token(Role[] roles, Claims who, Action<SecurityTokenDescriptor>? change = null)
        {
            var claims = new Dictionary<string, object>
            {
                ["sub"] = who.Sub,
                ["role"] = roles.Select(Caller.NameOf).ToArray(),
            };
            if (who.Unit is not null)
                claims["unit"] = who.Unit;
            if (who.Badge is not null)
                claims["badge"] = who.Badge;
            var descriptor = new SecurityTokenDescriptor
            {
                Issuer = DevelopmentIssuer.Name,
                Audience = DevelopmentIssuer.Audience,
                Claims = claims,
                Expires = DateTime.UtcNow.AddHours(1),
                SigningCredentials = new(DevelopmentIssuer.Key(Home), SecurityAlgorithms.HmacSha256),
            };
            change?.Invoke(descriptor);
            return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
        }

        private string Home => DevelopmentIssuer.Home(Folder);

        public async ValueTask DisposeAsync()
        {
            _http.Dispose();
            await _stopAsync();
            if (!_owns)
                return;
            await Database.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }
}

/// <summary>Who a token says that somebody is, beside the role.</summary>
internal sealed record Claims(string Sub, string? Unit = null, string? Badge = null);
