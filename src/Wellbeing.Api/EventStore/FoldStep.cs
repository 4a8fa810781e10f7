using JasperFx.Events;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>An event with its record's states before and after it: all that read models follow from.</summary>
/// <param name="Event">The event.</param>
/// <param name="Data">Its data as it is stored.</param>
/// <param name="Before">The state before, or null for a record's first event.</param>
/// <param name="After">The state after.</param>
/// <param name="Seq">Its sequence number; 0 where it is not stored yet.</param>
internal sealed record FoldStep(
    RecordedEvent Event,
    ReadOnlyMemory<byte> Data,
    IRecordState? Before,
    IRecordState After,
    long Seq = 0
);

/// <summary>An event that was folded before it is appended: projections need not fold it again.</summary>
internal interface IFoldedEvent
{
    FoldStep Step { get; }
}

/// <summary>An event as Marten appends it, folded.</summary>
internal sealed class FoldedEvent<T>(T data, FoldStep step) : Event<T>(data), IFoldedEvent
    where T : class, ICareEvent
{
    public FoldStep Step { get; } = step;
}
