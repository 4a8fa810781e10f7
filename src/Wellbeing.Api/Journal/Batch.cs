using System.Text.Json;
using Marten;
using Wellbeing.Api.EventStore;
using Wellbeing.Api.Seal;
using Wellbeing.Api.Watched;
using Wellbeing.Domain;

namespace Wellbeing.Api.Journal;

/// <summary>
/// What one transaction is to store: streams' events, the read models that follow from them, and their companions. A single
/// post and an import's thousand lines differ in nothing but their number.
/// </summary>
internal sealed class Batch(DateTimeOffset recordedAt, BureauCalendar calendar, ByteKey authenticity)
{
    private readonly List<BatchPart> _parts = [new()];
    private readonly List<ReplyRow> _replies = [];
    private readonly List<SourceStreamRow> _sources = [];
    private readonly Dictionary<Guid, IdentityRow> _identities = [];
    private readonly ReadModelRows _readModels = new(snapshots: false);
    private readonly EventEnvelopes _envelopes = new(authenticity);

    public int Count { get; private set; }

    /// <summary>The entry that a request makes; what follows in the same transaction goes with it.</summary>
    public JournalEntry? First { get; private set; }

    /// <summary>Whether somebody's quota binds it.</summary>
    public bool IsBound { get; private set; }

    /// <summary>Whether it was taken from the quota.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Its events are stored by now.</summary>
    public void CountAppends()
    {
        foreach (var stored in _parts.SelectMany(x => x.Events))
            Counters.Appended(Catalogue.Of((ICareEvent)stored.Data).Name);
    }

    /// <summary>Takes in one stream's events; answers the receipt to give once committed, and the state after them.</summary>
    public (Receipt Receipt, object State) Add(JournalEntry entry)
    {
        First ??= entry;
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
            state = _readModels.Add(state, recorded, draft.Utf8, calendar);
            PartOf(recorded, state).Add(recorded, _envelopes.Wrap(recorded, draft, entry.Author));
            Count++;
        }
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

    /// <summary>
    /// Its events in the order in which they are to be numbered: each part is one unit of work of a session, which numbers
    /// them stream by stream.
    /// </summary>
    public IReadOnlyList<BatchPart> Parts => _parts;

    /// <summary>Gives a session what is to be stored after all events.</summary>
    public void AddRows(IDocumentSession session)
    {
        if (_readModels.History.Count > 0)
            session.QueueOperation(new RowsOperation(Tables.History.Command(AppendHistory, _readModels.History)));
        foreach (var command in _readModels.Upserts())
            session.QueueOperation(new RowsOperation(command));
        if (_identities.Count > 0)
            session.QueueOperation(new RowsOperation(Tables.Identity.Upsert([.. _identities.Values])));
        if (_sources.Count > 0)
            session.QueueOperation(new RowsOperation(Tables.SourceStreams.Insert(_sources)));
        if (_replies.Count > 0)
            session.QueueOperation(new RowsOperation(Tables.Replies.Insert(_replies)));
    }

    // Marten knows no sequence number before the event is stored: the history reads it in the same transaction.
    private static readonly string AppendHistory =
        $"INSERT INTO {Tables.History.Name} (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq) "
        + "SELECT u.officer_id, u.occurred_at, u.event_id, u.recorded_at, u.stream, u.entry, e.seq_id "
        + "FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq) "
        + "JOIN events.mt_events AS e ON e.id = u.event_id";

    private BatchPart PartOf(Recorded recorded, object after)
    {
        var concerned = Evolution.Concerned(after, recorded.Data);
        if (!_parts[^1].Takes(recorded.StreamId, concerned))
            _parts.Add(new BatchPart());
        _parts[^1].Concerns(recorded.StreamId, concerned);
        return _parts[^1];
    }
}
