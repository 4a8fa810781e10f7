using Npgsql;
using NpgsqlTypes;

namespace Wellbeing.Api.Seal;

/// <summary>
/// Wraps every key under a new master key while servers go on: the new one becomes current, what lies under others is
/// rewrapped batch by batch, and then the others are forgotten. Wherever it breaks off, every key is wrapped under a master
/// key that is registered, and running it again goes on from there.
/// </summary>
/// <param name="owner">Open, under the owner's role.</param>
/// <param name="ring">The master keys until now, and the new one.</param>
/// <param name="fresh">The new one.</param>
/// <param name="say">Hears how far it is.</param>
/// <param name="batch">How many keys are locked at a time: whoever erases one of them waits for them all.</param>
internal sealed class Rotation(
    NpgsqlConnection owner,
    KeyRing ring,
    MasterKey fresh,
    Action<string> say,
    int batch = 500
)
{
    private const string Alone = "select pg_try_advisory_lock(hashtext('wellbeing rotation'))";

    private const string MakeCurrent = """
        insert into keys.master_keys as m (id, "check") values ($1, $2)
        on conflict (id) do update set ordinal = default, current_from = now()
        where exists (select from keys.master_keys newer where newer.ordinal > m.ordinal)
        """;

    private const string Root = """
        select '00000000-0000-0000-0000-000000000000'::uuid, wrapped, master_key_id from keys.root_secret
        where master_key_id <> $1 for update
        """;

    private const string RewrapRoot = """
        update keys.root_secret set wrapped = n.wrapped, master_key_id = $1 from unnest($2, $3) as n (id, wrapped)
        """;

    private const string Others = """
        select subject_id, wrapped, master_key_id from keys.subject_keys
        where master_key_id <> $1 and subject_id > $2 order by subject_id limit $3 for update
        """;

    private const string Rewrap = """
        update keys.subject_keys k set wrapped = n.wrapped, master_key_id = $1
        from unnest($2, $3) as n (id, wrapped) where k.subject_id = n.id
        """;

    private const string Forget = "delete from keys.master_keys where id <> $1";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    private readonly List<Guid> _damaged = [];
    private long _rewrapped;

    /// <summary>
    /// Makes sure that no other rotation runs while this connection is open: to be called before the master keys' files are
    /// read. One that was killed may hold on for a moment.
    /// </summary>
    /// <exception cref="SealUnavailableException">Another rotation runs.</exception>
    public static async Task BeAloneAsync(NpgsqlConnection owner, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand(Alone, owner);
        var started = TimeProvider.System.GetTimestamp();
        while (!(bool)(await command.ExecuteScalarAsync(stop))!)
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
                throw new SealUnavailableException("Another rotation is running.");
            await Task.Delay(Between, stop);
        }
    }

    /// <returns>How many subjects' keys it rewrapped.</returns>
    /// <exception cref="WrongMasterKeyException">A registered master key is not in the ring.</exception>
    /// <exception cref="SealUnavailableException">A key does not unwrap.</exception>
    public async Task<long> RunAsync(CancellationToken stop)
    {
        await BeginAsync(stop);
        say($"keys are wrapped under {fresh.Id} from now on");
        do
        {
            await RewrapAsync(stop);
        } while (!await ForgetOthersAsync(stop));
        return _rewrapped;
    }

    private async Task BeginAsync(CancellationToken stop)
    {
        await using var transaction = await owner.BeginTransactionAsync(stop);
        await Command(KeyTable.Lock).ExecuteNonQueryAsync(stop);
        await using (var rows = await Command(KeyTable.Registered).ExecuteReaderAsync(stop))
        {
            var registered = await KeyTable.ReadAsync(rows, stop);
            if (registered.FirstOrDefault(known => ring.Find(known) is null) is { } other)
                throw new WrongMasterKeyException(ring, other.MasterKeyId);
        }
        await using var make = Command(MakeCurrent);
        KeyTable.AddMaster(make.Parameters, fresh);
        await make.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
    }

    /// <summary>All keys that lie under another master key now. A damaged one is passed over, and named at the end.</summary>
    private async Task RewrapAsync(CancellationToken stop)
    {
        _damaged.Clear();
        await StepAsync(Root, RewrapRoot, [Text(fresh.Id)], stop);
        if (_damaged.Count > 0)
            throw new SealUnavailableException("The root secret does not unwrap.");
        Guid? last = Guid.Empty;
        while (last is { } after)
        {
            var rewrapped = _rewrapped;
            (last, var done) = await StepAsync(
                Others,
                Rewrap,
                [Text(fresh.Id), new NpgsqlParameter<Guid> { TypedValue = after }, Number(batch)],
                stop
            );
            _rewrapped += done;
            if (_rewrapped > rewrapped)
                say($"rewrapped {_rewrapped}");
        }
        if (_damaged.Count > 0)
            throw new SealUnavailableException(
                $"Keys that do not unwrap, all others are rewrapped: {string.Join(", ", _damaged)}."
            );
    }

    /// <returns>The last subject looked at, null if there was none; and how many were rewrapped.</returns>
    private async Task<(Guid? Last, int Rewrapped)> StepAsync(
        string find,
        string rewrap,
        NpgsqlParameter[] place,
        CancellationToken stop
    )
    {
        await using var transaction = await owner.BeginTransactionAsync(stop);
        var found = new List<KeyRow>();
        await using (var select = Command(find, place))
        await using (var rows = await select.ExecuteReaderAsync(stop))
        {
            while (await rows.ReadAsync(stop))
                found.Add(new KeyRow(rows.GetGuid(0), (byte[])rows[1], rows.GetString(2), Erased: false));
        }
        if (found.Count == 0)
            return (null, 0);
        var keys = found.GroupBy(row => row.MasterKeyId!).SelectMany(Unwrap).ToList();
        using var wrapping = new KeyWrapping(fresh);
        await using var update = Command(
            rewrap,
            Text(fresh.Id),
            KeyTable.Of(keys.Select(key => key.SubjectId).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid),
            KeyTable.Of(keys.Select(wrapping.Wrap).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea)
        );
        await update.ExecuteNonQueryAsync(stop);
        await transaction.CommitAsync(stop);
        return (found[^1].SubjectId, keys.Count);
    }

    private List<SubjectKey> Unwrap(IGrouping<string, KeyRow> rows)
    {
        using var wrapping = new KeyWrapping(ring.Find(rows.Key) ?? throw new WrongMasterKeyException(ring, rows.Key));
        var keys = new List<SubjectKey>();
        foreach (var row in rows)
        {
            try
            {
                keys.Add(wrapping.Unwrap(row.SubjectId, row.Wrapped));
            }
            catch (KeyDamagedException)
            {
                _damaged.Add(row.SubjectId);
            }
        }
        return keys;
    }

    /// <returns>False where a server has just wrapped another key under one of them.</returns>
    private async Task<bool> ForgetOthersAsync(CancellationToken stop)
    {
        try
        {
            await Command(Forget, Text(fresh.Id)).ExecuteNonQueryAsync(stop);
            return true;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            return false;
        }
    }

    private NpgsqlCommand Command(string sql, params NpgsqlParameter[] values)
    {
        var command = new NpgsqlCommand(sql, owner);
        command.Parameters.AddRange(values);
        return command;
    }

    private static NpgsqlParameter<string> Text(string value) => new() { TypedValue = value };

    private static NpgsqlParameter<int> Number(int value) => new() { TypedValue = value };
}
