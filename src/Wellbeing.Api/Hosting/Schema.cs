using JasperFx;
using JasperFx.Resources;
using Marten;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Rules;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Webhooks;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Makes the schema and sets the application role's rights to exactly what it needs: it may read and insert events, and
/// neither change nor delete one. Runs under the owner's role; may run at any time.
/// </summary>
internal static class Schema
{
    private const string Grants = """
        REVOKE ALL ON ALL TABLES IN SCHEMA events, readmodels, identities, journal, messaging FROM PUBLIC, @role;
        GRANT USAGE ON SCHEMA events, readmodels, identities, journal, messaging TO @role;
        GRANT SELECT, INSERT ON events.mt_events, events.mt_streams TO @role;
        GRANT UPDATE (version, timestamp) ON events.mt_streams TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON events.mt_event_progression, events.mt_event_projection_floors,
            events.mt_high_water_skips TO @role;
        GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA events TO @role;
        GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA readmodels TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identities TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA messaging TO @role;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA messaging TO @role;
        GRANT SELECT, INSERT ON journal.source_streams TO @role;
        GRANT SELECT, INSERT ON journal.history_reads TO @role;
        GRANT EXECUTE ON FUNCTION journal.forget_readings(uuid) TO @role;
        GRANT SELECT, INSERT, DELETE ON journal.replies TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON journal.notice_reads TO @role;
        GRANT SELECT, INSERT, UPDATE ON journal.heartbeats TO @role;
        """;

    public static async Task ApplyAsync(IConfiguration configuration, CancellationToken stop)
    {
        await using var owner = Owner(configuration, "Wellbeing");
        await using (var before = owner.CreateCommand(HistoryReads.Migration))
            await before.ExecuteNonQueryAsync(stop);
        await MigrateAsync(OwnerConnection(configuration, "Wellbeing"), stop);
        // In this order: indexes are over the function of persons.
        foreach (var ddl in (string[])[Tombstones.Ddl, Persons.Ddl, EventIndexes.Ddl, Quotas.Ddl, HistoryReads.Ddl])
        {
            await using var made = owner.CreateCommand(ddl);
            await made.ExecuteNonQueryAsync(stop);
        }
        await FormerReadModels.ReplaceAsync(
            OwnerConnection(configuration, "Wellbeing"),
            Persistence.Calendar(configuration),
            stop
        );
        await LedgerSchema.ApplyAsync(owner, stop);
        await RuleSchema.ApplyAsync(owner, stop);
        await WebhookSchema.ApplyAsync(owner, stop);
        await using (var heartbeats = owner.CreateCommand(StalledSessions.Ddl))
            await heartbeats.ExecuteNonQueryAsync(stop);
        var role = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Wellbeing")).Username!;
        if (role != new NpgsqlConnectionStringBuilder(owner.ConnectionString).Username)
        {
            await using var command = owner.CreateCommand(
                (Grants + LedgerSchema.Grants + RuleSchema.Grants + WebhookSchema.Grants).Replace(
                    "@role",
                    Quoted(role),
                    StringComparison.Ordinal
                )
            );
            await command.ExecuteNonQueryAsync(stop);
        }
        await using var keys = Owner(configuration, "Keys");
        await KeySchema.ApplyAsync(keys, role, stop);
    }

    /// <summary>What the event store and the messages need, by the configuration that the server itself runs with.</summary>
    private static async Task MigrateAsync(string ownerConnection, CancellationToken stop)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration["ConnectionStrings:Wellbeing"] = ownerConnection;
        builder.AddWellbeingPersistence();
        builder.AddWellbeingMessaging();
        using var host = builder.Build();
        await host
            .Services.GetRequiredService<IDocumentStore>()
            .Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await host.SetupResources(stop);
    }

    /// <summary>A database under the owner's role, or the application's own where no other is given.</summary>
    public static NpgsqlDataSource Owner(IConfiguration configuration, string name) =>
        Persistence.DataSource(OwnerConnection(configuration, name));

    /// <summary>The owner's connection string, or the application's own where no other is given.</summary>
    public static string OwnerConnection(IConfiguration configuration, string name) =>
        configuration.GetConnectionString(name + "Owner") ?? Persistence.Connection(configuration, name);

    private static string Quoted(string role) => $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
