using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Features.Registers;
using Wellbeing.Api.Journal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features;

/// <summary>A stream as a command finds it.</summary>
/// <param name="State">Its state.</param>
/// <param name="Version">Its version.</param>
/// <param name="OccurredAt">When its last event happened.</param>
/// <param name="UnitNow">The officer's present unit, or the unit itself.</param>
/// <param name="Standing">What an erasure or a restriction lets be done with the officer's record.</param>
internal sealed record Found(
    IRecordState State,
    long Version,
    DateTimeOffset OccurredAt,
    string UnitNow,
    Standing Standing
)
{
    /// <summary>The officer it is about, or null.</summary>
    public Guid? OfficerId => State.AboutOfficer;

    /// <summary>Whether it is within reach: an award stays its unit's, and comes along with its officer.</summary>
    public bool Within(Reach reach) =>
        reach.Covers(UnitNow, OfficerId) || (State is Commendation award && reach.Covers(award.UnitCode, null));
}

/// <summary>Reads what decisions need, each question at most one round trip.</summary>
internal static class Lookups
{
    public const string Stored = "mt_version, occurred_at, data";

    /// <summary>The units below one, itself included.</summary>
    public const string Below = """
        WITH RECURSIVE below (unit_code) AS (
            SELECT unit_code FROM readmodels.mt_doc_unit WHERE unit_code = $1
            UNION
            SELECT u.unit_code FROM readmodels.mt_doc_unit u JOIN below b ON u.parent_code = b.unit_code)
        """;

    /// <summary>A unit and those above it.</summary>
    public const string Above = """
        WITH RECURSIVE above (unit_code, parent_code) AS (
            SELECT unit_code, parent_code FROM readmodels.mt_doc_unit WHERE unit_code = $1
            UNION
            SELECT u.unit_code, u.parent_code FROM readmodels.mt_doc_unit u JOIN above a ON u.unit_code = a.parent_code)
        SELECT unit_code FROM above
        """;

    private static readonly string Open = $"""
        SELECT EXISTS (SELECT FROM readmodels.mt_doc_warning WHERE officer_id = $1 AND open),
            EXISTS (SELECT FROM readmodels.mt_doc_intervention WHERE officer_id = $1 AND open),
            EXISTS (SELECT FROM readmodels.mt_doc_warning WHERE officer_id = $1 AND open AND source = 'complaint'),
            coalesce($1 = {Persons.OfBadge("$2")}, false)
        """;

    // What stands in the officer's history concerns the officer, whether or not its event names anybody.
    private const string Entry = """
        SELECT e.user_name FROM readmodels.history AS h JOIN events.mt_events AS e ON e.seq_id = h.seq
        WHERE h.officer_id = $1 AND h.event_id = $2
        """;

    private const string ListedOfficers = """
        SELECT o.id, o.unit_code, o.erasure, o.restricted
        FROM unnest($1, $2) WITH ORDINALITY AS n (id, badge_number, place)
        LEFT JOIN identities.officers AS i ON i.badge_number = n.badge_number
        LEFT JOIN readmodels.mt_doc_officer AS o ON o.id = coalesce(i.officer_id, n.id)
        ORDER BY n.place
        """;

    // The last event of a stream comes after all that it names: with its leaf the ledger has theirs.
    private const string LedgerNow = """
        SELECT h.size, h.root, coalesce(l.leaf < h.size, false)
        FROM ledger.head AS h
        LEFT JOIN events.mt_events AS e ON e.stream_id = $1
            AND e.version = (SELECT max(version) FROM events.mt_events WHERE stream_id = $1)
        LEFT JOIN ledger.leaves AS l ON l.seq_id = e.seq_id
        """;

    /// <summary>A record, or null where there is none.</summary>
    public static Task<Found?> FindAsync(NpgsqlConnection database, StreamKind kind, Guid id, CancellationToken stop) =>
        FindAsync(database, kind.Record(), id, stop);

    /// <summary>A record of a kind, or null where there is none.</summary>
    public static async Task<Found?> FindAsync(
        NpgsqlConnection database,
        RecordKind kind,
        Guid id,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand($"{kind.Select()} WHERE c.id = $1", database)
        {
            Parameters = { Value(id) },
        };
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await reader.ReadAsync(stop)
            ? new Found(
                kind.Read(reader.GetFieldValue<byte[]>(2)),
                reader.GetInt64(0),
                reader.GetFieldValue<DateTimeOffset>(1),
                reader.GetString(3),
                Standing.Of(reader, 4)
            )
            : null;
    }

    /// <summary>Codes of a unit and of all units above it, from there upwards.</summary>
    public static async Task<IReadOnlyList<string>> AboveAsync(
        NpgsqlConnection database,
        string code,
        CancellationToken stop
    )
    {
        await using var command = new NpgsqlCommand(Above, database) { Parameters = { Value(code) } };
        await using var reader = await command.ExecuteReaderAsync(stop);
        return await AllAsync<string>(reader, stop);
    }

