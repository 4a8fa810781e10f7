using JasperFx.Events;
using Marten;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>
/// Events that a session stores as one unit of work. The session numbers them stream by stream, in the order in which their
/// streams came; so an event that would be numbered before an earlier one about the same officer belongs to another part.
/// </summary>
internal sealed class BatchPart
{
    private readonly Dictionary<Guid, StreamPart> _streams = [];
    private readonly Dictionary<Guid, int> _latest = [];

    public IEnumerable<IEvent> Events => _streams.Values.SelectMany(x => x.Events);

    /// <summary>Whether another event keeps its place after those about the same officers.</summary>
    public bool Takes(Guid stream, IReadOnlyList<Guid> officers) =>
        !_streams.TryGetValue(stream, out var before)
        || officers.All(x => _latest.GetValueOrDefault(x) <= before.Place);

    /// <summary>Adds the officers whom the stream's next event concerns.</summary>
    public void Concerns(Guid stream, IReadOnlyList<Guid> officers)
    {
        var place = _streams.TryGetValue(stream, out var before) ? before.Place : _streams.Count;
        foreach (var officer in officers)
            _latest[officer] = place;
    }

    public void Add(RecordedEvent recorded, IEvent wrapped)
    {
        if (!_streams.TryGetValue(recorded.StreamId, out var stream))
            _streams[recorded.StreamId] = stream = new StreamPart(
                _streams.Count,
                recorded.Stream,
                recorded.Version,
                []
            );
        stream.Events.Add(wrapped);
    }

    /// <summary>Gives the events to a session, which stores them with its next <c>SaveChangesAsync</c>.</summary>
    public void AppendTo(IDocumentSession session)
    {
        foreach (var (id, stream) in _streams)
        {
            var action =
                stream.First == 1
                    ? session.Events.StartStream(stream.Kind.Record().StateType, id, stream.Events)
                    : session.Events.Append(id, stream.First - 1 + stream.Events.Count, stream.Events);
            // The catalogue names types: the name of a class would be stored for longer than there is the class.
            foreach (var appended in action.Events)
                appended.DotNetTypeName = null!;
        }
    }

    /// <summary>What is appended to one stream: its place among the part's streams, and the version of its first event.</summary>
    private sealed record StreamPart(int Place, StreamKind Kind, long First, List<IEvent> Events);
}
