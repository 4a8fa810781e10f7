namespace Wellbeing.Api.EventStore;

/// <summary>A source system's stream (its key as HMAC) and ours.</summary>
internal sealed record SourceStreamRow(Guid Key, Guid StreamId)
{
    public static readonly RowTable<SourceStreamRow> Table = new(Schemas.Journal, "source_streams", x => x.Key);
}
