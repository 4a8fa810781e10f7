using JasperFx;
using Marten;
using Npgsql;
using Wellbeing.Api.Features.Audit;
using Wellbeing.Api.Seal;

namespace Wellbeing.Api.Hosting;

/// <summary>
/// Makes the schema and sets the application role's rights to exactly what it needs: it may read and insert events, and
/// neither change nor delete one. Runs under the owner's role; may run at any time.
/// </summary>
internal static class Schema
{
    private const string Grants = """
        REVOKE ALL ON ALL TABLES IN SCHEMA events, readmodels, identities, journal FROM PUBLIC, @role;
        GRANT USAGE ON SCHEMA events, readmodels, identities, journal TO @role;
        GRANT SELECT, INSERT ON events.mt_events, events.mt_streams TO @role;
        GRANT UPDATE (version, timestamp) ON events.mt_streams TO @role;
        GRANT SELECT, INSERT, UPDATE ON events.mt_event_progression TO @role;
        GRANT USAGE ON ALL SEQUENCES IN SCHEMA events TO @role;
        GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA readmodels TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA identities TO @role;
        GRANT SELECT, INSERT ON journal.source_streams TO @role;
        GRANT SELECT, INSERT, DELETE ON journal.replies TO @role;
        """;

    public static async Task ApplyAsync(IConfiguration configuration, CancellationToken stop)
    {
        await using var owner = Owner(configuration, "Wellbeing");
        using var store = DocumentStore.For(options =>
        {
            options.Connection(owner);
            Persistence.Configure(options);
        });
        await store.Storage.ApplyAllConfiguredChangesToDatabaseAsync(AutoCreate.CreateOrUpdate);
        await using (var indexes = owner.CreateCommand(EventIndexes.Ddl))
            await indexes.ExecuteNonQueryAsync(stop);
        var role = new NpgsqlConnectionStringBuilder(configuration.GetConnectionString("Wellbeing")).Username!;
        if (role != new NpgsqlConnectionStringBuilder(owner.ConnectionString).Username)
        {
            await using var command = owner.CreateCommand(Grants.Replace("@role", Quoted(role), StringComparison.Ordinal));
            await command.ExecuteNonQueryAsync(stop);
        }
        await using var keys = Owner(configuration, "Keys");
        await KeySchema.ApplyAsync(keys, role, stop);
    }

    /// <summary>The owner's connection, or the application's own where no other is given.</summary>
    public static NpgsqlDataSource Owner(IConfiguration configuration, string name) =>
        Persistence.DataSource(
            configuration,
            configuration.GetConnectionString(name + "Owner") is null ? name : name + "Owner"
        );

    private static string Quoted(string role) => $"\"{role.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
