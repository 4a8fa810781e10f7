using Wellbeing.Domain.Ledger;

namespace Wellbeing.Faults.Tampering;

/// <summary>The ways to tamper.</summary>
internal static class Crimes
{
    private const string OfEvent = " WHERE seq_id = $1";

    // What follows where an event says something else than it said.
    private static readonly string[] Consequences =
    [
        "dated-ahead",
        "dated-late",
        "event-not-folded",
        "event-of-unknown-type",
        "export-incomplete",
        "export-of-missing-events",
        "identity-changed",
        "identity-missing",
        "identity-unknown",
        "read-model-changed",
        "read-model-extra",
        "read-model-missing",
        "stream-kind",
        "stream-missing",
        "stream-version",
        "stream-without-events",
        "version-out-of-order",
    ];

    /// <summary>What each column of an event is changed to.</summary>
    private static readonly Dictionary<string, string> Changed = new(StringComparer.Ordinal)
    {
        ["causation_id"] = "'x'",
        ["correlation_id"] = "'x'",
        ["data"] = """jsonb_set(data, '{unitCode}', '"another"')""",
        ["headers"] = """jsonb_set(headers, '{occurredAt}', '"1999-01-01T00:00:00Z"')""",
        ["id"] = "gen_random_uuid()",
        ["mt_dotnet_type"] = "'x'",
        ["seq_id"] = "seq_id + 1000000",
        ["stream_id"] = "gen_random_uuid()",
        ["tenant_id"] = "'x'",
        ["timestamp"] = "timestamp - interval '1 hour'",
        ["type"] = "'unit_renamed'",
        ["user_name"] = "'somebody else'",
        ["version"] = "version + 1000",
        ["bdata"] = @"'\x01'",
        ["is_archived"] = "true",
    };

    public static IReadOnlyList<Crime> All { get; } =
    [
        .. LedgerEvent.Covered.Select(Column),
        .. LedgerEvent.Fixed.Select(Fixed),
        new(
            "a number that no leaf can hold comes into the data",
            (scene, random) =>
                OneAsync(
                    scene,
                    random,
                    "event-changed",
                    "UPDATE events.mt_events SET data = jsonb_set(data, '{weight}', '0.5')"
                ),
            Consequences
        ),
        new(
            "an event is deleted",
            (s, r) => OneAsync(s, r, "event-missing", "DELETE FROM events.mt_events"),
            Consequences
        ),
        new("a stream is deleted", StreamAsync, Consequences),
        new("a stream is archived", ArchiveAsync),
        new("a stream's version is set back", VersionAsync),
        new("the tail is deleted", TailAsync, Consequences),
        new(
            "the tail is deleted with its leaves",
            TailWithLeavesAsync,
            [.. Consequences, "head-changed", "rolled-back", "tile-without-leaves"]
        ),
        new("an event is inserted with an old time", InsertAsync, Consequences),
        new("an event is inserted into the ledger too", InsertSequencedAsync, Consequences),
        new("an event is inserted behind the watermark", InsertBehindAsync, Consequences),
        new("two events' contents are swapped", SwapAsync, Consequences),
        new("two events' sequence numbers are swapped", SwapSequenceAsync, Consequences),
        new("two versions are swapped", RenumberAsync, Consequences),
        new("two identities are swapped", SwapIdentitiesAsync),
        new("an identity is changed", ChangeIdentityAsync),
        new("an identity is deleted", DeleteIdentityAsync),
        new("a leaf is changed", LeafAsync),
        new("a leaf is deleted", DeleteLeafAsync, "event-without-leaf"),
        new("a tile is changed", TileAsync),
        new("a batch is changed", BatchAsync),
        new("a batch is dated back", BatchDateAsync, "batch-out-of-order"),
        new("a batch is dated ahead", BatchAheadAsync, "dated-late"),
        new("the head is changed", HeadAsync),
        new("a checkpoint is changed", CheckpointAsync),
        new("a checkpoint of another tree takes its place", CheckpointRootAsync),
        new("a succession is made up", SuccessionAsync),
        new(
            "an event is changed with its leaf, its tiles and all roots",
            RewriteAsync,
            [.. Consequences, "event-not-authentic"]
        ),
        new("the key is exchanged and everything signed anew", ExchangeKeyAsync),
        new(
            "the ledger is emptied, an event left out, and all signed anew",
            EmptyAsync,
            [.. Consequences, "rolled-back", "tree-changed"]
        ),
        new("a row of a read model is changed", ReadModelAsync),
        new("a row of a read model is deleted", DeleteReadModelAsync),
        new("an entry of a history is changed", HistoryAsync),
        new("a policy is changed", PolicyAsync, Consequences),
        new("an export leaves a stream out", ExportAsync, Consequences),
    ];

