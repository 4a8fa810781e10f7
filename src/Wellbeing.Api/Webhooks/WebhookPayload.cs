using System.Text.Json;
using CloudNative.CloudEvents;
using CloudNative.CloudEvents.SystemTextJson;
using Wellbeing.Domain;

namespace Wellbeing.Api.Webhooks;

/// <summary>What a message's <c>data</c> holds: names of the record, and nothing of what that holds.</summary>
/// <param name="Stream">Kind of the record.</param>
/// <param name="StreamId">The record.</param>
/// <param name="Version">Its version with this event.</param>
/// <param name="UnitCode">The unit then, where there is one.</param>
/// <param name="OfficerId">Whom it is about, by opaque id, where it is one officer.</param>
internal sealed record WebhookPayloadData(
    StreamKind Stream,
    Guid StreamId,
    long Version,
    string? UnitCode,
    Guid? OfficerId
);

/// <summary>An event as other systems are told of it.</summary>
/// <param name="Id">Id of the event: the same in every attempt.</param>
/// <param name="Type">The event's type.</param>
/// <param name="Data">Names of the record.</param>
/// <param name="Period">The month of a register or the quarter of a review.</param>
/// <param name="OccurredAt">When it happened.</param>
internal sealed record WebhookPayload(
    Guid Id,
    EventType Type,
    WebhookPayloadData Data,
    string? Period,
    DateTimeOffset OccurredAt
)
{
    /// <summary>What a message's type begins with; the event's stored name follows.</summary>
    public const string TypePrefix = "org.wellbeing.";

    private static readonly JsonEventFormatter Json = new(CareJson.Options, default(JsonDocumentOptions));

    /// <summary>Where the record is read, by those whom it is for.</summary>
    public string Subject =>
        "/api/v1/"
        + (
            Type.Stream switch
            {
                StreamKind.Unit => $"units/{Uri.EscapeDataString(Data.UnitCode!)}",
                StreamKind.Register => $"registers/{Uri.EscapeDataString(Data.UnitCode!)}/{Period}",
                StreamKind.Review => $"reviews/{Period}?unit={Uri.EscapeDataString(Data.UnitCode!)}",
                var kind => $"{kind.Record().Plural}/{Data.StreamId}",
            }
        );

    /// <summary>A CloudEvent (1.0) in structured mode.</summary>
    /// <param name="source">Names this bureau's record.</param>
    /// <param name="contentType">The media type of the answer.</param>
    public ReadOnlyMemory<byte> Write(string source, out string contentType)
    {
        var message = new CloudEvent
        {
            Id = $"{Id}",
            Type = TypePrefix + Type.Name,
            Source = new Uri(source),
            Subject = Subject,
            Time = OccurredAt,
            DataContentType = "application/json",
            Data = Data,
        };
        var body = Json.EncodeStructuredModeMessage(message, out var type);
        contentType = type.ToString();
        return body;
    }
}
