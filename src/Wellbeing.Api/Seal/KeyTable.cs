using Npgsql;
using NpgsqlTypes;

namespace Wellbeing.Api.Seal;

/// <summary>What the keys database holds on one subject: a wrapped key, an erasure, or neither.</summary>
internal sealed record KeyRow(Guid SubjectId, byte[]? Wrapped, string? MasterKeyId, bool Erased);

/// <summary>A master key that the keys database knows. The last one is current: new keys are wrapped under it.</summary>
internal sealed record Registration(string MasterKeyId, byte[] Check);

/// <summary>The statements of the server in the keys database. It sees wrapped keys only.</summary>
internal sealed class KeyTable(NpgsqlDataSource database)
{
    // A key that came back with an old backup stays erased.
    private const string Find = """
        select n.subject_id, k.wrapped, k.master_key_id, e.subject_id is not null
        from unnest($1) as n (subject_id)
        left join keys.subject_keys k using (subject_id)
        left join keys.erased_subjects e using (subject_id)
        """;

    public const string Registered = """select id, "check" from keys.master_keys order by ordinal""";

    public const string Lock = "select pg_advisory_xact_lock(hashtext('wellbeing master key'))";

    private const string Master = """
        with master as (
            select id from keys.master_keys m where id = $1 and "check" = $2
            and not exists (select from keys.master_keys newer where newer.ordinal > m.ordinal)),
        """;

    // Sorted, so that two callers with the same subjects wait for each other in one order.
    private const string Insert =
        Master
        + """
            made as (
                insert into keys.subject_keys (subject_id, wrapped, master_key_id)
                select n.subject_id, n.wrapped, master.id
                from unnest($3, $4) as n (subject_id, wrapped), master
                where not exists (select from keys.erased_subjects e where e.subject_id = n.subject_id)
                order by n.subject_id
                on conflict do nothing
                returning subject_id)
            select made.subject_id from master left join made on true
            """;

    private const string Erase = """
        with erased as (insert into keys.erased_subjects (subject_id) values ($1) on conflict do nothing)
        delete from keys.subject_keys where subject_id = $1
        """;

    private const string ErasedSince = "select subject_id, erased_at from keys.erased_subjects where erased_at > $1";

    // What lies in old backups opens with the master key of that time.
    private const string RenewalDue = """
        select exists (select from keys.erased_subjects where erased_at >=
            (select current_from from keys.master_keys order by ordinal desc limit 1))
        """;

    private const string Register = """
        insert into keys.master_keys (id, "check") select $1, $2
        where not exists (select from keys.master_keys)
          and not exists (select from keys.subject_keys where master_key_id <> $1)
        """;

    private const string FindRoot = "select wrapped, master_key_id from keys.root_secret";

    private const string InsertRoot =
        Master
        + """
            made as (
                insert into keys.root_secret (wrapped, master_key_id) select $3, id from master
                on conflict do nothing)
            select from master
            """;

    public Task<IReadOnlyList<KeyRow>> FindAsync(Guid[] subjects, CancellationToken cancellation) =>
        AskAsync<IReadOnlyList<KeyRow>>(async () =>
        {
            await using var command = database.CreateCommand(Find);
            command.Parameters.Add(Ids(subjects));
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var found = new List<KeyRow>(subjects.Length);
            while (await rows.ReadAsync(cancellation))
                found.Add(
                    new KeyRow(rows.GetGuid(0), rows[1] as byte[], rows[2] as string, Erased: rows.GetBoolean(3))
                );
            return found;
        });

    /// <summary>Inserts what is not there yet.</summary>
    /// <returns>The subjects inserted; null if this master key is not the current one, and nothing was.</returns>
    public Task<IReadOnlyList<Guid>?> InsertAsync(
        MasterKey master,
        Guid[] subjects,
        byte[][] wrapped,
        CancellationToken cancellation
    ) =>
        UnderAsync<IReadOnlyList<Guid>>(async () =>
        {
            await using var command = database.CreateCommand(Insert);
            AddMaster(command.Parameters, master);
            command.Parameters.Add(Ids(subjects));
            command.Parameters.Add(Of(wrapped, NpgsqlDbType.Array | NpgsqlDbType.Bytea));
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            List<Guid>? inserted = null;
            while (await rows.ReadAsync(cancellation))
            {
                inserted ??= new List<Guid>(subjects.Length);
                if (rows[0] is Guid subject)
                    inserted.Add(subject);
            }
            return inserted;
        });

