using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;

namespace Wellbeing.Api.Journal;

/// <summary>
/// The rows of one transaction: events, the states and read models that follow from them, and what must be stored with
/// them. A single post and an import's thousand lines differ in nothing but their number.
/// </summary>
internal sealed class Batch(DateTimeOffset recordedAt, BureauCalendar calendar)
{
    private readonly List<EventRow> _events = [];
    private readonly Dictionary<Guid, StreamRow> _started = [];
    private readonly Dictionary<Guid, StreamRow> _continued = [];
    private readonly List<ReplyRow> _replies = [];
    private readonly List<SourceStreamRow> _sources = [];
    private readonly Dictionary<Guid, IdentityRow> _identities = [];
    private readonly List<object> _messages = [];
    private readonly ReadModelRows _readModels = new();

    public int Count => _events.Count;

    public IReadOnlyList<object> Messages => _messages;

    /// <summary>Takes in one stream's events; answers the receipt to give once committed, and the state after them.</summary>
    public (Receipt Receipt, object State) Add(JournalEntry entry)
    {
        var (version, state) = (entry.ExpectedVersion, entry.Before);
        foreach (var draft in entry.Events)
        {
            var recorded = new Recorded(
                draft.Id,
                entry.StreamId,
                entry.Stream,
                ++version,
                draft.OccurredAt,
                recordedAt,
                entry.Author.Actor,
                draft.Data
            );
            var data = JsonSerializer.SerializeToUtf8Bytes(draft.Data, draft.Data.GetType(), CareJson.Options);
            _events.Add(
                new EventRow(
                    draft.Id,
                    entry.StreamId,
                    version,
                    data,
                    Catalogue.Of(draft.Data).Name,
                    recordedAt,
                    entry.Author.Correlation,
                    EventHeaders.Write(draft, entry.Author),
                    entry.Author.Actor
                )
            );
            state = _readModels.Add(state, recorded, data, calendar);
        }
        var stream = new StreamRow(entry.StreamId, entry.Stream.Word(), version, recordedAt);
        if (entry.ExpectedVersion == 0 || _started.ContainsKey(entry.StreamId))
            _started[entry.StreamId] = stream;
        else
            _continued[entry.StreamId] = stream;
        var receipt = new Receipt(
            entry.StreamId,
            version,
            [.. entry.Events.Select(x => Catalogue.Of(x.Data).Name)],
            recordedAt
        );
        AddCompanions(entry, receipt);
        return (receipt, state!);
    }

    private void AddCompanions(JournalEntry entry, Receipt receipt)
    {
        if (entry.Identity is { } identity)
            _identities[identity.OfficerId] = identity;
        if (entry.Source is { } source)
            _sources.Add(source);
        _messages.AddRange(entry.Messages);
        if (entry.Reply is { } reply)
            _replies.Add(
                new ReplyRow(
                    reply.Key,
                    reply.Fingerprint,
                    reply.Status,
                    reply.Location,
                    JsonSerializer.SerializeToUtf8Bytes(receipt, ReceiptJson.Options),
                    recordedAt
                )
            );
    }

    /// <summary>The statements of the transaction, in the order that foreign keys and joins ask for.</summary>
    /// <param name="kept">False for a dry run, which nobody has to wait for.</param>
    public IEnumerable<NpgsqlBatchCommand> Commands(bool kept = true)
    {
        if (kept)
            yield return new NpgsqlBatchCommand(Sql.Begin);
        if (_started.Count > 0)
            yield return Tables.Streams.Insert([.. _started.Values]);
        if (_continued.Count > 0)
            yield return Tables.Streams.Command(Sql.ContinueStreams, [.. _continued.Values.OrderBy(x => x.Id)]);
        if (_readModels.History.Count == 0)
            yield return Tables.EventStore.Command(Sql.AppendEvents, _events);
        else
            yield return Sql.AppendWithHistory(_events, _readModels.History);
        foreach (var command in _readModels.Upserts())
            yield return command;
        if (_identities.Count > 0)
            yield return Tables.Identity.Upsert([.. _identities.Values]);
        if (_sources.Count > 0)
            yield return Tables.SourceStreams.Insert(_sources);
        if (_replies.Count > 0)
            yield return Tables.Replies.Insert(_replies);
    }

    private static class Sql
    {
        // A rebuild is waited for; whoever else holds a row for long, as a dry run may, makes one append fail and not all wait.
        public static readonly string Begin =
            $"SELECT pg_advisory_xact_lock_shared({Locks.Rebuild}), set_config('lock_timeout', '2s', true)";

        public static readonly string AppendEvents =
            $"INSERT INTO {Tables.EventStore.Name} (seq_id, {Names(Tables.EventStore.Columns)}) "
            + $"SELECT nextval('events.mt_events_sequence'), u.* FROM unnest({Parameters(0, EventColumns)}) AS u";

        // The version is checked by the unique index on stream and version: a stale append breaks the whole transaction.
        public static readonly string ContinueStreams =
            $"UPDATE {Tables.Streams.Name} AS s SET version = u.version, timestamp = u.at "
            + "FROM unnest($1, $2, $3, $4) AS u (id, type, version, at) WHERE s.id = u.id";

