using System.Text.Json;
using Npgsql;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Watched;
using Wellbeing.Domain;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.Journal;

/// <summary>
/// The rows of one transaction: events, the states and read models that follow from them, and what must be stored with
/// them. A single post and an import's thousand lines differ in nothing but their number.
/// </summary>
internal sealed class Batch(DateTimeOffset recordedAt, BureauCalendar calendar, ByteKey authenticity)
{
    private readonly List<EventRow> _events = [];
    private readonly Dictionary<Guid, StreamRow> _started = [];
    private readonly Dictionary<Guid, StreamRow> _continued = [];
    private readonly List<ReplyRow> _replies = [];
    private readonly List<SourceStreamRow> _sources = [];
    private readonly Dictionary<Guid, IdentityRow> _identities = [];
    private readonly List<object> _messages = [];
    private readonly ReadModelRows _readModels = new();
    private readonly EventLeaf _leaf = new();

    public int Count => _events.Count;

    public IReadOnlyList<object> Messages => _messages;

    /// <summary>The entry that a request makes; what follows in the same transaction goes with it.</summary>
    public JournalEntry? First { get; private set; }

    /// <summary>Whether somebody's quota binds it.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Whether it was taken from the quota.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Its events are stored by now.</summary>
    public void CountAppends() => _events.ForEach(static x => Counters.Appended(x.Type));

    /// <summary>Takes in one stream's events; answers the receipt to give once committed, and the state after them.</summary>
    public (Receipt Receipt, object State) Add(JournalEntry entry)
    {
        if (_events.Count == 0)
            First = entry;
        IsBound |= Quotas.Binds(entry.Author);
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
            var data = draft.Utf8;
            _events.Add(
                Authentic(
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

    // Of an event that the journal did not write, the code is missing or wrong: its key is not in the events' database.
    private EventRow Authentic(EventRow row)
    {
        Span<byte> code = stackalloc byte[KeyedHash.Size];
        _leaf.Authenticate(
            new LedgerEvent(
                0,
                row.Id,
                row.StreamId,
                row.Version,
                row.Data,
                row.Type,
                LedgerRows.Microseconds(row.RecordedAt.UtcDateTime),
                row.Headers,
                row.Actor,
                row.Correlation
            ),
            authenticity.Hash,
            code
        );
        return row with { Headers = EventHeaders.With(row.Headers, code) };
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
                    JsonSerializer.SerializeToUtf8Bytes(receipt, CareJson.Options),
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
