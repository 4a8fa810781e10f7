using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Rules;

/// <summary>Whether rules act in time: about how many officers and reviews something has been due for more than a
/// minute.</summary>
internal sealed class RulesCheck(NpgsqlDataSource database, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.CreateCommand("SELECT count(*) FROM rules.due WHERE due_at < $1");
            command.Parameters.Add(Lookups.Value(clock.GetUtcNow().ToUniversalTime() - InTime));
            var waiting = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
            var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["waiting"] = waiting };
            return waiting == 0
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Degraded("What is due is not on record yet.", data: data);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database or its schema is not there.");
        }
    }
}