    private static Crime Column(string column) =>
        new(
            $"{column} is changed",
            (scene, random) =>
                OneAsync(
                    scene,
                    random,
                    column == "seq_id" ? "event-missing" : "event-changed",
                    $"UPDATE events.mt_events SET {column} = {Changed[column]}"
                ),
            Consequences
        );

    private static Crime Fixed(string column) =>
        new(
            $"{column} is changed",
            async (scene, random) =>
            {
                var one = Pick(scene.Targets, random);
                await scene.ExecuteAsync($"UPDATE events.mt_events SET {column} = {Changed[column]}{OfEvent}", one.Seq);
                return [new("event-archived-or-bdata", x => x.Seq == one.Seq, $"seq {one.Seq}")];
            }
        );

    private static async Task<Expected[]> OneAsync(Scene scene, Random random, string finding, string sql)
    {
        // A unit that is renamed first of all is one more of the consequences, but not of another type.
        var one = Pick([.. scene.Targets.Where(x => x.Type != "unit_renamed")], random);
        await scene.ExecuteAsync(sql + OfEvent, one.Seq);
        return [Expected.Of(finding, one)];
    }

    private static async Task<Expected[]> StreamAsync(Scene scene, Random random)
    {
        var stream = Pick(scene.Targets, random).Stream;
        await scene.ExecuteAsync("DELETE FROM events.mt_events WHERE stream_id = $1", stream);
        await scene.ExecuteAsync("DELETE FROM events.mt_streams WHERE id = $1", stream);
        return [.. scene.Targets.Where(x => x.Stream == stream).Select(x => Expected.Of("event-missing", x))];
    }

    private static async Task<Expected[]> ArchiveAsync(Scene scene, Random random)
    {
        var stream = Pick(scene.Targets, random).Stream;
        await scene.ExecuteAsync("UPDATE events.mt_streams SET is_archived = true WHERE id = $1", stream);
        return [new("stream-archived", x => x.Stream == stream, $"stream {stream}")];
    }

    private static async Task<Expected[]> VersionAsync(Scene scene, Random random)
    {
        var stream = Pick(scene.Targets, random).Stream;
        await scene.ExecuteAsync("UPDATE events.mt_streams SET version = version - 1 WHERE id = $1", stream);
        return [new("stream-version", x => x.Stream == stream, $"stream {stream}")];
    }

    private static async Task<Expected[]> TailAsync(Scene scene, Random random)
    {
        var tail = scene.Targets.TakeLast(1 + random.Next(20)).ToList();
        await scene.ExecuteAsync("DELETE FROM events.mt_events WHERE seq_id >= $1", tail.Min(x => x.Seq));
        return [.. tail.Select(x => Expected.Of("event-missing", x))];
    }

    private static async Task<Expected[]> TailWithLeavesAsync(Scene scene, Random random)
    {
        var size = scene.Targets.Count;
        var left = size - 1 - random.Next(20);
        await scene.ExecuteAsync(
            "DELETE FROM events.mt_events WHERE seq_id IN (SELECT seq_id FROM ledger.leaves WHERE leaf >= $1)",
            (long)left
        );
        await scene.ExecuteAsync("DELETE FROM ledger.leaves WHERE leaf >= $1", (long)left);
        return
        [
            new("rolled-back", x => x.Size == size && x.Have == left && x.Against == "ledger.head", $"size {left}"),
        ];
    }

    private static async Task<Expected[]> InsertAsync(Scene scene, Random random)
    {
        var seq = await InsertAsync(scene, random, "nextval('events.mt_events_sequence')");
        return [new("event-not-authentic", x => x.Seq == seq && x.Leaf is null, $"seq {seq}")];
    }

