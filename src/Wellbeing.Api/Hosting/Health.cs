using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Wellbeing.Api.Hosting;

/// <summary>Whether the process lives, and whether it can serve.</summary>
internal static class Health
{
    public static void AddWellbeingHealth(this WebApplicationBuilder builder) =>
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database");

    public static void MapWellbeingHealth(this WebApplication app)
    {
        app.MapHealthChecks("/livez", new() { Predicate = _ => false }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();
    }

    /// <summary>The database answers, and the schema is there.</summary>
    private sealed class DatabaseCheck(NpgsqlDataSource database) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context,
            CancellationToken cancellationToken = default
        )
        {
            try
            {
                await using var command = database.CreateCommand("SELECT 1 FROM readmodels.units LIMIT 1");
                await command.ExecuteNonQueryAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (NpgsqlException failure)
            {
                return HealthCheckResult.Unhealthy("The database or its schema is not there.", failure);
            }
        }
    }
}
