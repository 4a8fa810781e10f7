using Npgsql;

namespace Wellbeing.Api.Seal;

/// <summary>Puts the seal into the host.</summary>
internal static class SealServices
{
    private const int CachedKeys = 50_000;
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(5);

    /// <summary>Master key, secrets and key store; the host does not start with a wrong master key.</summary>
    public static IServiceCollection AddSeal(this IServiceCollection services)
    {
        services.AddSingleton(s =>
            MasterKeyFile.Load(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostEnvironment>())
        );
        services.AddSingleton<Secrets>();
        services.AddSingleton(s => new KeyCache(
            CachedKeys,
            CachedFor,
            s.GetService<TimeProvider>() ?? TimeProvider.System
        ));
        // Keyed: the data source without a key is the events database's.
        services.AddKeyedSingleton(
            typeof(KeyTable),
            (s, _) =>
                new NpgsqlDataSourceBuilder(
                    s.GetRequiredService<IConfiguration>().GetConnectionString("Keys")
                        ?? throw new InvalidOperationException("Set ConnectionStrings:Keys to the keys database.")
                )
                {
                    Name = "keys",
                }.Build()
        );
        services.AddSingleton(s => new KeyTable(s.GetRequiredKeyedService<NpgsqlDataSource>(typeof(KeyTable))));
        services.AddSingleton<KeyStore>();
        return services.AddHostedService<MasterKeyCheck>();
    }
}

/// <summary>Notices a wrong master key before the first request. A database that is down is no reason not to start.</summary>
internal sealed partial class MasterKeyCheck(KeyStore keys, ILogger<MasterKeyCheck> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.VerifyMasterKeyAsync(cancellationToken);
        }
        catch (SealUnavailableException e) when (e is not WrongMasterKeyException)
        {
            Unchecked(e);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(LogLevel.Warning, "The master key was not checked: the keys database does not answer yet.")]
    private partial void Unchecked(Exception reason);
}
