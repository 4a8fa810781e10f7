using System.Text.Json;
using JasperFx.Events;
using Npgsql;
using Wellbeing.Domain;
using Wellbeing.Domain.Histories;

namespace Wellbeing.Api.EventStore;

/// <summary>The one decoder of stored events.</summary>
internal static class RecordedEvents
{
    /// <summary>The header that holds when it happened.</summary>
    public const string OccurredAt = "occurredAt";

    /// <summary>What <see cref="Read" /> reads of an event <c>e</c>.</summary>
    public const string Columns = $"""
        e.id, e.stream_id, e.version, e.type, e.data, e.timestamp, coalesce(e.user_name, ''),
        coalesce(e.headers ->> '{OccurredAt}', '')
        """;

    /// <summary>Reads an event from <see cref="Columns" />, the first of which stands at a place.</summary>
    public static RecordedEvent Read(NpgsqlDataReader row, int first = 0) =>
        Of(
            TypeOf(row.GetGuid(first), row.GetString(first + 3)),
            row.GetGuid(first),
            row.GetGuid(first + 1),
            row.GetInt64(first + 2),
            row.GetFieldValue<byte[]>(first + 4),
            row.GetFieldValue<DateTimeOffset>(first + 5),
            row.GetString(first + 6),
            row.GetString(first + 7)
        );

    /// <summary>The type of a stored event.</summary>
    /// <exception cref="InvalidOperationException">This version does not know it.</exception>
    public static EventType TypeOf(Guid id, string type) =>
        Catalogue.Named(type)
        ?? throw new InvalidOperationException($"Event {id} is of type {type}, which this version does not know.");

    /// <summary>An event from what is stored of it.</summary>
    public static RecordedEvent Of(
        EventType type,
        Guid id,
        Guid stream,
        long version,
        ReadOnlySpan<byte> data,
        DateTimeOffset recordedAt,
        string actor,
        string occurredAt
    )
    {
        var fact = (ICareEvent)JsonSerializer.Deserialize(data, type.Type, CareJson.Options)!;
        return new(id, stream, type.Stream, version, Instants.Parse(occurredAt), recordedAt, actor, fact);
    }

    /// <summary>An event as Marten hands it out.</summary>
    public static RecordedEvent Of(EventType type, IEvent stored) =>
        new(
            stored.Id,
            stored.StreamId,
            type.Stream,
            stored.Version,
            // Marten hands out as a time what was stored as the text of one.
            stored.GetHeader(OccurredAt)
                is DateTime at
                ? new(at.ToUniversalTime())
                : Instants.Parse((string)stored.GetHeader(OccurredAt)!),
            stored.Timestamp,
            stored.UserName ?? "",
            (ICareEvent)stored.Data
        );
}
