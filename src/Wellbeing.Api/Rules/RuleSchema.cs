using Npgsql;

namespace Wellbeing.Api.Rules;

/// <summary>
/// What the rules remember: since when they are active, and when to look at an officer or a review again; how far their
/// subscription has come is the daemon's. All but the first follows from the events; where it is lost, everything is looked
/// at again, and nothing is recorded twice.
/// </summary>
internal static class RuleSchema
{
    public const string Grants = """
        REVOKE ALL ON ALL TABLES IN SCHEMA rules FROM PUBLIC, @role;
        GRANT USAGE ON SCHEMA rules TO @role;
        GRANT SELECT, INSERT ON rules.activation TO @role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON rules.due TO @role;
        """;

    private const string Tables = """
        CREATE SCHEMA IF NOT EXISTS rules;
        CREATE TABLE IF NOT EXISTS rules.activation (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            active_from timestamptz NOT NULL);
        DO $$ BEGIN
            -- Officers alone were looked at before, and by fewer rules: the subscription begins with the first event.
            IF EXISTS (SELECT FROM information_schema.columns
                WHERE table_schema = 'rules' AND table_name = 'due' AND column_name = 'officer_id') THEN
                DROP TABLE rules.due;
            ELSIF to_regclass('rules.progress') IS NOT NULL THEN
                -- The rules had a place of their own before it was the subscription's.
                INSERT INTO events.mt_event_progression (name, last_seq_id)
                SELECT 'rules:All', seq FROM rules.progress WHERE seq > 0 ON CONFLICT DO NOTHING;
            END IF;
        END $$;
        DROP TABLE IF EXISTS rules.progress;
        CREATE TABLE IF NOT EXISTS rules.due (
            subject_id uuid PRIMARY KEY,
            due_at timestamptz NOT NULL);
        ALTER TABLE rules.due ADD COLUMN IF NOT EXISTS claim uuid, ADD COLUMN IF NOT EXISTS claimed_until timestamptz;
        CREATE INDEX IF NOT EXISTS ix_due_due_at ON rules.due (due_at);
        """;

    public static async Task ApplyAsync(NpgsqlDataSource owner, CancellationToken stop)
    {
        await using var command = owner.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(stop);
    }
}
