using Npgsql;

namespace Wellbeing.Api.Webhooks;

/// <summary>
/// Who is told, up to where each has been looked after, and what is still to be delivered. A delivery names the event and
/// holds nothing of it. The application may not change whereto a webhook leads, and deletes none.
/// </summary>
internal static class WebhookSchema
{
    public const string Grants = """
        REVOKE ALL ON ALL TABLES IN SCHEMA webhooks FROM PUBLIC, @role;
        GRANT USAGE ON SCHEMA webhooks TO @role;
        GRANT SELECT, INSERT ON webhooks.endpoints TO @role;
        GRANT UPDATE (version, status, gone, seq, secret_id, secret, previous_id, previous, previous_until)
            ON webhooks.endpoints TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks.deliveries TO @role;
        """;

    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS webhooks;
        CREATE TABLE IF NOT EXISTS webhooks.endpoints (
            id uuid PRIMARY KEY,
            version bigint NOT NULL,
            url text NOT NULL,
            types text[],
            unit_code text,
            description text,
            status text NOT NULL,
            gone boolean NOT NULL DEFAULT false,
            registered_at timestamptz NOT NULL,
            registered_by text NOT NULL,
            seq bigint NOT NULL,
            secret_id uuid NOT NULL,
            secret bytea,
            previous_id uuid,
            previous bytea,
            previous_until timestamptz);
        CREATE TABLE IF NOT EXISTS webhooks.deliveries (
            webhook_id uuid NOT NULL REFERENCES webhooks.endpoints,
            event_id uuid NOT NULL,
            officer_id uuid,
            attempts integer NOT NULL DEFAULT 0,
            next_at timestamptz,
            dead_at timestamptz,
            last_status integer,
            last_failure text,
            PRIMARY KEY (webhook_id, event_id),
            CHECK ((next_at IS NULL) <> (dead_at IS NULL)));
        CREATE INDEX IF NOT EXISTS ix_deliveries_next_at ON webhooks.deliveries (webhook_id, next_at) WHERE next_at IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ix_deliveries_dead ON webhooks.deliveries (webhook_id, event_id) WHERE dead_at IS NOT NULL;
        CREATE INDEX IF NOT EXISTS ix_deliveries_officer ON webhooks.deliveries (officer_id);
        """;

    public static async Task ApplyAsync(NpgsqlDataSource owner, CancellationToken stop)
    {
        await using var command = owner.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(stop);
    }
}