    private static async Task<Expected[]> InsertSequencedAsync(Scene scene, Random random)
    {
        var seq = await InsertAsync(scene, random, "nextval('events.mt_events_sequence')");
        await new Forger(scene).SequenceAsync();
        var leaf = scene.Targets.Count;
        return
        [
            new("event-not-authentic", x => x.Seq == seq && x.Leaf == leaf, $"seq {seq}, leaf {leaf}"),
            new(
                "dated-late",
                x => x.Seq == seq && x.After < x.Until && x.RecordedAt < x.After,
                $"seq {seq} with its window"
            ),
        ];
    }

    private static async Task<Expected[]> InsertBehindAsync(Scene scene, Random random)
    {
        var hole = await scene.ListAsync(
            "SELECT coalesce(min(seq_id), 1) - 1 FROM events.mt_events",
            x => x.GetInt64(0)
        );
        var seq = await InsertAsync(scene, random, hole[0].ToString(System.Globalization.CultureInfo.InvariantCulture));
        return [new("event-not-authentic", x => x.Seq == seq && x.Leaf is null, $"seq {seq}")];
    }

    private static async Task<long> InsertAsync(Scene scene, Random random, string seq)
    {
        var like = Pick([.. scene.Targets.Where(x => x.Version > 1)], random);
        return (
            await scene.ListAsync(
                $"""
                INSERT INTO events.mt_events (seq_id, id, stream_id, version, data, type, timestamp, headers, user_name, tenant_id)
                SELECT {seq}, gen_random_uuid(), stream_id, (SELECT max(version) + 1 FROM events.mt_events AS o WHERE o.stream_id = e.stream_id),
                  data, type, timestamp - interval '2 years', headers, user_name, tenant_id
                FROM events.mt_events AS e WHERE seq_id = {like.Seq} RETURNING seq_id
                """,
                x => x.GetInt64(0)
            )
        )[0];
    }

    private static async Task<Expected[]> SwapAsync(Scene scene, Random random)
    {
        var (one, other) = Two(scene.Targets, random, (a, b) => a.Id != b.Id);
        await scene.ExecuteAsync(
            """
            UPDATE events.mt_events AS e SET data = o.data, type = o.type, headers = o.headers FROM events.mt_events AS o
            WHERE (e.seq_id, o.seq_id) IN (($1, $2), ($2, $1))
            """,
            one.Seq,
            other.Seq
        );
        return [Expected.Of("event-changed", one), Expected.Of("event-changed", other)];
    }

    private static async Task<Expected[]> SwapSequenceAsync(Scene scene, Random random)
    {
        var (one, other) = Two(scene.Targets, random, (a, b) => a.Id != b.Id);
        await SwappedAsync(scene, "seq_id", one.Id, one.Seq, other.Id, other.Seq);
        return [Expected.Of("event-changed", one), Expected.Of("event-changed", other)];
    }

    private static async Task<Expected[]> RenumberAsync(Scene scene, Random random)
    {
        var (one, other) = Two(scene.Targets, random, (a, b) => a.Stream == b.Stream && a.Id != b.Id);
        await SwappedAsync(scene, "version", one.Id, one.Version, other.Id, other.Version);
        return
        [
            Expected.Of("event-changed", one),
            Expected.Of("event-changed", other),
            new("version-out-of-order", x => x.Stream == one.Stream, $"stream {one.Stream}"),
        ];
    }

    private static async Task SwappedAsync(Scene scene, string column, Guid one, long its, Guid other, long others)
    {
        await scene.ExecuteAsync($"UPDATE events.mt_events SET {column} = -1 WHERE id = $1", one);
        await scene.ExecuteAsync($"UPDATE events.mt_events SET {column} = $2 WHERE id = $1", other, its);
        await scene.ExecuteAsync($"UPDATE events.mt_events SET {column} = $2 WHERE id = $1", one, others);
    }

    private static async Task<Expected[]> SwapIdentitiesAsync(Scene scene, Random random)
    {
        var officers = await OfficersAsync(scene);
        var (one, other) = Two(officers, random, (a, b) => a != b);
        await scene.ExecuteAsync(
            "UPDATE identities.officers SET officer_id = gen_random_uuid() WHERE officer_id = $1",
            one
        );
        await scene.ExecuteAsync("UPDATE identities.officers SET officer_id = $1 WHERE officer_id = $2", one, other);
        await scene.ExecuteAsync(
            "UPDATE identities.officers SET officer_id = $1 WHERE NOT officer_id = ANY ($2)",
            other,
            officers.ToArray()
        );
        return [Identity("identity-changed", one), Identity("identity-changed", other)];
    }

