using System.Collections.Frozen;
using Wellbeing.Api.Hosting;
using Wellbeing.Api.Seal;
using Wellbeing.Domain;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Features;

/// <summary>All that an act may look at when it decides; loaded before, so that the decision itself waits for nothing.</summary>
internal sealed record Scene(Guid StreamId, Guid EventId, EventType Event, DateTimeOffset OccurredAt, DateOnly Day)
{
    /// <summary>The stream's state, or null where the act starts the stream.</summary>
    public IRecordState? State { get; init; }

    public PolicyMode Mode { get; init; }

    /// <summary>Every version of the policies: the ones in force on the event's day count.</summary>
    public required PolicyBook Book { get; init; }

    /// <summary>The bureau's days.</summary>
    public required BureauCalendar Calendar { get; init; }

    public CommendationPolicies Policies => Book.AwardsOn(Day);

    /// <summary>The officer that the request names.</summary>
    public Officer? Officer { get; init; }

    /// <summary>The officers whom a list of the request names, in its order.</summary>
    public IReadOnlyList<ListedOfficer> Listed { get; init; } = [];

    /// <summary>Their ids; none of them is unknown by then.</summary>
    public IEnumerable<Guid> ListedIds => Listed.Select(x => x.Id!.Value);

    /// <summary>The unit that the request names.</summary>
    public Unit? Unit { get; init; }

    public IReadOnlyList<Guid> Serving { get; init; } = [];

    public IReadOnlyList<string> Above { get; init; } = [];

    public bool Empty { get; init; }

    public bool DeedRewarded { get; init; }

    /// <summary>Whether the unit has a record of the act's kind for that month or quarter.</summary>
    public bool HasPeriod { get; init; }

    /// <summary>The talks of the unit in the month of its register, by when they took place or were to.</summary>
    public IReadOnlyList<RegisterTalk> Talks { get; init; } = [];

    public LedgerPosition Ledger { get; init; } = new(0, "", false);

    /// <summary>The time by the server's clock, whatever time the request tells.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The bureau's day on which it is now.</summary>
    public DateOnly Today { get; init; }

    /// <summary>Who acts.</summary>
    public Person Actor { get; init; }

    /// <summary>The badge number in the actor's token.</summary>
    public string? Badge { get; init; }

    /// <summary>The roles in which the actor may do this.</summary>
    public IReadOnlySet<Role> Roles { get; init; } = FrozenSet<Role>.Empty;

    /// <summary>The unit that the stream's officer is in now.</summary>
    public string UnitNow { get; init; } = "";

    /// <summary>The units above the one that the stream's officer is in, that one first, from there upwards.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The records of the officer from which this one comes, in the order in which they are named.</summary>
    public IReadOnlyList<object> From { get; init; } = [];

    /// <summary>The latest access beyond the usual reach that the actor took to the officer named.</summary>
    public Access? Earlier { get; init; }

    /// <summary>Whether the officer named is within the actor's usual reach.</summary>
    public bool WithinReach { get; init; }

    /// <summary>Whether the actor is the officer named.</summary>
    public bool Own { get; init; }

    /// <summary>Whether the actor may do what is a counsellor's; a source system speaks for those who may.</summary>
    public bool Counsellor => Roles.Contains(Role.Counsellor) || Roles.Contains(Role.Integrator);

    /// <summary>Whether the actor's badge is that of the stream's officer, whatever the actor's role.</summary>
    public bool Self { get; init; }

    /// <summary>Opaque id of who put the entry on record that the request names.</summary>
    public string? EntryBy { get; init; }

    /// <summary>For how long an erasure is announced.</summary>
    public TimeSpan Announced { get; init; }

    /// <summary>What is open about the stream's officer.</summary>
    public OpenCases OpenCases { get; init; }

    /// <summary>Salt for an identity that the act stores.</summary>
    public byte[] Salt { get; init; } = [];

    /// <summary>The identity as it is stored now.</summary>
    public Journal.IdentityRow? Identity { get; init; }

    /// <summary>Key of the officer or unit that the text is about.</summary>
    public SubjectKey? Key { get; init; }

    public T Of<T>() => (T)State!;

    /// <summary>The deadlines of a warning of a level, from the time of the event on.</summary>
    public Deadlines DeadlinesOf(WarningLevel level) => Book.Warnings.For(level, OccurredAt, Day);

    /// <summary>Seals a text for the event that the act is about to make; nothing stays nothing.</summary>
    public SealedText? Seal(string field, string? text) =>
        text is null
            ? null
            : Sealer.Seal(Key!, new SealContext(Key!.SubjectId, StreamId, EventId, Event.Name, field), text);
}
