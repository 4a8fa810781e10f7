using JasperFx.Events;
using Marten.Events.Aggregation;
using Wellbeing.Domain;

namespace Wellbeing.Api.EventStore;

/// <summary>The state of a record as Marten's snapshot of its stream, folded by the domain.</summary>
internal sealed class RecordSnapshot<TState> : SingleStreamProjection<TState, Guid>
    where TState : RecordState, IRecordState<TState>
{
    private readonly RecordKind _kind = RecordKinds.Of<TState>();
    private readonly BureauCalendar _calendar;

    public RecordSnapshot(BureauCalendar calendar)
    {
        _calendar = calendar;
        Name = _kind.Word;
        foreach (var type in _kind.Events)
            IncludeType(type.Type);
    }

    public override TState? Evolve(TState? snapshot, Guid id, IEvent e) =>
        (TState)(
            e is IFoldedEvent folded
                ? folded.Step.After
                : _kind.After(snapshot, RecordedEvents.Of(Catalogue.Of((ICareEvent)e.Data), e), _calendar)
        );
}
