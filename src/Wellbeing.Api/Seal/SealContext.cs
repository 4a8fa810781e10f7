namespace Wellbeing.Api.Seal;

/// <summary>Where a sealed text belongs. It opens nowhere else.</summary>
/// <param name="SubjectId">The officer or unit whose key seals it.</param>
/// <param name="StreamId">The stream of the event.</param>
/// <param name="EventId">The event that holds it.</param>
/// <param name="EventType">The stored name of the event's type, such as <c>talk_held</c>.</param>
/// <param name="Field">The name of the field within the event, such as <c>narrative</c>.</param>
internal readonly record struct SealContext(
    Guid SubjectId,
    Guid StreamId,
    Guid EventId,
    string EventType,
    string Field
);
