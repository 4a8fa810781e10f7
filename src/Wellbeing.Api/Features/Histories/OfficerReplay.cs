using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Histories;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features.Histories;

/// <summary>
/// Folds the events of streams that concern an officer one by one. It reads no projection, so that it can contradict one.
/// </summary>
/// <param name="officerId">The officer.</param>
/// <param name="calendar">The bureau's days.</param>
internal sealed class OfficerReplay(Guid officerId, BureauCalendar calendar)
{
    private readonly Dictionary<Guid, object> _streams = [];

    /// <summary>The state after the events taken in so far.</summary>
    public OfficerRecord State { get; private set; } =
        new(null, new HonoursTally(), new HonoursTally(), new CareTally());

    /// <summary>Takes in the next event; false where it does not concern the officer. A stream's events come by version.</summary>
    public bool Take(RecordedEvent happened)
    {
        var after = Evolution.After(_streams.GetValueOrDefault(happened.StreamId), happened, calendar);
        _streams[happened.StreamId] = after;
        if (!Evolution.Concerned(after, happened.Data).Contains(officerId))
            return false;
        State = after switch
        {
            Officer officer => State with { Officer = officer },
            Commendation { RecipientKind: RecipientKind.Collective } => State with
            {
                Collective = State.Collective.After(happened.Data),
            },
            Talk or Warning or Intervention => State with { Care = CareTally.Of(_streams.Values) },
            Commendation => State with { Individual = State.Individual.After(happened.Data) },
            _ => State,
        };
        return true;
    }
}