        // The history takes the sequence numbers from the insert itself: no join with a table that only grows.
        private static readonly string AppendWithHistorySql =
            $"WITH appended AS ({AppendEvents} RETURNING id, seq_id) "
            + $"INSERT INTO {Tables.History.Name} (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq) "
            + "SELECT u.officer_id, u.occurred_at, u.event_id, u.recorded_at, u.stream, u.entry, e.seq_id "
            + $"FROM unnest({Parameters(EventColumns, 6)}) "
            + "AS u (officer_id, occurred_at, event_id, recorded_at, stream, entry) "
            + "JOIN appended AS e ON e.id = u.event_id";

        private static int EventColumns => Tables.EventStore.Columns.Count;

        public static NpgsqlBatchCommand AppendWithHistory(List<EventRow> events, List<HistoryRow> history)
        {
            var command = Tables.EventStore.Command(AppendWithHistorySql, events);
            foreach (var column in Tables.History.Columns.Where(x => x.Name != "seq"))
                command.Parameters.Add(column.ToArray(history));
            return command;
        }

        private static string Names(IEnumerable<Column<EventRow>> columns) =>
            string.Join(", ", columns.Select(x => x.Name));

        private static string Parameters(int after, int count) =>
            string.Join(", ", Enumerable.Range(after + 1, count).Select(i => $"${i}"));
    }
}

/// <summary>The read models' rows that follow from events: the same code live and in a rebuild.</summary>
internal sealed class ReadModelRows
{
    private readonly Dictionary<Guid, StateRow<Unit>> _units = [];
    private readonly Dictionary<Guid, StateRow<Officer>> _officers = [];
    private readonly Dictionary<Guid, StateRow<Commendation>> _commendations = [];
    private readonly Dictionary<(Guid, int), PostingRow> _postings = [];

    public List<HistoryRow> History { get; } = [];

    /// <summary>How many events were taken in.</summary>
    public int Count { get; private set; }

    public IReadOnlyCollection<StateRow<Unit>> Units => _units.Values;

    public IReadOnlyCollection<StateRow<Officer>> Officers => _officers.Values;

    public IReadOnlyCollection<StateRow<Commendation>> Commendations => _commendations.Values;

    public IReadOnlyCollection<PostingRow> Postings => _postings.Values;

    /// <summary>Takes in one event; answers the stream's state after it.</summary>
    /// <param name="before">The state before, or null for a stream's first event.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="data">Its data as <see cref="CareJson" /> writes it.</param>
    /// <param name="calendar">The bureau's days.</param>
    /// <param name="seq">Its sequence number where it is known.</param>
    public object Add(object? before, Recorded recorded, ReadOnlySpan<byte> data, BureauCalendar calendar, long seq = 0)
    {
        var after = Evolution.After(before, recorded, calendar);
        Count++;
        Keep(after, recorded);
        var concerned = Evolution.Concerned(after);
        if (concerned.Count > 0)
        {
            var entry = HistoryEntry.Write(recorded, data);
            foreach (var officer in concerned)
                History.Add(
                    new HistoryRow(
                        officer,
                        recorded.OccurredAt,
                        recorded.Id,
                        recorded.RecordedAt,
                        recorded.Stream.Word(),
                        entry,
                        seq
                    )
                );
        }
        if (after is Officer officerAfter)
            KeepPostings(before as Officer, officerAfter);
        return after;
    }

    public IEnumerable<NpgsqlBatchCommand> Upserts()
    {
        if (_units.Count > 0)
            yield return Tables.Units.Upsert([.. _units.Values]);
        if (_officers.Count > 0)
            yield return Tables.Officers.Upsert([.. _officers.Values]);
        if (_postings.Count > 0)
            yield return Tables.Postings.Upsert([.. _postings.Values]);
        if (_commendations.Count > 0)
            yield return Tables.Commendations.Upsert([.. _commendations.Values]);
    }

    private void Keep(object state, Recorded recorded)
    {
        switch (state)
        {
            case Unit unit:
                _units[unit.Id] = Row(unit, recorded);
                break;
            case Officer officer:
                _officers[officer.Id] = Row(officer, recorded);
                break;
            case Commendation commendation:
                _commendations[commendation.Id] = Row(commendation, recorded);
                break;
        }
    }

    private void KeepPostings(Officer? before, Officer after)
    {
        var moved = before is not null && before.Postings != after.Postings;
        if (moved)
            Keep(before!, after.InUnitSince);
        if (before is null || moved || before.DepartedOn != after.DepartedOn)
            Keep(after, after.DepartedOn);

        void Keep(Officer officer, DateOnly? until) =>
            _postings[(officer.Id, officer.Postings)] = new PostingRow(
                officer.Id,
                officer.Postings,
                officer.UnitCode,
                officer.InUnitSince,
                until
            );
    }

    private static StateRow<T> Row<T>(T state, Recorded recorded) =>
        new(
            recorded.StreamId,
            recorded.Version,
            recorded.OccurredAt,
            state,
            JsonSerializer.SerializeToUtf8Bytes(state, CareJson.Options)
        );
}

/// <summary>What is stored beside an event: when it happened, and where it came from.</summary>
internal static class EventHeaders
{
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(Draft draft, Author author)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var json = new Utf8JsonWriter(buffer, Writing);
        json.WriteStartObject();
        json.WriteString("occurredAt"u8, Instants.Text(draft.OccurredAt));
        if (author.RecordedBy is { } recordedBy)
        {
            json.WriteBoolean("historical"u8, true);
            json.WriteString("recordedBy"u8, recordedBy);
        }
        if (draft.Fingerprint is { } fingerprint)
            json.WriteString("fingerprint"u8, fingerprint);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
