using Npgsql;
using Wellbeing.Api.Languages;
using Wellbeing.Domain;

namespace Wellbeing.Api.Features.Notices;

/// <summary>What somebody is told: it names the record, and nothing of what that holds.</summary>
/// <param name="Id">Id of the event.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Title">What it is, in the reader's language.</param>
/// <param name="Stream">Kind of the record.</param>
/// <param name="StreamId">The record.</param>
/// <param name="OfficerId">Whom it is about.</param>
/// <param name="UnitCode">The officer's unit then.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="RecordedAt">When it was put on record.</param>
/// <param name="Read">Whether the reader has marked it as read.</param>
internal sealed record Notice(
    Guid Id,
    string Type,
    string Title,
    StreamKind Stream,
    Guid StreamId,
    Guid? OfficerId,
    string? UnitCode,
    DateTimeOffset OccurredAt,
    DateTimeOffset RecordedAt,
    bool Read
)
{
    /// <summary>What <see cref="Of" /> reads.</summary>
    public const string Columns = """
        e.id, e.type, e.stream_id, e.data->>'officerId', e.data->>'unitCode', (e.headers->>'occurredAt')::timestamptz,
        e.timestamp, r.notice_id IS NOT NULL, e.seq_id
        """;

    public static Notice Of(NpgsqlDataReader row, Wording wording)
    {
        var type = row.GetString(1);
        return new(
            row.GetGuid(0),
            type,
            wording.Text($"notices.{type}"),
            Catalogue.Named(type)!.Stream,
            row.GetGuid(2),
            row.IsDBNull(3) ? null : Guid.Parse(row.GetString(3)),
            row.IsDBNull(4) ? null : row.GetString(4),
            row.GetFieldValue<DateTimeOffset>(5),
            row.GetFieldValue<DateTimeOffset>(6),
            row.GetBoolean(7)
        );
    }
}
