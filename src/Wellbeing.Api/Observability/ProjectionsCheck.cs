using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Wellbeing.Api.Observability;

/// <summary>
/// How far the read models are behind: of the last events, how many their stream's state does not show. The journal
/// writes both in one transaction, so anything but none says that a row is missing.
/// </summary>
internal sealed class ProjectionsCheck(NpgsqlDataSource database) : IHealthCheck
{
    private const int Asked = 100;

    // The tables are asked for, so that a new stream's is looked at without being named here.
    private const string Tables = """
        SELECT string_agg(format('SELECT mt_version FROM readmodels.%I WHERE id = e.stream_id', c.table_name), ' UNION ALL ')
        FROM information_schema.columns c
        JOIN information_schema.columns s USING (table_schema, table_name)
        WHERE c.table_schema = 'readmodels' AND c.column_name = 'mt_version' AND s.column_name = 'data'
        """;

    private string? _behind;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            _behind ??= await BehindAsync(connection, cancellationToken);
            await using var batch = new NpgsqlBatch(connection)
            {
                // A rebuild holds the tables alone: it is said, not waited for.
                BatchCommands = { new("SELECT set_config('lock_timeout', '250ms', true)"), new(_behind) },
            };
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            await reader.NextResultAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            var lag = reader.GetInt64(0);
            Counters.Behind(lag);
            return Result(lag == 0, "lag", lag);
        }
        catch (PostgresException failure) when (failure.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return Result(healthy: false, "rebuilding", value: true);
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database or its schema is not there.");
        }
    }

    private static async Task<string> BehindAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Tables, connection);
        var versions = (string)(await command.ExecuteScalarAsync(stop))!;
        return $"""
            SELECT count(*) FROM (
                SELECT stream_id, version FROM events.mt_events ORDER BY seq_id DESC LIMIT {Asked}) e
            WHERE e.version > coalesce((SELECT max(s.mt_version) FROM ({versions}) s), 0)
            """;
    }

    private static HealthCheckResult Result(bool healthy, string name, object value)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal) { [name] = value };
        return healthy
            ? HealthCheckResult.Healthy(data: data)
            : HealthCheckResult.Degraded("Read models are behind the events.", data: data);
    }
}