    private static async Task<Expected[]> ChangeIdentityAsync(Scene scene, Random random)
    {
        var one = Pick(await OfficersAsync(scene), random);
        await scene.ExecuteAsync("UPDATE identities.officers SET name = name || 'x' WHERE officer_id = $1", one);
        return [Identity("identity-changed", one)];
    }

    private static async Task<Expected[]> DeleteIdentityAsync(Scene scene, Random random)
    {
        var one = Pick(await OfficersAsync(scene), random);
        await scene.ExecuteAsync("DELETE FROM identities.officers WHERE officer_id = $1", one);
        return [Identity("identity-missing", one)];
    }

    private static async Task<Expected[]> LeafAsync(Scene scene, Random random)
    {
        var one = Pick(scene.Targets, random);
        await scene.ExecuteAsync("UPDATE ledger.leaves SET hash = sha256(hash) WHERE leaf = $1", one.Leaf);
        return [Expected.Of("leaf-changed", one)];
    }

    private static async Task<Expected[]> DeleteLeafAsync(Scene scene, Random random)
    {
        // One that has a copy in a tile, so that the tree is whole without it.
        var one = Pick([.. scene.Targets.Take(scene.Targets.Count / 256 * 256)], random);
        await scene.ExecuteAsync("DELETE FROM ledger.leaves WHERE leaf = $1", one.Leaf);
        return
        [
            new("leaf-missing", x => x.Leaf == one.Leaf, $"leaf {one.Leaf}"),
            new("event-without-leaf", x => x.Seq == one.Seq, $"seq {one.Seq}"),
        ];
    }

    private static async Task<Expected[]> TileAsync(Scene scene, Random random)
    {
        var tile = random.Next(scene.Targets.Count / 256);
        await scene.ExecuteAsync(
            "UPDATE ledger.tiles SET hashes = sha256(hashes) || substr(hashes, 33) WHERE level = 0 AND tile = $1",
            (long)tile
        );
        return [Expected.Row("tile-changed", "ledger.tiles", $"0,{tile}")];
    }

    private static async Task<Expected[]> BatchAsync(Scene scene, Random random)
    {
        var size = Pick(await SizesAsync(scene), random);
        await scene.ExecuteAsync("UPDATE ledger.batches SET root = sha256(root) WHERE size = $1", size);
        return [new("root-changed", x => x.Table == "ledger.batches" && x.Size == size, $"size {size}")];
    }

    private static async Task<Expected[]> BatchDateAsync(Scene scene, Random random)
    {
        var sizes = await SizesAsync(scene);
        var size = Pick(sizes, random);
        await scene.ExecuteAsync("UPDATE ledger.batches SET at = at - interval '1 day' WHERE size = $1", size);
        var from = sizes.Where(x => x < size).DefaultIfEmpty(0).Max();
        return
        [
            .. scene.Targets.Where(x => x.Leaf >= from && x.Leaf < size).Select(x => Expected.Of("dated-ahead", x)),
        ];
    }

    // Dated as late as nobody could yet be: what comes after it then comes before it.
    private static async Task<Expected[]> BatchAheadAsync(Scene scene, Random random)
    {
        var sizes = await SizesAsync(scene);
        var size = Pick([.. sizes.Where(x => x < sizes.Max())], random);
        await scene.ExecuteAsync("UPDATE ledger.batches SET at = at + interval '1 day' WHERE size = $1", size);
        var next = sizes.Where(x => x > size).Min();
        return [Expected.Row("batch-out-of-order", "ledger.batches", $"{next}")];
    }