    /// <summary>Id of the unit with a code, or null.</summary>
    public static async Task<Guid?> UnitIdAsync(NpgsqlDataSource database, string code, CancellationToken stop)
    {
        await using var command = database.CreateCommand("SELECT id FROM readmodels.mt_doc_unit WHERE unit_code = $1");
        command.Parameters.Add(Value(code));
        return (Guid?)await command.ExecuteScalarAsync(stop);
    }

    /// <summary>Fills in what an act needs; answers the code of what does not exist.</summary>
    public static async Task<(Scene Scene, string? Missing)> FillAsync(
        NpgsqlConnection database,
        Scene scene,
        Act act,
        Needs needs,
        CancellationToken stop
    )
    {
        await using var batch = new NpgsqlBatch(database);
        var read = new List<Func<NpgsqlDataReader, Task>>();
        string? missing = null;

        if (needs.Officer is { } officer)
            Ask(
                officer.Id is not null
                    ? "SELECT data FROM readmodels.mt_doc_officer WHERE id = $1"
                    : "SELECT o.data FROM identities.officers i "
                        + "JOIN readmodels.mt_doc_officer o ON o.id = i.officer_id WHERE i.badge_number = $1",
                [officer.Id is { } id ? Value(id) : Value(officer.BadgeNumber!)],
                async reader =>
                {
                    if (await reader.ReadAsync(stop))
                        scene = scene with { Officer = reader.State<Officer>(0) };
                    else
                        missing ??= "unknown-officer";
                }
            );
        if (needs.Listed.Count > 0)
            Ask(
                ListedOfficers,
                [
                    Value(needs.Listed.Select(x => x.Name.Id ?? Guid.Empty).ToArray()),
                    Value(needs.Listed.Select(x => x.Name.BadgeNumber ?? "").ToArray()),
                ],
                async reader =>
                {
                    var listed = new List<ListedOfficer>(needs.Listed.Count);
                    while (await reader.ReadAsync(stop))
                        listed.Add(
                            reader.IsDBNull(0)
                                ? new ListedOfficer(needs.Listed[listed.Count].Field, null, "", default)
                                : new ListedOfficer(
                                    needs.Listed[listed.Count].Field,
                                    reader.GetGuid(0),
                                    reader.GetString(1),
                                    Standing.Of(reader, 2)
                                )
                        );
                    scene = scene with { Listed = listed };
                }
            );
        if (needs.Unit is { } unit)
            Ask(
                "SELECT data FROM readmodels.mt_doc_unit WHERE unit_code = $1",
                [Value(unit)],
                async reader =>
                {
                    if (await reader.ReadAsync(stop))
                        scene = scene with { Unit = reader.State<Unit>(0) };
                    else
                        missing ??= "unknown-unit";
                }
            );
        if (needs.Serving)
            Ask(
                $"{Below} SELECT o.id FROM readmodels.mt_doc_officer o JOIN below USING (unit_code) "
                    + "WHERE o.status = 'serving' ORDER BY o.id",
                [Value(needs.Unit!)],
                async reader => scene = scene with { Serving = await AllAsync<Guid>(reader, stop) }
            );
        if (needs.Above)
            Ask(
                Above,
                [Value(needs.Unit!)],
                async reader => scene = scene with { Above = await AllAsync<string>(reader, stop) }
            );
        if (needs.Empty)
            Ask(
                "SELECT NOT EXISTS (SELECT 1 FROM readmodels.mt_doc_officer WHERE unit_code = $1 AND status = 'serving') "
                    + "AND NOT EXISTS (SELECT 1 FROM readmodels.mt_doc_unit WHERE parent_code = $1 AND NOT closed)",
                [Value(scene.Of<Unit>().UnitCode)],
                async reader => scene = scene with { Empty = (await AllAsync<bool>(reader, stop))[0] }
            );
        if (needs.Deed && scene.State is Commendation { DeedReference: { } deed } commendation)
            Ask(
                "SELECT EXISTS (SELECT 1 FROM readmodels.mt_doc_commendation WHERE deed_claim = $1)",
                [Value(Commendation.ClaimOf(commendation.OfficerId, commendation.UnitCode, deed))],
                async reader => scene = scene with { DeedRewarded = (await AllAsync<bool>(reader, stop))[0] }
            );
        if (needs.Identity)
            Ask(
                "SELECT officer_id, badge_number, name, contact, salt FROM identities.officers WHERE officer_id = $1",
                [Value(scene.StreamId)],
                async reader =>
                {
                    if (await reader.ReadAsync(stop))
                        scene = scene with { Identity = IdentityOf(reader) };
                }
            );

        if (needs.Cases)
            Ask(
                Open,
                [
                    Value(scene.StreamId),
                    new NpgsqlParameter<string?> { TypedValue = scene.Badge, NpgsqlDbType = NpgsqlDbType.Text },
                ],
                async reader =>
                {
                    await reader.ReadAsync(stop);
                    scene = scene with
                    {
                        OpenCases = new OpenCases(reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2)),
                        Self = reader.GetBoolean(3),
                    };
                }
            );
        if (needs.Self)
            Ask(
                $"SELECT coalesce($1 = {Persons.OfBadge("$2")}, false)",
                [
                    Value(scene.State!.AboutOfficer!.Value),
                    new NpgsqlParameter<string?> { TypedValue = scene.Badge, NpgsqlDbType = NpgsqlDbType.Text },
                ],
                async reader => scene = scene with { Self = (await AllAsync<bool>(reader, stop))[0] }
            );
        if (needs.Entry is { } entry)
            Ask(
                Entry,
                [Value(scene.StreamId), Value(entry)],
                async reader =>
                {
                    if (await reader.ReadAsync(stop))
                        scene = scene with { EntryBy = reader.IsDBNull(0) ? null : reader.GetString(0) };
                    else
                        missing ??= "unknown-entry";
                }
            );
        if (needs.Command)
            Ask(
                Above,
                [Value(scene.UnitNow)],
                async reader => scene = scene with { Command = await AllAsync<string>(reader, stop) }
            );
        if (needs.Period is { } period)
            Ask(
                $"SELECT EXISTS (SELECT FROM {act.Event.Stream.Record().Table()} WHERE unit_code = $1 AND period = $2)",
                [Value(needs.Unit!), Value(period)],
                async reader => scene = scene with { HasPeriod = (await AllAsync<bool>(reader, stop))[0] }
            );
        if (RegisterOf(needs, scene) is { } register)
            Ask(
                MonthsTalks.Sql,
                MonthsTalks.Of(register.Unit, register.Month, scene.Calendar),
                async reader =>
                    scene = scene with { Talks = [.. (await MonthsTalks.ReadAsync(reader, stop)).Select(x => x.Talk)] }
            );
        if (needs.Ledger)
            Ask(
                LedgerNow,
                [Value(scene.StreamId)],
                async reader =>
                {
                    await reader.ReadAsync(stop);
                    scene = scene with
                    {
                        Ledger = new LedgerPosition(
                            reader.GetInt64(0),
                            Convert.ToBase64String(reader.GetFieldValue<byte[]>(1)),
                            reader.GetBoolean(2)
                        ),
                    };
                }
            );
        if (needs.From.Count > 0)
            Ask(
                $"SELECT data FROM {act.Origin!.Kind.Record().Table()} AS c JOIN unnest($1) WITH ORDINALITY AS n (id, place) "
                    + "USING (id) ORDER BY n.place",
                [Value(needs.From.ToArray())],
                async reader =>
                {
                    var states = (await AllAsync<byte[]>(reader, stop)).ConvertAll(x =>
                        (object)act.Origin!.Kind.Record().Read(x)
                    );
                    scene = scene with { From = states };
                    // What is about another officer is as unknown as what is not there.
                    if (
                        states.Count < needs.From.Count
                        || states.Exists(x => ((IRecordState)x).AboutOfficer != scene.Officer?.Id)
                    )
                        missing ??= $"unknown-{act.Origin!.Kind.Word()}";
                }
            );
        if (needs is { Override: true, Officer: { } named })
            Ask(
                $"SELECT data FROM readmodels.mt_doc_access WHERE until IS NOT NULL AND {Persons.Same("by", "$1")} AND officer_id = "
                    + (
                        named.Id is not null
                            ? "$2"
                            : "(SELECT officer_id FROM identities.officers WHERE badge_number = $2)"
                    )
                    + " ORDER BY until DESC LIMIT 1",
                [Value(scene.Actor.Key), named.Id is { } namedId ? Value(namedId) : Value(named.BadgeNumber!)],
                async reader =>
                {
                    if (await reader.ReadAsync(stop))
                        scene = scene with { Earlier = reader.State<Access>(0) };
                }
            );

