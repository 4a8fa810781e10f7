using Microsoft.Extensions.Configuration;
using Wellbeing.Api.Hosting;

namespace Wellbeing.Api.Tests;

/// <summary>
/// The pair of databases that every pair of a test run is copied from. Copying it is cheaper than
/// applying the schema. It is made with the first copy, and dropped with its roles at the end of the run.
/// </summary>
internal static class DatabaseTemplate
{
    private static readonly string Run = $"test_{Guid.NewGuid():N}";

    private static readonly Lazy<Task<Database>> Made = new(MakeAsync);

    public static string Password => Run;

    /// <summary>The name of a role of this run: <c>owner</c> or <c>app</c>.</summary>
    public static string RoleOf(string role) => $"{Run}_{role}";

    public static async Task CopyToAsync(Database database)
    {
        var template = await Made.Value;
        await Database.ServerAsync(
            $"CREATE DATABASE {database.Name} TEMPLATE {template.Name} OWNER {RoleOf("owner")}",
            $"CREATE DATABASE {database.Keys} TEMPLATE {template.Keys} OWNER {RoleOf("owner")}"
        );
    }

    /// <summary>Drops what was made; every copy has to be gone.</summary>
    public static async Task DropAsync()
    {
        if (!Made.IsValueCreated)
            return;
        var template = await Made.Value;
        await Database.ServerAsync(
            $"DROP DATABASE {template.Name}",
            $"DROP DATABASE {template.Keys}",
            $"DROP ROLE {RoleOf("app")}",
            $"DROP ROLE {RoleOf("owner")}"
        );
    }

    private static async Task<Database> MakeAsync()
    {
        var template = new Database(Run);
        await Database.ServerAsync(
            $"CREATE ROLE {RoleOf("owner")} LOGIN PASSWORD '{Password}'",
            $"CREATE ROLE {RoleOf("app")} LOGIN PASSWORD '{Password}'",
            $"CREATE DATABASE {template.Name} OWNER {RoleOf("owner")}",
            $"CREATE DATABASE {template.Keys} OWNER {RoleOf("owner")}"
        );
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection(template.Settings);
        await Schema.ApplyAsync(configuration, CancellationToken.None);
        // PostgreSQL copies no database that somebody is connected to.
        await Database.ServerAsync(
            $"ALTER DATABASE {template.Name} ALLOW_CONNECTIONS false",
            $"ALTER DATABASE {template.Keys} ALLOW_CONNECTIONS false",
            $"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname LIKE '{Run}%'"
        );
        return template;
    }
}
