using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Shouldly;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Requests;
using Wellbeing.Api.Seal;
using Xunit;

namespace Wellbeing.Api.Tests.Seal;

public sealed class SealServicesTests(KeysDatabase database) : IClassFixture<KeysDatabase>, IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("wellbeing-").FullName;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task a_host_starts_registers_its_master_key_and_seals()
    {
        await database.EmptyAsync();
        using var host = Host(database.Owner.ConnectionString);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var keys = host.Services.GetRequiredService<KeyStore>();
        var here = new SealContext(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), "talk_held", "narrative");

        await keys.CreateAsync([here.SubjectId], TestContext.Current.CancellationToken);
        var key = await keys.GetAsync(here.SubjectId, TestContext.Current.CancellationToken);

        Sealer.Open(key, here, Sealer.Seal(key, here, "words")).ShouldBe("words");
        (await database.AskAsync<string>("select id from keys.master_keys")).ShouldBe(
            host.Services.GetRequiredService<KeyRing>().First.Id
        );
    }

    [Fact]
    public async Task a_host_with_the_wrong_master_key_does_not_start()
    {
        await database.Node(await database.EmptyAsync()).VerifyMasterKeyAsync(TestContext.Current.CancellationToken);
        using var host = Host(database.Owner.ConnectionString);

        await Should.ThrowAsync<WrongMasterKeyException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task a_host_starts_while_the_keys_database_is_away()
    {
        using var host = Host("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2");

        await host.StartAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task when_the_keys_database_comes_back_a_host_that_started_without_it_gets_its_secrets()
    {
        await database.EmptyAsync();
        await database.ExecuteAsync("alter schema keys rename to away");
        using var host = Host(database.Owner.ConnectionString);
        await host.StartAsync(TestContext.Current.CancellationToken);
        var (secrets, health) = (
            host.Services.GetRequiredService<Secrets>(),
            host.Services.GetRequiredService<HealthCheckService>()
        );
        var ids = new KeyedIds(secrets);
        var cursors = new Cursors(() => secrets.Derive("cursors"));

        Should.Throw<SealUnavailableException>(() => ids.Event("scope", "key"));
        Should.Throw<SealUnavailableException>(ids.Demand);
        Should.Throw<SealUnavailableException>(() => cursors.Seal(new DefaultHttpContext(), 1));
        (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status.ShouldBe(HealthStatus.Unhealthy);

        await database.ExecuteAsync("alter schema away rename to keys");
        await Until.TrueAsync(() => Task.FromResult(secrets.Loaded));

        ids.Event("scope", "key").Version.ShouldBe(8);
        (await health.CheckHealthAsync(TestContext.Current.CancellationToken)).Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task a_production_host_without_a_master_key_does_not_start()
    {
        using var host = Host("Host=127.0.0.1;Port=1", Environments.Production);

        await Should.ThrowAsync<MasterKeyException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    private IHost Host(string connection, string environment = "Development")
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = environment }
        );
        builder.Configuration.AddInMemoryCollection(
            new Dictionary<string, string?>
            {
                ["ConnectionStrings:Keys"] = connection,
                [MasterKeyFiles.HomeSetting] = _home,
            }
        );
        builder.Services.AddSeal();
        return builder.Build();
    }
}
