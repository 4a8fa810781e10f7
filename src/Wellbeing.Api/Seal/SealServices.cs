using Npgsql;

namespace Wellbeing.Api.Seal;

/// <summary>Puts the seal into the host.</summary>
internal static class SealServices
{
    private const int CachedKeys = 50_000;
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(5);

    /// <summary>Master keys, secrets, key store and their alarms; the host does not start with a wrong master key.</summary>
    public static IServiceCollection AddSeal(this IServiceCollection services)
    {
        services.AddSingleton(s => new KeyRing(
            MasterKeyFiles.Of(s.GetRequiredService<IConfiguration>(), s.GetRequiredService<IHostEnvironment>()).Read
        ));
        services.AddSingleton<SealAlarms>();
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
        services.AddHealthChecks().AddCheck<KeysCheck>("keys");
        return services.AddHostedService<SealStart>();
    }
}

/// <summary>
/// Notices a wrong master key before the first request, and reads the root secret. A database that is down is no reason
/// not to start: then it is asked again until it answers.
/// </summary>
internal sealed partial class SealStart(KeyStore keys, Secrets secrets, ILogger<SealStart> log) : BackgroundService
{
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.VerifyMasterKeyAsync(cancellationToken);
            await secrets.LoadAsync(cancellationToken);
        }
        catch (SealUnavailableException e) when (e is not WrongMasterKeyException)
        {
            Unchecked(e);
            await base.StartAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Between);
        while (!secrets.Loaded && await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await secrets.LoadAsync(stoppingToken);
            }
            catch (SealUnavailableException)
            {
                // The check of the keys says why, to whoever asks for /readyz.
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The master key was not checked: the keys database does not answer yet.")]
    private partial void Unchecked(Exception reason);
}
