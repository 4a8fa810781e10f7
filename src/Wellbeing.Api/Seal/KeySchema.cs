using Npgsql;

namespace Wellbeing.Api.Seal;

/// <summary>
/// The keys database, apart from the events so that its backups can be kept apart. An erased subject leaves a row of its
/// own: a key that is gone without one is missing, which is an alarm.
/// </summary>
internal static class KeySchema
{
    // The newest registration is that of the current master key. No row can name a master key that is not registered, so
    // none can be forgotten while a key is wrapped under it.
    private const string Tables = """
        select pg_advisory_xact_lock(hashtext('wellbeing keys schema'));
        create schema if not exists keys;
        create table if not exists keys.master_keys (
            id text primary key,
            "check" bytea not null);
        alter table keys.master_keys add column if not exists ordinal bigint generated always as identity unique;
        alter table keys.master_keys add column if not exists current_from timestamptz not null default now();
        create table if not exists keys.subject_keys (
            subject_id uuid primary key,
            wrapped bytea not null,
            master_key_id text not null,
            created_at timestamptz not null default now());
        create table if not exists keys.root_secret (
            one boolean primary key default true check (one),
            wrapped bytea not null,
            master_key_id text not null references keys.master_keys);
        create table if not exists keys.erased_subjects (
            subject_id uuid primary key,
            erased_at timestamptz not null default now());
        do $$ begin
            if not exists (select from pg_constraint where conname = 'subject_keys_master_key_id_fkey') then
                alter table keys.subject_keys add foreign key (master_key_id) references keys.master_keys;
            end if;
        end $$;
        """;

    // DELETE destroys the key of an erased subject. Nobody but the owner rewraps a key or forgets a master key.
    private const string Grants = """
        revoke all on all tables in schema keys from public, {0};
        grant usage on schema keys to {0};
        grant select, insert on keys.master_keys, keys.root_secret, keys.erased_subjects to {0};
        grant select, insert, delete on keys.subject_keys to {0};
        """;

    // Where one role is both, to take rights from the one would take them from the other.
    private const string OwnersGrants = "grant all on all tables in schema keys to {0};";

    /// <summary>Makes what is not there yet and sets the application role's rights to exactly these. May run at any time.</summary>
    public static async Task ApplyAsync(
        NpgsqlDataSource owner,
        string appRole,
        CancellationToken cancellation = default
    )
    {
        using var quoting = new NpgsqlCommandBuilder();
        var isOwner = appRole == new NpgsqlConnectionStringBuilder(owner.ConnectionString).Username;
        var rights = isOwner ? OwnersGrants : Grants;
        var grants = rights.Replace("{0}", quoting.QuoteIdentifier(appRole), StringComparison.Ordinal);
        await using var connection = await owner.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = Tables + grants;
        await command.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
