using System.Text.Json;
using Marten;
using Wellbeing.Api.Observability;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// What one transaction is to store: streams' events, and their companions. A single post and an import's thousand lines differ
/// in nothing but their number. What follows from the events, Marten stores by <see cref="RecordSnapshot{TState}" /> and
/// <see cref="RowProjection{TRow}" />.
/// </summary>
internal sealed class Batch(DateTimeOffset recordedAt, BureauCalendar calendar, ByteKey authenticity)
{
    private readonly List<BatchPart> _parts = [new()];
    private readonly List<ReplyRow> _replies = [];
    private readonly List<SourceStreamRow> _sources = [];
    private readonly Dictionary<Guid, IdentityRow> _identities = [];
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
    public (Receipt Receipt, IRecordState State) Add(JournalEntry entry)
    {
        First ??= entry;
        IsBound |= Quotas.Binds(entry.Author);
        var (version, state) = (entry.ExpectedVersion, entry.Before);
        foreach (var draft in entry.Events)
        {
            var recorded = new RecordedEvent(
                draft.Id,
                entry.StreamId,
                entry.Stream,
                ++version,
                draft.OccurredAt,
                recordedAt,
                entry.Author.Actor,
                draft.Data
            );
            var step = new FoldStep(recorded, draft.Utf8, state, Evolution.After(state, recorded, calendar));
            state = step.After;
            PartOf(recorded, state).Add(recorded, _envelopes.Wrap(step, draft, entry.Author));
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

    /// <summary>Gives a session what is to be stored beside the events.</summary>
    public void AddRows(IDocumentSession session)
    {
        if (_identities.Count > 0)
            session.QueueOperation(new RowsOperation(IdentityRow.Table.Upsert([.. _identities.Values])));
        if (_sources.Count > 0)
            session.QueueOperation(new RowsOperation(SourceStreamRow.Table.Insert(_sources)));
        if (_replies.Count > 0)
            session.QueueOperation(new RowsOperation(ReplyRow.Table.Insert(_replies)));
    }

    private BatchPart PartOf(RecordedEvent recorded, object after)
    {
        var concerned = Evolution.Concerned(after, recorded.Data);
        if (!_parts[^1].Takes(recorded.StreamId, concerned))
            _parts.Add(new BatchPart());
        _parts[^1].Concerns(recorded.StreamId, concerned);
        return _parts[^1];
    }
}
