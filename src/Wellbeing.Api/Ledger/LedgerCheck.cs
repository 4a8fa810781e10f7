using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Domain;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// How many sequence numbers the ledger is behind, for how long the oldest event has waited, and its alarms. Degraded, not unhealthy: care goes on while somebody
/// looks.
/// </summary>
internal sealed class LedgerCheck(NpgsqlDataSource database, LedgerAlarms alarms, TimeProvider clock) : IHealthCheck
{
    private static readonly string Behind = $"""
        SELECT greatest(0, coalesce((SELECT max(seq_id) FROM events.mt_events), 0) - watermark),
            {Lag.SecondsBeyond("watermark", "$1")}
        FROM ledger.head
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.CreateCommand(Behind);
            command.Parameters.Add(Features.SqlParameter.Of(clock.GetUtcNow().ToUniversalTime()));
            var raised = alarms.Raised.Select(EnumNames.Of).ToArray();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            return Lag.Result(
                raised.Length == 0,
                reader.GetInt64(1),
                "The ledger has an alarm, or nobody sequences.",
                new(StringComparer.Ordinal) { ["behind"] = reader.GetInt64(0), ["alarms"] = raised }
            );
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