        if (read.Count > 0)
        {
            await using var answers = await batch.ExecuteReaderAsync(stop);
            foreach (var next in read)
            {
                await next(answers);
                await answers.NextResultAsync(stop);
            }
        }
        return (scene, missing);

        void Ask(string sql, NpgsqlParameter[] parameters, Func<NpgsqlDataReader, Task> answer)
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var parameter in parameters)
                command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
            read.Add(answer);
        }
    }

    /// <summary>Which unit's and month's talks an act has to know.</summary>
    private static (string Unit, Month Month)? RegisterOf(Needs needs, Scene scene) =>
        needs.Talks is { } month ? (needs.Unit!, month)
        : needs.RegisterTalks && scene.State is Register register ? (register.UnitCode, Month.Parse(register.Period)!)
        : null;

    public static NpgsqlParameter Value<T>(T value) => new NpgsqlParameter<T> { TypedValue = value };

    private static IdentityRow IdentityOf(NpgsqlDataReader reader) =>
        new(
            reader.GetGuid(0),
            reader.GetString(1),
            reader.GetString(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetFieldValue<byte[]>(4)
        );

    private static async Task<List<T>> AllAsync<T>(NpgsqlDataReader reader, CancellationToken stop)
    {
        var all = new List<T>();
        while (await reader.ReadAsync(stop))
            all.Add(reader.GetFieldValue<T>(0));
        return all;
    }
}
