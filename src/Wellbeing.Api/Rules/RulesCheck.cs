using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features;

namespace Wellbeing.Api.Rules;

/// <summary>Whether rules act in time: about how many officers and reviews something has been due for more than a
/// minute, and for how long the oldest event has waited that they have not looked at.</summary>
internal sealed class RulesCheck(NpgsqlDataSource database, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(1);

    private static readonly string Sql = $"""
        SELECT (SELECT count(*) FROM rules.due WHERE due_at < $1),
            {Lag.SecondsBeyond(Lag.ProgressOf(DutyNames.Rules), "$2")}
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            var now = clock.GetUtcNow().ToUniversalTime();
            await using var command = database.CreateCommand(Sql);
            command.Parameters.Add(SqlParameter.Of(now - InTime));
            command.Parameters.Add(SqlParameter.Of(now));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var waiting = reader.GetInt64(0);
            return Lag.Result(
                waiting == 0,
                reader.GetInt64(1),
                "What is due is not on record yet.",
                new(StringComparer.Ordinal) { ["waiting"] = waiting }
            );
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database or its schema is not there.");
        }
    }
}
