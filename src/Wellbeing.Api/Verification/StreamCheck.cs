using System.Runtime.InteropServices;
using Wellbeing.Domain;

namespace Wellbeing.Api.Verification;

/// <summary>A stream as <c>mt_streams</c> has it.</summary>
internal sealed record StoredStream(Guid Id, long? Version, bool Plain, string? Kind);

/// <summary>Each stream's events are numbered from 1 without a hole, and its row says how many there are.</summary>
internal sealed class StreamCheck(Findings findings)
{
    public const string Query = "SELECT id, version, is_archived IS NOT TRUE, type FROM events.mt_streams";

    private const string Table = "events.mt_streams";

    private readonly Dictionary<Guid, (long Last, StreamKind? Kind)> _streams = [];

    /// <summary>Takes the next event, in the order of sequence numbers.</summary>
    public void Add(EventPrint stored)
    {
        var type = Catalogue.Named(stored.Type);
        if (type is null)
            findings.Add("event-of-unknown-type", stored.Where);
        if (stored.Stream is not { } stream)
        {
            findings.Add("event-without-stream", stored.Where);
            return;
        }
        ref var seen = ref CollectionsMarshal.GetValueRefOrAddDefault(_streams, stream, out _);
        if (stored.Version != seen.Last + 1)
            findings.Add("version-out-of-order", stored.Where with { Have = seen.Last });
        seen = (Math.Max(seen.Last, stored.Version), seen.Kind ?? type?.Stream);
    }

    /// <summary>No more events come.</summary>
    public void End(IEnumerable<StoredStream> rows)
    {
        foreach (var row in rows)
        {
            if (!_streams.Remove(row.Id, out var seen))
                Add("stream-without-events", row.Id, row.Version, 0);
            else if (row.Version != seen.Last)
                Add("stream-version", row.Id, row.Version, seen.Last);
            if (!row.Plain)
                Add("stream-archived", row.Id, row.Version, null);
            // Versions before 0.3 stored the kind's word, which for one kind is another.
            if (seen.Kind?.Record() is { } kind && row.Kind != kind.StreamType && row.Kind != kind.Word)
                Add("stream-kind", row.Id, row.Version, null);
        }
        foreach (var (id, seen) in _streams)
            Add("stream-missing", id, null, seen.Last);
    }

    private void Add(string name, Guid stream, long? version, long? have) =>
        findings.Add(
            name,
            new Finding
            {
                Table = Table,
                Stream = stream,
                Version = version,
                Have = have,
            }
        );
}
