using JasperFx.Events.Daemon;
using Marten;
using Marten.Events.Daemon.HighWater;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Activities;
using Wellbeing.Api.Features.Histories;
using Wellbeing.Api.Features.Officers;
using Wellbeing.Api.Features.Records;
using Wellbeing.Api.Features.Warnings;
using Wellbeing.Api.Rules;
using Wellbeing.Api.Webhooks;

namespace Wellbeing.Api.Hosting;

/// <summary>Every projection and every subscription, by name, and the daemon's settings.</summary>
internal static class MartenConfiguration
{
    /// <summary>The tables that follow from events: a snapshot for each kind of record, and the rows across records.</summary>
    public static IReadOnlyList<ReadModel> ReadModels { get; } =
    [
        .. SnapshotTables.All,
        new PostingProjection(),
        new AttendanceProjection(),
        new LinkProjection(),
        new TransferProjection(),
        new TalentProjection(),
        new DeadlineProjection(),
        new HistoryProjection(),
    ];

    /// <summary>One node leads each subscription; another takes over when its session ends.</summary>
    public static MartenServiceCollectionExtensions.MartenConfigurationExpression AddWellbeingDaemon(
        this MartenServiceCollectionExtensions.MartenConfigurationExpression marten
    ) =>
        marten
            .AddAsyncDaemon(DaemonMode.HotCold)
            .AddSubscriptionWithServices<RuleSubscription>(ServiceLifetime.Singleton)
            .AddSubscriptionWithServices<WebhookSubscription>(ServiceLifetime.Singleton);

    public static void ConfigureDaemon(this StoreOptions options, NpgsqlDataSource database, ILoggerFactory loggers)
    {
        // Woken by a NOTIFY after each commit; the poll is for one that was lost.
        options.Projections.Wakeup = new PostgresqlListenWakeup(
            database,
            loggers.CreateLogger<PostgresqlListenWakeup>()
        );
        // A shard that failed is started again by real time, whatever clock the rules go by.
        options.Events.TimeProvider = TimeProvider.System;
        options.Projections.SlowPollingTime = TimeSpan.FromSeconds(2);
        options.Projections.LeadershipPollingTime = 3000;
        // A number that is missing for a second belongs to an append that failed, or that the subscription waits for: by the
        // append lock, and not by whatever transaction is open, as a backup's is for hours.
        options.Projections.StaleSequenceThreshold = TimeSpan.FromSeconds(1);
        options.Projections.UseTransactionEvidenceForGapSkipping = false;
    }
}
