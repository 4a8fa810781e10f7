using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using JasperFx.Events;
using Wellbeing.Api.Ledger;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Ledger;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Wraps facts into Marten's events, with all metadata set beforehand: the ledger's leaf and the authentication code cover
/// exactly what is stored. Not for several threads at once: buffers are used again.
/// </summary>
/// <param name="authenticity">The key of the authentication codes.</param>
internal sealed class EventEnvelopes(ByteKey authenticity)
{
    private static readonly ConcurrentDictionary<Type, Func<FoldStep, IEvent>> Makers = new();

    private readonly EventLeaf _leaf = new();

    /// <summary>The event as Marten stores it, with its authentication code among the headers.</summary>
    /// <param name="step">The fact, with its place in its stream, and what it changes.</param>
    /// <param name="draft">What was to be appended.</param>
    /// <param name="author">Who appends it.</param>
    public IEvent Wrap(FoldStep step, NewEvent draft, Author author)
    {
        var recorded = step.Event;
        var envelope = Makers.GetOrAdd(recorded.Data.GetType(), MakerOf)(step);
        (envelope.Id, envelope.StreamId, envelope.Version) = (recorded.Id, recorded.StreamId, recorded.Version);
        (envelope.Timestamp, envelope.UserName) = (recorded.RecordedAt, recorded.Actor);
        envelope.CorrelationId = author.Correlation;
        envelope.Headers = HeadersOf(draft, author);
        envelope.SetHeader(EventLeaf.Mac, CodeOf(recorded, draft, author, envelope.Headers!));
        return envelope;
    }

    private static Dictionary<string, object> HeadersOf(NewEvent draft, Author author)
    {
        var headers = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["occurredAt"] = Instants.Text(draft.OccurredAt),
        };
        if (author.RecordedBy is { } recordedBy)
        {
            headers["historical"] = true;
            headers["recordedBy"] = recordedBy;
        }
        if (author.Role is { } role)
            headers["role"] = role;
        if (draft.Fingerprint is { } fingerprint)
            headers["fingerprint"] = fingerprint;
        return headers;
    }

    // An event that the journal did not write has no code, or a wrong one: the key is not in the events' database.
    private string CodeOf(RecordedEvent recorded, NewEvent draft, Author author, Dictionary<string, object> headers)
    {
        Span<byte> code = stackalloc byte[KeyedHash.Size];
        _leaf.Authenticate(
            new LedgerEvent(
                0,
                recorded.Id,
                recorded.StreamId,
                recorded.Version,
                draft.Utf8,
                Catalogue.Of(recorded.Data).Name,
                LedgerRows.Microseconds(recorded.RecordedAt.UtcDateTime),
                JsonSerializer.SerializeToUtf8Bytes(headers, CareJson.Options),
                recorded.Actor,
                author.Correlation
            ),
            authenticity.Hash,
            code
        );
        return Convert.ToBase64String(code);
    }

    private static Func<FoldStep, IEvent> MakerOf(Type type) =>
        typeof(EventEnvelopes)
            .GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(type)
            .CreateDelegate<Func<FoldStep, IEvent>>();

    private static FoldedEvent<T> Make<T>(FoldStep step)
        where T : class, ICareEvent => new((T)step.Event.Data, step);
}
