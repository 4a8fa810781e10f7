using JasperFx;
using JasperFx.Events;
using Marten;
using Npgsql;
using Weasel.Core;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Features.Notices;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wolverine.Marten;

namespace Wellbeing.Api.Hosting;

/// <summary>The database: Marten's event store and the tables that the journal keeps beside it.</summary>
internal static class Persistence
{
    public static void AddWellbeingPersistence(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(_ => DataSource(Connection(builder.Configuration, "Wellbeing")));
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(Calendar(builder.Configuration));
        builder.Services.AddSingleton<KeyedIds>();
        builder.Services.AddSingleton<Replies>();
        builder.Services.AddHostedService(services => services.GetRequiredService<Replies>());
        builder.Services.AddSingleton<HistoryReads>();
        builder.Services.AddHostedService(services => services.GetRequiredService<HistoryReads>());
        builder.Services.AddSingleton<CommitSignal>();
        builder.Services.AddSingleton(services => new Authenticity(services.GetRequiredService<Secrets>()));
        builder.Services.AddSingleton(QuotaSettings.Of(builder.Configuration));
        builder.Services.AddSingleton<Quotas>();
        builder.Services.AddSingleton<EventJournal>();
        builder.Services.AddHostedService(services => services.GetRequiredService<EventJournal>());
        builder
            .Services.AddMarten(services =>
            {
                var options = new StoreOptions();
                options.Connection(services.GetRequiredService<NpgsqlDataSource>());
                Configure(options, services.GetRequiredService<BureauCalendar>());
                options.ConfigureDaemon(
                    services.GetRequiredService<NpgsqlDataSource>(),
                    services.GetRequiredService<ILoggerFactory>()
                );
                return options;
            })
            .UseLightweightSessions()
            .IntegrateWithWolverine(wolverine =>
            {
                wolverine.MessageStorageSchemaName = WolverineConfiguration.Schema;
            })
            .AddWellbeingDaemon();
    }

    // Statements prepare themselves, and a pooled connection skips DISCARD ALL: nothing here leaves session state. TCP ends a
    // connection whose other end is cut off within ten seconds, on both sides.
    private const string Defaults =
        "Max Auto Prepare=200;Auto Prepare Min Usages=2;No Reset On Close=true;Enlist=false;Application Name=wellbeing;"
        + "Tcp Keepalive=true;Tcp Keepalive Time=5;Tcp Keepalive Interval=2;"
        + "Options=-c tcp_user_timeout=10s -c tcp_keepalives_idle=5 -c tcp_keepalives_interval=2 -c tcp_keepalives_count=3;";

    /// <summary>The bureau's days, by <c>Bureau:TimeZone</c>.</summary>
    public static BureauCalendar Calendar(IConfiguration configuration) =>
        new(TimeZoneInfo.FindSystemTimeZoneById(configuration["Bureau:TimeZone"] ?? "Asia/Shanghai"));

    public static string Connection(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name)
        ?? throw new InvalidOperationException($"ConnectionStrings:{name} is not set.");

    public static NpgsqlDataSource DataSource(string connection)
    {
        // Of a keyword that is given twice the last one counts: what the connection string says wins.
        var settings = new NpgsqlConnectionStringBuilder(Defaults + connection);
        // Without a name its metrics would be labelled with the connection string.
        return new NpgsqlDataSourceBuilder(settings.ConnectionString) { Name = settings.Database }.Build();
    }

    public static void Configure(StoreOptions options, BureauCalendar calendar)
    {
        ConfigureEvents(options);
        foreach (var readModel in MartenConfiguration.ReadModels)
            readModel.Configure(options, calendar);
        options.Storage.ExtendedSchemaObjects.AddRange([
            IdentityRow.Table.Schema(),
            SourceStreamRow.Table.Schema(),
            HistoryReadRow.Table.Schema(),
            NoticeReadRow.Table.Schema(),
            ReplyRow.Table.Schema(),
        ]);
    }

    /// <summary>The event store without what follows from events.</summary>
    public static void ConfigureEvents(StoreOptions options)
    {
        options.AutoCreateSchemaObjects = AutoCreate.None;
        options.Logger(new SilentMartenLogger());
        // A refused append is answered: a repetition by the store would be decided by what is no longer so.
        options.ConfigureWritePolly(static _ => { });
        // One page: one round trip a transaction, whatever it holds.
        options.UpdateBatchSize = int.MaxValue;
        options.DatabaseSchemaName = "documents";
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, CareJson.Configure);
        options.Events.DatabaseSchemaName = Schemas.Events;
        options.Events.StreamIdentity = StreamIdentity.AsGuid;
        options.Events.MetadataConfig.EnableAll();
        options.Events.MetadataConfig.UserNameEnabled = true;
        options.Events.EnableUniqueIndexOnEventId = true;
        foreach (var index in EventIndexes.Names)
            options.Events.IgnoreIndex(index);
        foreach (var type in Catalogue.All)
            options.Events.MapEventType(type.Type, type.Name);
    }
}
