using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// Whether the role that the server runs with may do more than it should: change or delete events, leaves, checkpoints or
/// readings,
/// or give itself the right to.
/// </summary>
internal sealed class RightsCheck(NpgsqlDataSource database) : IHealthCheck
{
    private const string Sql = """
        SELECT coalesce(array_agg(found ORDER BY found), '{}') FROM (
          SELECT n.nspname || '.' || c.relname || ' ' || p.privilege
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
          CROSS JOIN (VALUES ('UPDATE'), ('DELETE'), ('TRUNCATE'), ('TRIGGER'), ('REFERENCES')) AS p (privilege)
          WHERE c.relkind IN ('r', 'p') AND has_table_privilege(c.oid, p.privilege)
            AND (n.nspname = 'journal' AND c.relname IN ('history_reads', 'source_streams')
              OR n.nspname = 'events' AND c.relname IN ('mt_events', 'mt_streams')
              OR n.nspname = 'ledger' AND c.relname IN ('leaves', 'tiles', 'batches', 'checkpoints', 'successions'))
          UNION ALL
          SELECT 'events.mt_streams UPDATE (' || a.attname || ')'
          FROM pg_attribute AS a
          WHERE a.attrelid = 'events.mt_streams'::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attname NOT IN ('version', 'timestamp')
            AND has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
            AND NOT has_table_privilege(a.attrelid, 'UPDATE')
          UNION ALL
          SELECT 'owner of ' || n.nspname || '.' || c.relname
          FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
          WHERE n.nspname IN ('events', 'ledger', 'journal') AND c.relkind IN ('r', 'p') AND pg_has_role(c.relowner, 'MEMBER')
          UNION ALL
          SELECT 'superuser' FROM pg_roles WHERE rolname = current_user AND rolsuper
        ) AS excess (found)
        """;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await using var command = database.CreateCommand(Sql);
            var excess = (string[])(await command.ExecuteScalarAsync(cancellationToken))!;
            return excess.Length == 0
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded(
                    "The role of the server may do more than it should.",
                    data: new Dictionary<string, object> { ["excess"] = excess }
                );
        }
        catch (NpgsqlException)
        {
            return HealthCheckResult.Unhealthy("The database does not answer.");
        }
    }
}
