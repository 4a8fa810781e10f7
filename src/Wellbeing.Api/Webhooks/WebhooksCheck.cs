using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using Wellbeing.Api.Background;
using Wellbeing.Api.Features;
using Wellbeing.Api.Observability;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Whether webhooks are told: how many events are dead letters, how many have been due for five minutes and were not tried,
/// how many webhooks have been behind the record for as long, and how many their receivers ended.
/// </summary>
internal sealed class WebhooksCheck(NpgsqlDataSource database, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan InTime = TimeSpan.FromMinutes(5);

    private static readonly string Sql = $"""
        SELECT (SELECT count(*) FROM webhooks.deliveries WHERE dead_at IS NOT NULL),
            (SELECT count(*) FROM webhooks.deliveries AS d JOIN webhooks.endpoints AS w ON w.id = d.webhook_id
                WHERE w.status = 'active' AND d.next_at < $1),
            (SELECT count(*) FROM webhooks.endpoints AS w WHERE w.status = 'active' AND $1 > (
                SELECT e.timestamp FROM events.mt_events AS e WHERE e.seq_id > w.seq ORDER BY e.seq_id LIMIT 1)),
            (SELECT count(*) FROM webhooks.endpoints WHERE status = 'paused' AND gone),
            {Lag.SecondsBeyond(Lag.ProgressOf(DutyNames.Webhooks), "$2")}
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            var now = clock.GetUtcNow().ToUniversalTime();
            command.Parameters.Add(SqlParameter.Of(now - InTime));
            command.Parameters.Add(SqlParameter.Of(now));
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var (dead, late) = (reader.GetInt64(0), reader.GetInt64(1));
            var (behind, gone) = (reader.GetInt64(2), reader.GetInt64(3));
            Counters.Dead(dead);
            var data = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["deadLetters"] = dead,
                ["late"] = late,
                ["behind"] = behind,
                ["gone"] = gone,
            };
            return Lag.Result(
                dead + late + behind + gone == 0,
                reader.GetInt64(4),
                "Not everything that other systems are to be told was delivered.",
                data
            );
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database or its schema is not there.");
        }
    }
}
