using Npgsql;

namespace Wellbeing.Api.Ledger;

/// <summary>
/// The ledger's tables. The application may insert leaves, tiles and checkpoints and change none; what changes is the head,
/// which says how far the ledger has come, and the gaps, which it still waits for.
/// </summary>
internal static class LedgerSchema
{
    public const string Tables = """
        CREATE SCHEMA IF NOT EXISTS ledger;
        CREATE TABLE IF NOT EXISTS ledger.head (
            one boolean PRIMARY KEY DEFAULT true CHECK (one),
            size bigint NOT NULL,
            root bytea NOT NULL,
            watermark bigint NOT NULL,
            checkpoint text);
        INSERT INTO ledger.head (size, root, watermark) VALUES (0, sha256(''), 0) ON CONFLICT DO NOTHING;
        CREATE TABLE IF NOT EXISTS ledger.gaps (
            from_seq bigint PRIMARY KEY,
            to_seq bigint NOT NULL,
            seen_xmax xid8 NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger.leaves (
            leaf bigint PRIMARY KEY,
            seq_id bigint NOT NULL UNIQUE,
            hash bytea NOT NULL);
        CREATE TABLE IF NOT EXISTS ledger.tiles (
            level integer NOT NULL,
            tile bigint NOT NULL,
            hashes bytea NOT NULL,
            root bytea NOT NULL,
            PRIMARY KEY (level, tile));
        CREATE TABLE IF NOT EXISTS ledger.batches (
            size bigint PRIMARY KEY,
            root bytea NOT NULL,
            at timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS ix_batches_at ON ledger.batches (at);
        CREATE TABLE IF NOT EXISTS ledger.checkpoints (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            origin text NOT NULL,
            size bigint NOT NULL,
            note text NOT NULL,
            cosigned boolean NOT NULL,
            at timestamptz NOT NULL);
        CREATE INDEX IF NOT EXISTS ix_checkpoints_size ON ledger.checkpoints (size);
        CREATE INDEX IF NOT EXISTS ix_checkpoints_daily ON ledger.checkpoints (origin, at) WHERE NOT cosigned;
        CREATE TABLE IF NOT EXISTS ledger.successions (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            note text NOT NULL,
            at timestamptz NOT NULL);
        """;

    public const string Grants = """
        REVOKE ALL ON ALL TABLES IN SCHEMA ledger FROM PUBLIC, @role;
        GRANT USAGE ON SCHEMA ledger TO @role;
        GRANT SELECT, INSERT ON ledger.leaves, ledger.tiles, ledger.batches, ledger.checkpoints, ledger.successions TO @role;
        GRANT SELECT, UPDATE ON ledger.head TO @role;
        GRANT SELECT, INSERT, DELETE ON ledger.gaps TO @role;
        """;

    public static async Task ApplyAsync(NpgsqlDataSource owner, CancellationToken stop)
    {
        await using var command = owner.CreateCommand(Tables);
        await command.ExecuteNonQueryAsync(stop);
    }
}
