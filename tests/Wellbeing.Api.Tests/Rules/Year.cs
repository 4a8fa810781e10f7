using Wellbeing.Domain;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Api.Tests.Rules;

/// <summary>Something that happens in a year of the bureau and is put on record at that moment.</summary>
/// <param name="At">When.</param>
/// <param name="Officer">Whom it concerns, by number.</param>
internal abstract record Happening(DateTimeOffset At, int Officer);

internal sealed record Talked(DateTimeOffset At, int Officer, TalkTrigger? Trigger, CareCategory? Concern, int Severity)
    : Happening(At, Officer);

internal sealed record Warned(
    DateTimeOffset At,
    int Officer,
    int Number,
    CareCategory Category,
    WarningLevel Level,
    WarningSource Source
) : Happening(At, Officer);

internal sealed record Reclassified(DateTimeOffset At, int Officer, int Number, WarningLevel Level)
    : Happening(At, Officer);

internal sealed record Acknowledged(DateTimeOffset At, int Officer, int Number) : Happening(At, Officer);

internal sealed record Helped(DateTimeOffset At, int Officer, int Number) : Happening(At, Officer);

internal sealed record Resolved(DateTimeOffset At, int Officer, int Number) : Happening(At, Officer);

internal sealed record Moved(DateTimeOffset At, int Officer, int ToUnit) : Happening(At, Officer);

internal sealed record Left(DateTimeOffset At, int Officer) : Happening(At, Officer);

internal sealed record Voided(DateTimeOffset At, int Officer, Talked Talk) : Happening(At, Officer);

internal sealed record Agreed(DateTimeOffset At, int Officer, int Number, Talked Talk, DateOnly DueOn)
    : Happening(At, Officer);

internal sealed record FollowedUp(DateTimeOffset At, int Officer, int Number) : Happening(At, Officer);

internal sealed record Went(DateTimeOffset At, int Officer, int Number, DateOnly To) : Happening(At, Officer);

internal sealed record CameBack(DateTimeOffset At, int Officer, int Number) : Happening(At, Officer);

internal sealed record Assigned(DateTimeOffset At, int Unit, int Number, DateOnly DueOn) : Happening(At, Year.Nobody);

internal sealed record Closed(DateTimeOffset At, int Unit, int Number) : Happening(At, Year.Nobody);

/// <summary>A year of a bureau of 40 officers, made by chance from a seed.</summary>
internal sealed class Year
{
    public const int Officers = 40;
    public const int Units = 4;

    /// <summary>Whom it concerns where it is a unit's.</summary>
    public const int Nobody = -1;

    /// <summary>The bureau's clock is eight hours ahead.</summary>
    public static readonly TimeSpan East = TimeSpan.FromHours(8);

    public static readonly DateTimeOffset Begins = new(2027, 1, 4, 9, 0, 0, East);

    /// <summary>Far enough into the next year that all that belongs to this one has fallen due.</summary>
    public static readonly DateTimeOffset Ends = new(2028, 3, 20, 9, 0, 0, East);

    /// <summary>When other thresholds come into force.</summary>
    public static readonly DateTimeOffset Changes = new(2027, 7, 1, 8, 0, 0, East);

    private static readonly TalkTrigger[] MustTalks =
    [
        TalkTrigger.PostChange,
        TalkTrigger.Complaint,
        TalkTrigger.Conduct,
        TalkTrigger.FamilyEvent,
    ];

    private static readonly WarningSource[] Sources =
    [
        WarningSource.Peer,
        WarningSource.Family,
        WarningSource.Supervisor,
        WarningSource.Complaint,
    ];

    private readonly Random _chance;
    private readonly List<Happening> _all = [];
    private int _warnings;
    private int _followUps;
    private int _leaves;
    private int _actions;

    public Year(int seed)
    {
        _chance = new Random(seed);
        for (var officer = 0; officer < Officers; officer++)
            Live(officer);
        for (var unit = 0; unit < Units; unit++)
        for (var actions = _chance.Next(4, 9); actions > 0; actions--)
            Assign(unit);
        All = [.. _all.Where(x => x.At < LeavesAt(x)).OrderBy(x => x.At)];
    }

    /// <summary>All that happens, in order; no two things at the same moment.</summary>
    public IReadOnlyList<Happening> All { get; }

    private DateTimeOffset LeavesAt(Happening happening) =>
        happening is Left
            ? DateTimeOffset.MaxValue
            : _all.OfType<Left>().FirstOrDefault(x => x.Officer == happening.Officer)?.At ?? DateTimeOffset.MaxValue;

