using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Shouldly;
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
            host.Services.GetRequiredService<MasterKey>().Id
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
                [MasterKeyFile.HomeSetting] = _home,
            }
        );
        builder.Services.AddSeal();
        return builder.Build();
    }
}
