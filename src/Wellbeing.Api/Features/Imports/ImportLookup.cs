using Npgsql;
using NpgsqlTypes;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Features.Imports;

/// <summary>A stream as an import sees it: as the database has it, and then as each line taken in leaves it.</summary>
internal sealed class StreamInImport(Guid id)
{
    public Guid Id { get; } = id;

    public long Version { get; set; }

    public DateTimeOffset OccurredAt { get; set; }

    /// <summary>Null as long as no event has started the stream.</summary>
    public IRecordState? State { get; set; }

    /// <summary>The unit that its officer was in when it was looked up or started.</summary>
    public string? UnitNow { get; set; }

    /// <summary>What an erasure or a restriction lets be done with its officer's record, as it was looked up.</summary>
    public Standing Standing { get; set; }

    /// <summary>Whether the database holds the source's name for it.</summary>
    public bool Mapped { get; set; }
}

/// <summary>What the database knows of a batch's lines, found in one round trip.</summary>
internal sealed class ImportLookup
{
    private const string Officers = "o.id, o.mt_version, o.occurred_at, o.data";

    private readonly Dictionary<Guid, StreamInImport> _byId = [];
    private readonly HashSet<string> _released = new(StringComparer.Ordinal);

    /// <summary>Fingerprints of the events that are on record, by id.</summary>
    public Dictionary<Guid, string?> Recorded { get; } = [];

    /// <summary>Streams by the source's name for them.</summary>
    public Dictionary<Guid, StreamInImport> Streams { get; } = [];