    private void Live(int officer)
    {
        if (Chance(0.1))
            _all.Add(new Left(Sometime(), officer));
        for (var month = 1; month <= 12; month++)
        {
            if (Chance(0.4))
                Talk(officer, In(month), Chance(0.5) ? null : TalkTrigger.Quarterly);
        }
        for (var moves = _chance.Next(3); moves > 0; moves--)
        {
            var at = Sometime();
            _all.Add(new Moved(at, officer, _chance.Next(Units)));
            TalkAfter(at, officer, TalkTrigger.PostChange);
        }
        for (var warnings = Chance(0.3) ? _chance.Next(8) : _chance.Next(2); warnings > 0; warnings--)
            Warn(officer);
        for (var leaves = _chance.Next(3); leaves > 0; leaves--)
            Leave(officer);
    }

    private void Leave(int officer)
    {
        var (at, days) = (Sometime(), _chance.Next(10));
        var (from, to) = (DayOf(at), DayOf(at).AddDays(days));
        // Leaves of one officer do not overlap.
        if (_all.OfType<Went>().Any(x => x.Officer == officer && DayOf(x.At) <= to && from <= x.To))
            return;
        var number = _leaves++;
        _all.Add(new Went(at, officer, number, to));
        if (Chance(0.8))
            _all.Add(new CameBack(After(at, (days + 3) * 24), officer, number));
    }

    // Some last days have gone by when they are named.
    private void Assign(int unit)
    {
        var (at, number) = (Sometime(), _actions++);
        _all.Add(new Assigned(at, unit, number, DayOf(at).AddDays(_chance.Next(-2, 50))));
        if (Chance(0.7))
            _all.Add(new Closed(After(at, 50 * 24), unit, number));
    }

    private void Warn(int officer)
    {
        var (at, number) = (Sometime(), _warnings++);
        var warned = new Warned(at, officer, number, Any<CareCategory>(), Any<WarningLevel>(), One(Sources));
        _all.Add(warned);
        var hours = warned.Level switch
        {
            WarningLevel.Red => 24,
            WarningLevel.Orange => 72,
            _ => 500,
        };
        if (Chance(0.25))
            _all.Add(new Reclassified(After(at, hours), officer, number, Any<WarningLevel>()));
        if (Chance(0.6))
            _all.Add(new Acknowledged(After(at, hours), officer, number));
        if (Chance(0.5))
            _all.Add(new Helped(After(at, 2 * hours), officer, number));
        if (Chance(0.5))
            _all.Add(new Resolved(After(at, 4 * hours), officer, number));
        TalkAfter(at, officer, One(MustTalks));
    }

    private void TalkAfter(DateTimeOffset at, int officer, TalkTrigger trigger)
    {
        if (Chance(0.6))
            Talk(officer, After(at, 20 * 24), trigger);
    }

    private void Talk(int officer, DateTimeOffset at, TalkTrigger? trigger)
    {
        var talked = new Talked(at, officer, trigger, Chance(0.55) ? Any<CareCategory>() : null, _chance.Next(1, 4));
        _all.Add(talked);
        for (var agreed = Chance(0.3) ? _chance.Next(1, 3) : 0; agreed > 0; agreed--)
            Agree(talked);
        if (Chance(0.1))
            _all.Add(new Voided(After(at, 40 * 24), officer, talked));
    }

    private void Agree(Talked talked)
    {
        var (at, number) = (After(talked.At, 24), _followUps++);
        // None is due before the talk.
        var (due, first) = (DayOf(at).AddDays(_chance.Next(-2, 30)), DayOf(talked.At));
        _all.Add(new Agreed(at, talked.Officer, number, talked, due < first ? first : due));
        if (Chance(0.6))
            _all.Add(new FollowedUp(After(at, 30 * 24), talked.Officer, number));
    }

    private static DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(at.ToOffset(East).Date);

    private DateTimeOffset Sometime() => Apart(Begins.AddDays(1).AddSeconds(_chance.Next(340 * 86_400)));

    private DateTimeOffset In(int month) =>
        Apart(new DateTimeOffset(2027, month, 7, 0, 0, 0, East).AddSeconds(_chance.Next(20 * 86_400)));

    private DateTimeOffset After(DateTimeOffset at, int hours) => Apart(at.AddSeconds(_chance.Next(1, hours * 3600)));

    // Each at a microsecond of its own: nothing meets a deadline or something else to the instant.
    private DateTimeOffset Apart(DateTimeOffset at) =>
        at.AddMicroseconds(_all.Count + 1 - (at.Ticks % TimeSpan.TicksPerSecond / 10));

    private bool Chance(double of) => _chance.NextDouble() < of;

    private T One<T>(T[] of) => of[_chance.Next(of.Length)];

    private T Any<T>()
        where T : struct, Enum => One(Enum.GetValues<T>());
}
