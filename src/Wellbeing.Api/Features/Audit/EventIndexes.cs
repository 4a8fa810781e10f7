using Wellbeing.Api.EventStore;

namespace Wellbeing.Api.Features.Audit;

/// <summary>
/// Indexes on the events themselves: whom an event names, so that a replay finds an officer's streams without any read
/// model, when it was recorded, and what is news. The event store's migrations must be told to leave them alone.
/// </summary>
internal static class EventIndexes
{
    public const string Officer = "ix_mt_events_officer";
    public const string Officers = "ix_mt_events_officers";
    public const string RecordedAt = "ix_mt_events_recorded_at";
    public const string News = "ix_mt_events_news";

    public static IReadOnlyList<string> Names { get; } = [Officer, Officers, RecordedAt, News, Quotas.Index];

    // Sequence and time of recording rise together, so that a BRIN index of a few pages finds a day among millions.
    public const string Ddl = $"""
        CREATE INDEX IF NOT EXISTS {Officer} ON events.mt_events (((data->>'officerId')::uuid))
          WHERE data ? 'officerId';
        CREATE INDEX IF NOT EXISTS {Officers} ON events.mt_events USING gin ((data->'officerIds'))
          WHERE data ? 'officerIds';
        CREATE INDEX IF NOT EXISTS {RecordedAt} ON events.mt_events USING brin (timestamp) WITH (autosummarize = on);
        CREATE INDEX IF NOT EXISTS {News} ON events.mt_events (seq_id) WHERE NOT (headers ? 'historical');
        """;
}
