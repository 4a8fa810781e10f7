using Npgsql;

namespace Wellbeing.Api.Seal;

/// <summary>
/// The keys database, apart from the events so that its backups can be kept apart. An erased subject leaves a row of its
/// own: a key that is gone without one is missing, which is an alarm.
/// </summary>
internal static class KeySchema
{
    private const string Tables = """
        select pg_advisory_xact_lock(hashtext('wellbeing keys schema'));
        create schema if not exists keys;
        create table if not exists keys.master_keys (
            id text primary key,
            "check" bytea not null);
        create table if not exists keys.subject_keys (
            subject_id uuid primary key,
            wrapped bytea not null,
            master_key_id text not null,
            created_at timestamptz not null default now());
        create table if not exists keys.erased_subjects (
            subject_id uuid primary key,
            erased_at timestamptz not null default now());
        """;

    // DELETE destroys the key of an erased subject; UPDATE rewraps under a new master key and can do nothing else.
    private const string Grants = """
        revoke all on all tables in schema keys from public, {0};
        grant usage on schema keys to {0};
        grant select, insert on keys.master_keys, keys.erased_subjects to {0};
        grant select, insert, delete on keys.subject_keys to {0};
        grant update (wrapped, master_key_id) on keys.subject_keys to {0};
        """;

    /// <summary>Makes what is not there yet and sets the application role's rights to exactly these. May run at any time.</summary>
    public static async Task ApplyAsync(
        NpgsqlDataSource owner,
        string appRole,
        CancellationToken cancellation = default
    )
    {
        using var quoting = new NpgsqlCommandBuilder();
        var grants = Grants.Replace("{0}", quoting.QuoteIdentifier(appRole), StringComparison.Ordinal);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Tables + grants;
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
