using System.Text.Json;
using Wellbeing.Api.Features.Records;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Audit;

/// <summary>An event as an auditor is shown it.</summary>
/// <param name="Id">The event's id.</param>
/// <param name="Seq">Global order of recording.</param>
/// <param name="StreamId">The stream's id.</param>
/// <param name="Stream">The stream's kind.</param>
/// <param name="Version">The event's place in its stream.</param>
/// <param name="Type">The event's type.</param>
/// <param name="OccurredAt">When it happened, as the caller said.</param>
/// <param name="RecordedAt">When it was stored, as the server said.</param>
/// <param name="Actor">Opaque id of who did it.</param>
/// <param name="Role">The role in which, where that is on record.</param>
/// <param name="RecordedBy">Who put it on record where that is another one.</param>
/// <param name="Historical">True for what another system recorded in the past.</param>
/// <param name="Correlation">Id that ties together what one request did.</param>
/// <param name="Data">The fact as stored, sealed text in its sealed form.</param>
/// <param name="Ledger">Its place in the ledger; none in the moment after its commit.</param>
/// <param name="Before">Of a stream's trail: the fields of its state that the event changed, as they were.</param>
/// <param name="After">The same fields as they were afterwards.</param>
/// <param name="Sealed">Names of fields whose text is sealed: that they are there may be seen, what they say not.</param>
internal sealed record TrailItem(
    Guid Id,
    long Seq,
    Guid StreamId,
    StreamKind Stream,
    long Version,
    string Type,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    string Actor,
    string? Role,
    string? RecordedBy,
    bool Historical,
    string? Correlation,
    JsonElement Data,
    LedgerPlace? Ledger,
    JsonElement? Before,
    JsonElement? After,
    IReadOnlyList<string>? Sealed
)
{
    public static JsonSerializerOptions Json => CareJson.Options;

    public static TrailItem Of(StoredEvent stored, Changes? changes = null)
    {
        var data = JsonElement.Parse(stored.Data);
        var withheld = SealedTexts.NamesOf(data).Union(changes?.Sealed ?? [], StringComparer.Ordinal).ToList();
        return new TrailItem(
            stored.Recorded.Id,
            stored.Seq,
            stored.Recorded.StreamId,
            stored.Recorded.Stream,
            stored.Recorded.Version,
            stored.Type,
            stored.Recorded.OccurredAt,
            stored.Recorded.RecordedAt,
            stored.Recorded.Actor,
            stored.Role,
            stored.RecordedBy,
            stored.Historical,
            stored.Correlation,
            data,
            stored.Ledger,
            changes?.Before,
            changes?.After,
            withheld.Count == 0 ? null : withheld
        );
    }
}
