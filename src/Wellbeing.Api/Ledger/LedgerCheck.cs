using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// How many sequence numbers the ledger is behind, and its alarms. Degraded, not unhealthy: care goes on while somebody
/// looks.
/// </summary>
internal sealed class LedgerCheck(NpgsqlDataSource database, LedgerAlarms alarms) : IHealthCheck
{
    private const string Behind = """
        SELECT greatest(0, coalesce((SELECT max(seq_id) FROM events.mt_events), 0) - watermark) FROM ledger.head
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.CreateCommand(Behind);
            var raised = alarms.Raised.Select(Journal.Word.Of).ToArray();
            var data = new Dictionary<string, object>
            {
                ["behind"] = await command.ExecuteScalarAsync(cancellationToken) is long behind ? behind : 0,
                ["alarms"] = raised,
            };
            return raised.Length == 0
                ? HealthCheckResult.Healthy(data: data)
                : HealthCheckResult.Degraded("The ledger has an alarm.", data: data);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
