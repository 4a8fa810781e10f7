using System.Text.Json;
using Npgsql;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Histories;

/// <summary>What the records of an officer came from and led to, as a history shows it beside their entries.</summary>
internal sealed class EntryLinks
{
    // Every entry begins with the ids of its event and its stream.
    private const string Beginning = "{\"id\":\"00000000-0000-0000-0000-000000000000\",\"streamId\":\"";

    private readonly Dictionary<Guid, byte[]> _ofStream = [];

    public static EntryLinks None { get; } = new();

    /// <summary>Reads rows of two ends each.</summary>
    public static async Task<EntryLinks> ReadAsync(NpgsqlDataReader reader, CancellationToken stop)
    {
        var ends = new Dictionary<Guid, Answer>();
        while (await reader.ReadAsync(stop))
        {
            var (from, to) = (
                new End(reader.GetString(1), reader.GetGuid(0)),
                new End(reader.GetString(3), reader.GetGuid(2))
            );
            Of(from.Id).To.Add(to);
            Of(to.Id).From.Add(from);
        }
        if (ends.Count == 0)
            return None;
        var links = new EntryLinks();
        foreach (var (stream, answer) in ends)
            links._ofStream[stream] = JsonSerializer.SerializeToUtf8Bytes(answer, CareJson.Options);
        return links;

        Answer Of(Guid stream) => ends.TryGetValue(stream, out var known) ? known : ends[stream] = new Answer([], []);
    }

    /// <summary>The links of an entry's record as JSON; empty where there are none.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> entry) =>
        _ofStream.Count > 0
        && System.Buffers.Text.Utf8Parser.TryParse(entry.Slice(Beginning.Length, 36), out Guid stream, out _, 'D')
            ? _ofStream.GetValueOrDefault(stream)
            : [];

    /// <summary>A record at the other end of a link.</summary>
    /// <param name="Stream">Its kind.</param>
    /// <param name="Id">Its stream's id.</param>
    internal sealed record End(string Stream, Guid Id);

    /// <summary>Both directions.</summary>
    /// <param name="From">What it came from.</param>
    /// <param name="To">What it led to.</param>
    internal sealed record Answer(List<End> From, List<End> To);
}
