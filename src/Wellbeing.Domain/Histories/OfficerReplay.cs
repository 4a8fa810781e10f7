using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;

namespace Wellbeing.Domain.Histories;

/// <summary>What happened to the nominations of one kind that concern an officer, counted by event.</summary>
/// <param name="Nominated">Nominations.</param>
/// <param name="Approved">Approvals, those revoked later included.</param>
/// <param name="Declined">Nominations declined.</param>
/// <param name="Conferred">Commendations conferred.</param>
/// <param name="Revoked">Approvals taken back.</param>
public sealed record HonoursTally(
    int Nominated = 0,
    int Approved = 0,
    int Declined = 0,
    int Conferred = 0,
    int Revoked = 0
)
{
    /// <summary>The counts after one more event.</summary>
    public HonoursTally After(ICareEvent happened) =>
        happened switch
        {
            CommendationNominated => this with { Nominated = Nominated + 1 },
            CommendationApproved => this with { Approved = Approved + 1 },
            CommendationDeclined => this with { Declined = Declined + 1 },
            CommendationConferred => this with { Conferred = Conferred + 1 },
            CommendationRevoked => this with { Revoked = Revoked + 1 },
            _ => this,
        };
}

/// <summary>What the record says of an officer at a point of a replay.</summary>
/// <param name="Officer">The career; null before the enrolment, which older commendations may precede.</param>
/// <param name="Individual">Commendations of the officer.</param>
/// <param name="Collective">Commendations of units in which the officer served.</param>
public sealed record OfficerRecord(Officer? Officer, HonoursTally Individual, HonoursTally Collective);

/// <summary>
/// Folds the events of streams that concern an officer one by one. It reads no projection, so that it can contradict one.
/// </summary>
/// <param name="officerId">The officer.</param>
/// <param name="calendar">The bureau's days.</param>
public sealed class OfficerReplay(Guid officerId, BureauCalendar calendar)
{
    private readonly Dictionary<Guid, object> _streams = [];

    /// <summary>The state after the events taken in so far.</summary>
    public OfficerRecord State { get; private set; } = new(null, new HonoursTally(), new HonoursTally());

    /// <summary>Takes in the next event; false where it does not concern the officer. A stream's events come by version.</summary>
    public bool Take(Recorded happened)
    {
        var after = Evolution.After(_streams.GetValueOrDefault(happened.StreamId), happened, calendar);
        _streams[happened.StreamId] = after;
        if (!Evolution.Concerned(after).Contains(officerId))
            return false;
        State = after switch
        {
            Officer officer => State with { Officer = officer },
            Commendation { RecipientKind: RecipientKind.Collective } => State with
            {
                Collective = State.Collective.After(happened.Data),
            },
            Commendation => State with { Individual = State.Individual.After(happened.Data) },
            _ => State,
        };
        return true;
    }
}
