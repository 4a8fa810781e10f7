using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features;

/// <summary>What every decision may see.</summary>
/// <param name="StreamId">The record's stream.</param>
/// <param name="EventId">Id of the event that is to be made.</param>
/// <param name="Event">Its type.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Now">The time by the server's clock, whatever time the request tells.</param>
/// <param name="Actor">Who acts.</param>
/// <param name="Roles">The roles in which the actor may do this.</param>
/// <param name="UnitThen">The unit that the record belongs to on the event's day; empty where it is about to be started.</param>
/// <param name="Mode">Whether a breach of policy refuses, or is put on record.</param>
/// <param name="Book">Every version of the policies: the ones in force on the event's day count.</param>
/// <param name="Calendar">The bureau's days.</param>
/// <param name="Key">Key of the officer or unit that a text of the request is about; null where the request holds none.</param>
internal sealed record DecisionContext(
    Guid StreamId,
    Guid EventId,
    EventType Event,
    DateTimeOffset OccurredAt,
    DateTimeOffset Now,
    Person Actor,
    IReadOnlySet<Role> Roles,
    string UnitThen,
    PolicyMode Mode,
    PolicyBook Book,
    BureauCalendar Calendar,
    SubjectKey? Key
)
{
    /// <summary>Whether it is ordered for a day after the request's.</summary>
    public bool IsOrder { get; init; }

    /// <summary>Version of the event that is to be made.</summary>
    public long Version { get; init; } = 1;

    /// <summary>The bureau's day on which it happened.</summary>
    public DateOnly Day { get; } = Calendar.DayOf(OccurredAt);

    /// <summary>The bureau's day on which it is now.</summary>
    public DateOnly Today => Calendar.DayOf(Now);

    public CommendationPolicies Policies => Book.AwardsOn(Day);

    /// <summary>Whether the actor may do what is a counsellor's; a source system speaks for those who may.</summary>
    public bool Counsellor => Roles.Contains(Role.Counsellor) || Roles.Contains(Role.Integrator);

    /// <summary>The deadlines of a warning of a level, from the time of the event on.</summary>
    public Deadlines DeadlinesOf(WarningLevel level) => Book.Warnings.For(level, OccurredAt, Day);

    /// <summary>An order, and what carries it out where its day has begun by now.</summary>
    public Decision Ordered(Decision ordered, Officer officer, DateOnly day)
    {
        if (ordered.Refusal is not null || day > Today)
            return ordered;
        var given = new RecordedEvent(
            EventId,
            StreamId,
            StreamKind.Officer,
            Version,
            OccurredAt,
            Now,
            Actor.Id,
            ordered.Events[0]
        );
        var carriedOut = OrderDecisions.CarryOut(officer.Next(given), Version, unitOpen: true);
        return Decision.Of(ordered.Events[0], carriedOut.Events);
    }

    /// <summary>Seals a text for the event that is about to be made; nothing stays nothing.</summary>
    public SealedText? Seal(string field, string? text) =>
        text is null
            ? null
            : Sealer.Seal(Key!, new SealContext(Key!.SubjectId, StreamId, EventId, Event.Name, field), text);
}
