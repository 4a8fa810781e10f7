using System.ComponentModel.DataAnnotations.Schema;
using Npgsql;
using Wellbeing.Api.EventStore;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.Features.Histories;

/// <summary>An event in the history of one officer concerned.</summary>
internal sealed record HistoryRow(
    Guid OfficerId,
    DateTimeOffset OccurredAt,
    Guid EventId,
    DateTimeOffset RecordedAt,
    string Stream,
    [property: Column(TypeName = "json")] byte[] Entry,
    long Seq
);

/// <summary>Officers' histories: each event in the history of every officer whom it concerns.</summary>
internal sealed class HistoryProjection() : RowProjection<HistoryRow>("history", History)
{
    public static readonly RowTable<HistoryRow> History = new(
        Schemas.ReadModels,
        "history",
        x => new
        {
            x.OfficerId,
            x.OccurredAt,
            x.Seq,
        }
    );

    // Marten knows no sequence number before the event is stored: the history reads it in the same transaction.
    private static readonly string Append =
        $"INSERT INTO {History.Name} (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq) "
        + "SELECT u.officer_id, u.occurred_at, u.event_id, u.recorded_at, u.stream, u.entry, "
        + "(SELECT e.seq_id FROM events.mt_events AS e WHERE e.id = u.event_id) "
        + "FROM unnest($1, $2, $3, $4, $5, $6, $7) AS u (officer_id, occurred_at, event_id, recorded_at, stream, entry, seq)";

    protected override NpgsqlBatchCommand Store(IReadOnlyList<HistoryRow> rows) => History.Command(Append, rows);

    protected override object Identify(HistoryRow row) => (row.OfficerId, row.EventId);

    protected override IEnumerable<HistoryRow> RowsOf(FoldStep step)
    {
        var recorded = step.Event;
        var concerned = Evolution.Concerned(step.After, recorded.Data);
        if (concerned.Count == 0)
            return [];
        var entry = HistoryEntry.Write(recorded, step.Data.Span);
        return concerned.Select(officer => new HistoryRow(
            officer,
            recorded.OccurredAt,
            recorded.Id,
            recorded.RecordedAt,
            recorded.Stream.Word(),
            entry,
            step.Seq
        ));
    }
}