    // The stream has to be there for longer than an export takes.
    private static async Task<Expected[]> ExportAsync(Scene scene, Random random)
    {
        var export = scene.Targets.Single(x => x.Type == "record_exported");
        var stream = Pick(
            await scene.ListAsync(
                "SELECT (x ->> 'id')::uuid FROM events.mt_events, jsonb_array_elements(data -> 'streams') AS x WHERE type = 'record_exported'",
                x => x.GetGuid(0)
            ),
            random
        );
        await scene.ExecuteAsync(
            "UPDATE events.mt_events SET timestamp = timestamp - interval '2 minutes' WHERE stream_id = $1",
            stream
        );
        await scene.ExecuteAsync(
            "UPDATE events.mt_events SET data = jsonb_set(data, '{streams}', jsonb_path_query_array(data -> 'streams', '$[*] ? (@.id != $id)', jsonb_build_object('id', $2::text))) WHERE seq_id = $1",
            export.Seq,
            stream.ToString()
        );
        return
        [
            Expected.Of("event-changed", export),
            new("export-incomplete", x => x.Seq == export.Seq && x.Key == $"{stream}", $"seq {export.Seq}, {stream}"),
            .. scene.Targets.Where(x => x.Stream == stream).Select(x => Expected.Of("event-changed", x)),
        ];
    }

    private static async Task<Expected[]> HeadAsync(Scene scene, Random random)
    {
        await scene.ExecuteAsync("UPDATE ledger.head SET root = sha256(root)");
        return [new("root-changed", x => x.Table == "ledger.head", "the head")];
    }

    private static async Task<Expected[]> CheckpointAsync(Scene scene, Random random)
    {
        var id = Pick(await CheckpointsAsync(scene), random);
        await scene.ExecuteAsync(
            "UPDATE ledger.checkpoints SET note = replace(note, E'\\n' || size || E'\\n', E'\\n' || size + 1 || E'\\n'), size = size + 1 WHERE id = $1",
            id
        );
        return [Expected.Row("checkpoint-signature", "ledger.checkpoints", $"{id}")];
    }

    private static async Task<Expected[]> CheckpointRootAsync(Scene scene, Random random)
    {
        var id = Pick(await CheckpointsAsync(scene), random);
        await scene.ExecuteAsync("UPDATE ledger.checkpoints SET size = size + 1 WHERE id = $1", id);
        return [Expected.Row("checkpoint-changed", "ledger.checkpoints", $"{id}")];
    }

    private static async Task<Expected[]> SuccessionAsync(Scene scene, Random random)
    {
        using var mine = new NoteSigner(scene.Key.Name, KeyKind.Note, Bytes(random));
        var text = new Succession(scene.Key, 1, Bytes(random), mine.Key).Text;
        await scene.ExecuteAsync(
            "INSERT INTO ledger.successions (note, at) VALUES ($1, now())",
            mine.Note(text).ToString()
        );
        var id = await scene.ListAsync("SELECT max(id) FROM ledger.successions", x => x.GetInt64(0));
        return [Expected.Row("succession-invalid", "ledger.successions", $"{id[0]}")];
    }

    private static async Task<Expected[]> RewriteAsync(Scene scene, Random random)
    {
        var one = Pick(scene.Targets, random);
        await scene.ExecuteAsync($"UPDATE events.mt_events SET user_name = 'somebody else'{OfEvent}", one.Seq);
        await new Forger(scene).SequenceAnewAsync();
        return [Expected.Within("tree-changed", one.Leaf), Expected.Of("event-not-authentic", one)];
    }

    private static async Task<Expected[]> ExchangeKeyAsync(Scene scene, Random random)
    {
        await new Forger(scene).SignAnewAsync(keepCheckpoints: true);
        return
        [
            .. (await CheckpointsAsync(scene)).Select(x =>
                Expected.Row("checkpoint-signature", "ledger.checkpoints", $"{x}")
            ),
            new("checkpoint-signature", x => x.Table == "ledger.head", "the head"),
        ];
    }

    private static async Task<Expected[]> EmptyAsync(Scene scene, Random random)
    {
        var last = scene.Targets.GroupBy(x => x.Stream).Select(x => x.MaxBy(y => y.Version)!);
        var one = Pick([.. last], random);
        await scene.ExecuteAsync($"DELETE FROM events.mt_events{OfEvent}", one.Seq);
        var forger = new Forger(scene);
        await forger.SequenceAnewAsync();
        await forger.SignAnewAsync(keepCheckpoints: false);
        return [new("checkpoint-signature", x => x.Table == "ledger.head", "the head")];
    }