    /// <returns>Whether there was a key.</returns>
    public Task<bool> EraseAsync(Guid subject, CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await using var command = database.CreateCommand(Erase);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = subject });
            return await command.ExecuteNonQueryAsync(cancellation) > 0;
        });

    /// <summary>Subjects erased after a time, with the time of each.</summary>
    public Task<IReadOnlyList<(Guid Subject, DateTimeOffset At)>> ErasedSinceAsync(
        DateTimeOffset since,
        CancellationToken cancellation
    ) =>
        AskAsync<IReadOnlyList<(Guid, DateTimeOffset)>>(async () =>
        {
            await using var command = database.CreateCommand(ErasedSince);
            command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = since });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            var erased = new List<(Guid, DateTimeOffset)>();
            while (await rows.ReadAsync(cancellation))
                erased.Add((rows.GetGuid(0), rows.GetFieldValue<DateTimeOffset>(1)));
            return erased;
        });

    /// <summary>Whether somebody was erased since the master key became the current one.</summary>
    public Task<bool> IsRenewalDueAsync(CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await using var command = database.CreateCommand(RenewalDue);
            return (bool)(await command.ExecuteScalarAsync(cancellation))!;
        });

    /// <summary>The root secret as a row of nobody's; null before the first one is made.</summary>
    public Task<KeyRow?> FindRootAsync(CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await using var command = database.CreateCommand(FindRoot);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            return await rows.ReadAsync(cancellation)
                ? new KeyRow(Guid.Empty, (byte[])rows[0], rows.GetString(1), Erased: false)
                : null;
        });

    /// <summary>Stores the root secret unless there is one.</summary>
    /// <returns>The master key; null if it is not the current one, and nothing was stored.</returns>
    public Task<MasterKey?> InsertRootAsync(MasterKey master, byte[] wrapped, CancellationToken cancellation) =>
        UnderAsync<MasterKey>(async () =>
        {
            await using var command = database.CreateCommand(InsertRoot);
            AddMaster(command.Parameters, master);
            command.Parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = wrapped });
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            return await rows.ReadAsync(cancellation) ? master : null;
        });

    public Task<IReadOnlyList<Registration>> RegisteredAsync(CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            await using var command = database.CreateCommand(Registered);
            await using var rows = await command.ExecuteReaderAsync(cancellation);
            return await ReadAsync(rows, cancellation);
        });

    /// <summary>Registers the master key with an empty database.</summary>
    /// <returns>Those registered now.</returns>
    public Task<IReadOnlyList<Registration>> RegisterAsync(MasterKey master, CancellationToken cancellation) =>
        AskAsync(async () =>
        {
            // A batch is one transaction: of two first nodes with different master keys only one registers.
            await using var batch = database.CreateBatch();
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock));
            var register = new NpgsqlBatchCommand(Register);
            AddMaster(register.Parameters, master);
            batch.BatchCommands.Add(register);
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Registered));
            await using var rows = await batch.ExecuteReaderAsync(cancellation);
            await rows.NextResultAsync(cancellation);
            return await ReadAsync(rows, cancellation);
        });

    public static async Task<IReadOnlyList<Registration>> ReadAsync(
        NpgsqlDataReader rows,
        CancellationToken cancellation
    )
    {
        var registered = new List<Registration>();
        while (await rows.ReadAsync(cancellation))
            registered.Add(new Registration(rows.GetString(0), (byte[])rows[1]));
        return registered;
    }

    public static void AddMaster(NpgsqlParameterCollection parameters, MasterKey master)
    {
        parameters.Add(new NpgsqlParameter<string> { TypedValue = master.Id });
        parameters.Add(new NpgsqlParameter<byte[]> { TypedValue = master.Check.Span.ToArray() });
    }

    private static NpgsqlParameter<Guid[]> Ids(Guid[] subjects) => Of(subjects, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public static NpgsqlParameter<T> Of<T>(T value, NpgsqlDbType type) =>
        new() { TypedValue = value, NpgsqlDbType = type };

    private static Task<T?> UnderAsync<T>(Func<Task<T?>> write)
        where T : class =>
        AskAsync(async () =>
        {
            try
            {
                return await write();
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
            {
                // A rotation forgot the master key while this was written.
                return null;
            }
        });

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (NpgsqlException e)
        {
            throw new SealUnavailableException("The keys database does not answer.", e);
        }
    }
}