    public Dictionary<string, StreamInImport> OfficersByBadge { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, StreamInImport> UnitsByCode { get; } = new(StringComparer.Ordinal);

    public static async Task<ImportLookup> LoadAsync(
        NpgsqlConnection database,
        IReadOnlyList<ImportLine> lines,
        ImportLookup? before,
        CancellationToken stop
    )
    {
        var found = new ImportLookup();
        var needs = lines.Select(line => line.Act.NeedsOf(line.Request)).ToList();
        await using var batch = new NpgsqlBatch(database);
        var reads = new List<Action<NpgsqlDataReader>>();

        Ask(
            "SELECT id, headers ->> 'fingerprint' FROM events.mt_events WHERE id = ANY ($1)",
            Ids(lines.Select(line => line.EventId)),
            reader => found.Recorded[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : reader.GetString(1)
        );
        foreach (var kind in lines.SelectMany(KeysOf).GroupBy(x => x.Kind, x => x.Key))
            Ask(
                $"SELECT t.id, t.mt_version, t.occurred_at, t.data, s.key, {OfOfficer(kind.Key)} FROM journal.source_streams s "
                    + $"JOIN {kind.Key.Record().Table()} t ON t.id = s.stream_id {Officer(kind.Key)}WHERE s.key = ANY ($1)",
                Ids(kind.Distinct()),
                reader =>
                {
                    var stream = found.Take(kind.Key, reader);
                    stream.Mapped = true;
                    stream.UnitNow = reader.IsDBNull(5) ? null : reader.GetString(5);
                    stream.Standing = Standing.Of(reader, 6);
                    found.Streams[reader.GetGuid(4)] = stream;
                }
            );
        Ask(
            $"SELECT {Officers}, i.badge_number FROM identities.officers i "
                + "JOIN readmodels.mt_doc_officer o ON o.id = i.officer_id WHERE i.badge_number = ANY ($1)",
            Names(lines.Select(x => x.BadgeNumber).Concat(needs.SelectMany(NamesOf).Select(x => x.BadgeNumber))),
            reader => found.OfficersByBadge[reader.GetString(4)] = found.Take(StreamKind.Officer, reader)
        );
        var officers = needs.SelectMany(NamesOf).Select(x => x.Id).OfType<Guid>().ToList();
        if (officers.Count > 0)
            Ask(
                $"SELECT {Officers} FROM readmodels.mt_doc_officer o WHERE o.id = ANY ($1)",
                Ids(officers),
                reader => found.Take(StreamKind.Officer, reader)
            );
        foreach (
            var kind in lines.Zip(needs).Where(x => x.Second.From.Count > 0).GroupBy(x => x.First.Act.Origin!.Kind)
        )
            Ask(
                $"SELECT id, mt_version, occurred_at, data FROM {kind.Key.Record().Table()} WHERE id = ANY ($1)",
                Ids(kind.SelectMany(x => x.Second.From)),
                reader => found.Take(kind.Key, reader)
            );
        Ask(
            "SELECT id, mt_version, occurred_at, data, unit_code FROM readmodels.mt_doc_unit WHERE unit_code = ANY ($1)",
            Names(lines.Select(x => x.UnitCode).Concat(needs.Select(x => x.Unit))),
            reader => found.UnitsByCode[reader.GetString(4)] = found.Take(StreamKind.Unit, reader)
        );

        await using var answers = await batch.ExecuteReaderAsync(stop);
        foreach (var read in reads)
        {
            while (await answers.ReadAsync(stop))
                read(answers);
            await answers.NextResultAsync(stop);
        }
        if (before is not null)
            found.Follow(before, lines, needs);
        return found;

        void Ask(string sql, NpgsqlParameter parameter, Action<NpgsqlDataReader> read)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { parameter } });
            reads.Add(read);
        }
    }

    /// <summary>
    /// Takes over what the batch before left, which the database may not hold yet: the same objects, so that one state is
    /// decided upon once.
    /// </summary>
    private void Follow(ImportLookup before, IReadOnlyList<ImportLine> lines, List<Needs> needs)
    {
        foreach (var badge in before._released)
            OfficersByBadge.Remove(badge);
        for (var i = 0; i < lines.Count; i++)
        {
            if (before.Recorded.TryGetValue(lines[i].EventId, out var fingerprint))
                Recorded[lines[i].EventId] = fingerprint;
            foreach (var (_, key) in KeysOf(lines[i]))
            {
                if (before.Streams.TryGetValue(key, out var stream) && stream.State is not null)
                    Streams[key] = Same(stream);
            }
            TakeOver(lines[i].BadgeNumber, before.OfficersByBadge, OfficersByBadge);
            foreach (var name in NamesOf(needs[i]))
            {
                TakeOver(name.BadgeNumber, before.OfficersByBadge, OfficersByBadge);
                if (name.Id is { } id && before._byId.TryGetValue(id, out var officer))
                    Same(officer);
            }
            TakeOver(lines[i].UnitCode, before.UnitsByCode, UnitsByCode);
            TakeOver(needs[i].Unit, before.UnitsByCode, UnitsByCode);
            foreach (var origin in needs[i].From)
            {
                if (before._byId.TryGetValue(origin, out var record))
                    Same(record);
            }
        }
        // The officer of a record is asked for by nobody, and yet it counts where the officer is by now.
        foreach (var stream in Streams.Values.ToList())
        {
            if (
                stream.State is { } state
                && state.AboutOfficer is { } person
                && before._byId.TryGetValue(person, out var moved)
            )
                Same(moved);
        }
        // What is known under several names stays one object under all of them.
        foreach (var names in new[] { OfficersByBadge, UnitsByCode })
        foreach (var (name, stream) in names)
            names[name] = _byId.GetValueOrDefault(stream.Id, stream);
        foreach (var (key, stream) in Streams)
            Streams[key] = _byId.GetValueOrDefault(stream.Id, stream);

        void TakeOver(string? name, Dictionary<string, StreamInImport> from, Dictionary<string, StreamInImport> to)
        {
            if (name is not null && from.TryGetValue(name, out var stream) && stream.State is not null)
                to[name] = Same(stream);
        }

        // What somebody else stored since then is newer than what the batch before left.
        StreamInImport Same(StreamInImport stream) =>
            _byId[stream.Id] =
                _byId.TryGetValue(stream.Id, out var read) && read.Version > stream.Version ? read : stream;
    }

    /// <summary>From here on the number names nobody, whatever the database says.</summary>
    public void Release(string badgeNumber)
    {
        OfficersByBadge.Remove(badgeNumber);
        _released.Add(badgeNumber);
    }

    /// <summary>The officer that a line names, or null.</summary>
    public StreamInImport? Find(OfficerName name) =>
        name.Id is { } id ? _byId.GetValueOrDefault(id) : OfficersByBadge.GetValueOrDefault(name.BadgeNumber!);

    /// <summary>The state of a stream of a kind by its id, or null.</summary>
    public object? StateOf(StreamKind kind, Guid id) =>
        _byId.GetValueOrDefault(id)?.State is { } state && kind.Record().StateType.IsInstanceOfType(state)
            ? state
            : null;

    /// <summary>The unit that an officer is in by now, where the officer is known here.</summary>
    public string? UnitOf(Guid? officerId) =>
        officerId is { } id && _byId.GetValueOrDefault(id)?.State is Officer officer ? officer.UnitCode : null;

    /// <summary>Makes a started stream known by the names that later lines may use.</summary>
    public void Learn(StreamInImport stream, string? badgeNumber)
    {
        _byId[stream.Id] = stream;
        if (badgeNumber is not null)
            OfficersByBadge[badgeNumber] = stream;
        if (stream.State is Unit unit)
            UnitsByCode[unit.UnitCode] = stream;
    }

    // One stream may be found under several names; it is one object all the same.
    private StreamInImport Take(StreamKind kind, NpgsqlDataReader reader)
    {
        var id = reader.GetGuid(0);
        if (_byId.TryGetValue(id, out var known))
            return known;
        return _byId[id] = new StreamInImport(id)
        {
            Version = reader.GetInt64(1),
            OccurredAt = reader.GetFieldValue<DateTimeOffset>(2),
            State = kind.Record().Read(reader.GetFieldValue<byte[]>(3)),
        };
    }

    private static IEnumerable<OfficerName> NamesOf(Needs needs) =>
        needs.Listed.Select(x => x.Name).Concat(needs.Officer is { } one ? [one] : []);

    private static IEnumerable<(StreamKind Kind, Guid Key)> KeysOf(ImportLine line) =>
        line.From.Select(key => (line.Act.Origin!.Kind, key)).Prepend((line.Act.Event.Stream, line.StreamKey));

    private static string OfOfficer(StreamKind kind) =>
        kind switch
        {
            _ when kind.Record().IsCare => "o.unit_code, o.erasure, o.restricted",
            StreamKind.Commendation => "NULL::text, o.erasure, o.restricted",
            _ => "NULL::text, NULL::text, NULL::boolean",
        };

    private static string Officer(StreamKind kind) =>
        kind is StreamKind.Unit or StreamKind.Officer || kind.Record().Owner == RecordOwner.Unit
            ? ""
            : "LEFT JOIN readmodels.mt_doc_officer o ON o.id = t.officer_id ";

    private static NpgsqlParameter<Guid[]> Ids(IEnumerable<Guid> ids) =>
        new() { TypedValue = [.. ids], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter<string[]> Names(IEnumerable<string?> names) =>
        new()
        {
            TypedValue = [.. names.OfType<string>().Distinct(StringComparer.Ordinal)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        };
}