    private static async Task<Expected[]> ReadModelAsync(Scene scene, Random random)
    {
        var (table, id) = await RowAsync(scene, random);
        await scene.ExecuteAsync($"UPDATE {table} SET mt_version = mt_version + 1 WHERE id = $1", id);
        return [Expected.Row("read-model-changed", table, $"{id}")];
    }

    private static async Task<Expected[]> DeleteReadModelAsync(Scene scene, Random random)
    {
        var (table, id) = await RowAsync(scene, random);
        await scene.ExecuteAsync($"DELETE FROM {table} WHERE id = $1", id);
        return [Expected.Row("read-model-missing", table, $"{id}")];
    }

    private static async Task<Expected[]> HistoryAsync(Scene scene, Random random)
    {
        var entries = await scene.ListAsync(
            "SELECT officer_id, seq FROM readmodels.history",
            x => (x.GetGuid(0), x.GetInt64(1))
        );
        var (officer, seq) = Pick(entries, random);
        await scene.ExecuteAsync(
            "UPDATE readmodels.history SET entry = jsonb_set(entry::jsonb, '{actor}', '\"x\"')::json WHERE officer_id = $1 AND seq = $2",
            officer,
            seq
        );
        return
        [
            new(
                "read-model-changed",
                x =>
                    x.Table == "readmodels.history"
                    && x.Key!.StartsWith($"{officer},", StringComparison.Ordinal)
                    && x.Key.EndsWith($",{seq}", StringComparison.Ordinal),
                $"readmodels.history {officer}, {seq}"
            ),
        ];
    }

    /// <summary>The event that adopted it, and the state that the server answers from.</summary>
    private static async Task<Expected[]> PolicyAsync(Scene scene, Random random)
    {
        var one = Pick([.. scene.Targets.Where(x => x.Type == "policy_adopted")], random);
        await scene.ExecuteAsync(
            """UPDATE events.mt_events SET data = jsonb_set(data, '{adoptedBy}', '"x"')""" + OfEvent,
            one.Seq
        );
        await scene.ExecuteAsync(
            "UPDATE readmodels.mt_doc_policy SET mt_version = mt_version + 1 WHERE id = $1",
            one.Stream
        );
        return
        [
            Expected.Of("event-changed", one),
            Expected.Row("read-model-changed", "readmodels.mt_doc_policy", $"{one.Stream}"),
        ];
    }

    private const string ReadModels = """
        SELECT format('%I.%I', table_schema, table_name) FROM information_schema.columns
        WHERE table_schema = 'readmodels' AND column_name = 'mt_version' ORDER BY 1
        """;

    /// <summary>A row of some table of states.</summary>
    private static async Task<(string Table, Guid Id)> RowAsync(Scene scene, Random random)
    {
        var tables = await scene.ListAsync(ReadModels, x => x.GetString(0));
        while (true)
        {
            var table = Pick(tables, random);
            if (await scene.ListAsync($"SELECT id FROM {table} ORDER BY id", x => x.GetGuid(0)) is { Count: > 0 } rows)
                return (table, Pick(rows, random));
        }
    }

    private static Expected Identity(string finding, Guid officer) =>
        Expected.Row(finding, "identities.officers", $"{officer}");

    private static Task<List<Guid>> OfficersAsync(Scene scene) =>
        scene.ListAsync("SELECT officer_id FROM identities.officers ORDER BY 1", x => x.GetGuid(0));

    private static Task<List<long>> SizesAsync(Scene scene) =>
        scene.ListAsync("SELECT size FROM ledger.batches ORDER BY 1", x => x.GetInt64(0));

    private static Task<List<long>> CheckpointsAsync(Scene scene) =>
        scene.ListAsync("SELECT id FROM ledger.checkpoints ORDER BY 1", x => x.GetInt64(0));

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[32];
        random.NextBytes(bytes);
        return bytes;
    }

    private static T Pick<T>(IReadOnlyList<T> from, Random random) => from[random.Next(from.Count)];

    private static (T, T) Two<T>(IReadOnlyList<T> from, Random random, Func<T, T, bool> fit)
    {
        while (true)
        {
            var (one, other) = (Pick(from, random), Pick(from, random));
            if (fit(one, other))
                return (one, other);
        }
    }
}
