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

    /// <summary>The unit that it belonged to when it was looked up.</summary>
    public string UnitNow { get; set; } = "";

    /// <summary>The officer whom it is about, as looked up or named where it was started.</summary>
    public Officer? Officer { get; set; }

    /// <summary>What an erasure or a restriction lets be done with its officer's record, as it was looked up.</summary>
    public RecordRestriction Restriction { get; set; }

    /// <summary>Whether the database holds the source's name for it.</summary>
    public bool Mapped { get; set; }
}

/// <summary>What the database knows of a batch's lines, found in one round trip.</summary>
internal sealed class ImportLookup
{
    private static readonly RecordKind Officers = RecordKinds.Of<Officer>();
    private static readonly RecordKind Units = RecordKinds.Of<Unit>();

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
        var queries = lines.Select(line => line.Call.Query).ToList();
        await using var batch = new NpgsqlBatch(database);
        var reads = new List<Action<NpgsqlDataReader>>();

        Ask(
            "SELECT id, headers ->> 'fingerprint' FROM events.mt_events WHERE id = ANY ($1)",
            Ids(lines.Select(line => line.EventId)),
            reader => found.Recorded[reader.GetGuid(0)] = reader.IsDBNull(1) ? null : reader.GetString(1)
        );
        foreach (var kind in lines.SelectMany(KeysOf).GroupBy(x => x.Kind))
            Ask(
                kind.Key.Select(", s.key", "JOIN journal.source_streams AS s ON s.stream_id = c.id")
                    + " WHERE s.key = ANY ($1)",
                Ids(kind.Select(x => x.Key).Distinct()),
                reader =>
                {
                    var stream = found.Take(LoadedRecord.Read(reader, kind.Key));
                    stream.Mapped = true;
                    found.Streams[reader.GetGuid(7)] = stream;
                }
            );
        Ask(
            Officers.Select(", i.badge_number", "JOIN identities.officers AS i ON i.officer_id = c.id")
                + " WHERE i.badge_number = ANY ($1)",
            Names(lines.Select(x => x.BadgeNumber).Concat(queries.SelectMany(NamesOf).Select(x => x.BadgeNumber))),
            reader => found.OfficersByBadge[reader.GetString(7)] = found.Take(LoadedRecord.Read(reader, Officers))
        );
        AskById(Officers, queries.SelectMany(NamesOf).Select(x => x.Id).OfType<Guid>());
        foreach (var kind in queries.Where(x => x.OriginIds.Count > 0).GroupBy(x => x.OriginKind!))
            AskById(kind.Key, kind.SelectMany(x => x.OriginIds));
        Ask(
            $"{Units.Select(", c.unit_code")} WHERE c.unit_code = ANY ($1)",
            Names(lines.Select(x => x.UnitCode).Concat(queries.Select(x => x.UnitCode))),
            reader => found.UnitsByCode[reader.GetString(7)] = found.Take(LoadedRecord.Read(reader, Units))
        );

        await using var answers = await batch.ExecuteReaderAsync(stop);
        foreach (var read in reads)
        {
            while (await answers.ReadAsync(stop))
                read(answers);
            await answers.NextResultAsync(stop);
        }
        if (before is not null)
            found.Follow(before, lines);
        return found;

        void AskById(RecordKind kind, IEnumerable<Guid> named)
        {
            var ids = named.ToList();
            if (ids.Count > 0)
                Ask(
                    $"{kind.Select()} WHERE c.id = ANY ($1)",
                    Ids(ids),
                    reader => found.Take(LoadedRecord.Read(reader, kind))
                );
        }

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
    private void Follow(ImportLookup before, IReadOnlyList<ImportLine> lines)
    {
        foreach (var badge in before._released)
            OfficersByBadge.Remove(badge);
        foreach (var line in lines)
        {
            if (before.Recorded.TryGetValue(line.EventId, out var fingerprint))
                Recorded[line.EventId] = fingerprint;
            foreach (var (_, key) in KeysOf(line))
            {
                if (before.Streams.TryGetValue(key, out var stream) && stream.State is not null)
                    Streams[key] = Same(stream);
            }
            var query = line.Call.Query;
            foreach (var badge in NamesOf(query).Select(x => x.BadgeNumber).Append(line.BadgeNumber))
                TakeOver(badge, before.OfficersByBadge, OfficersByBadge);
            foreach (var code in new[] { line.UnitCode, query.UnitCode })
                TakeOver(code, before.UnitsByCode, UnitsByCode);
            foreach (var id in NamesOf(query).Select(x => x.Id).OfType<Guid>().Concat(query.OriginIds))
            {
                if (before._byId.TryGetValue(id, out var record))
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

    /// <summary>The state of a record of a kind by its id, or null.</summary>
    public IRecordState? StateOf(RecordKind kind, Guid id) =>
        _byId.GetValueOrDefault(id)?.State is { } state && kind.StateType.IsInstanceOfType(state) ? state : null;

    /// <summary>An officer as the lines before left the record, where the officer is known here.</summary>
    public Officer? OfficerOf(Guid? officerId) =>
        officerId is { } id ? _byId.GetValueOrDefault(id)?.State as Officer : null;

    /// <summary>Makes a started stream known by the names that later lines may use.</summary>
    public void Learn(StreamInImport stream, string? badgeNumber)
    {
        _byId[stream.Id] = stream;
        if (badgeNumber is not null)
            OfficersByBadge[badgeNumber] = stream;
        if (stream.State is Unit unit)
            UnitsByCode[unit.UnitCode] = stream;
    }

    // One record may be found under several names; it is one object all the same.
    private StreamInImport Take(LoadedRecord record)
    {
        var id = record.State.Id;
        if (_byId.TryGetValue(id, out var known))
            return known;
        return _byId[id] = new StreamInImport(id)
        {
            Version = record.Version,
            OccurredAt = record.OccurredAt,
            State = record.State,
            UnitNow = record.UnitNow,
            Officer = record.Officer,
            Restriction = record.Restriction,
        };
    }

    private static IEnumerable<OfficerName> NamesOf(RecordQuery query) =>
        query.ListedNames.Select(x => x.Name).Concat(query.OfficerName is { } one ? [one] : []);

    private static IEnumerable<(RecordKind Kind, Guid Key)> KeysOf(ImportLine line) =>
        line
            .From.Select(key => (line.UseCase.Origin!.Kind.Record(), key))
            .Prepend((line.UseCase.Event.Stream.Record(), line.StreamKey));

    private static NpgsqlParameter<Guid[]> Ids(IEnumerable<Guid> ids) =>
        new() { TypedValue = [.. ids], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };

    private static NpgsqlParameter<string[]> Names(IEnumerable<string?> names) =>
        new()
        {
            TypedValue = [.. names.OfType<string>().Distinct(StringComparer.Ordinal)],
            NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
        };
}
