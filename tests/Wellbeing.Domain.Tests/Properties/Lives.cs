using CsCheck;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using static Wellbeing.Domain.Commendations.CommendationDecisions;
using static Wellbeing.Domain.Officers.OfficerDecisions;
using static Wellbeing.Domain.Tests.Values;
using static Wellbeing.Domain.Units.UnitDecisions;

namespace Wellbeing.Domain.Tests.Properties;

/// <summary>A stream from its first event on, with the state that each event left.</summary>
internal sealed record Life(IReadOnlyList<Recorded> Events, IReadOnlyList<object> States)
{
    /// <summary>What a failing property shows.</summary>
    public override string ToString() =>
        string.Join('\n', Events.Select(x => $"{Catalogue.Of(x.Data).Name} {Json(x.Data)}"));
}

/// <summary>Generates lives: whatever the decisions allow, in any order, with any text.</summary>
internal static class Lives
{
    private static readonly Func<Draw, Decision>[] Starts =
    [
        any => Form(any.Code, any.Text, any.One<UnitKind>(), any.Maybe(any.Unit)),
        any => Enrol(any.Id, any.Unit, any.MaybeText, any.MaybeText, any.Day, any.Text),
        any => Nominate(any.Officer, any.Code, any.Nomination, any.Mode),
        any => Nominate(any.Unit, any.Ids, any.Nomination),
    ];

    private static readonly Func<Unit, Draw, Decision>[] UnitSteps =
    [
        (it, any) => Rename(it, any.Text),
        (it, any) => Move(it, any.Maybe(any.Unit), [any.Code]),
        (it, any) => Provide(it, any.One<FacilityKind>()),
        (it, any) => Withdraw(it, any.One<FacilityKind>()),
        (it, any) => Close(it, any.Flag),
    ];

    private static readonly Func<Officer, Draw, Decision>[] OfficerSteps =
    [
        (it, any) => Transfer(it, null, any.Unit, any.One<TransferReason>(), any.Day),
        (it, any) => Promote(it, any.Text, any.MaybeText, any.Day),
        (it, any) => StatePreference(it, any.Sealed),
        (it, any) => ListTalent(it, any.One<TalentCategory>(), any.Maybe(any.Sealed)),
        (it, any) => MarkMilestone(it, any.One<MilestoneKind>(), any.Flag ? any.Number % 60 : null, any.Day),
        (it, any) => ChangeIdentity(it, [any.One<IdentityField>()], any.Text),
        (it, any) => Depart(it, any.One<DepartureKind>(), any.Maybe(any.Sealed), any.Day),
    ];

    private static readonly Func<Commendation, Draw, Decision>[] CommendationSteps =
    [
        (it, any) => Review(it, any.One<ReviewAdvice>(), any.Maybe(any.Sealed)),
        (it, any) => Publicise(it, any.Day),
        (it, any) => Approve(it, any.Approval, CommendationPolicies.Shipped, any.Mode),
        (it, any) => Decline(it, any.Sealed),
        (it, any) => Confer(it, any.Day, any.MaybeText),
        (it, any) => Revoke(it, any.Sealed),
    ];

    /// <summary>Lives of all kinds of streams, of at least one event.</summary>
    public static Gen<Life> All { get; } =
        Gen.Select(Draw.Any, Gen.OneOf(Starts), Draw.Any.List[0, 24])
            .Select((first, start, later) => Live(start(first), first, later))
            .Where(life => life.Events.Count > 0);

    private static Life Live(Decision start, Draw first, List<Draw> later)
    {
        var events = new List<Recorded>();
        var states = new List<object>();
        Happen(start, first);
        foreach (var any in later.Where(_ => states.Count > 0))
            Happen(Step(states[^1], any), any);
        return new Life(events, states);

        void Happen(Decision decision, Draw any)
        {
            foreach (var made in decision.Events)
            {
                var at = (events.LastOrDefault()?.OccurredAt ?? Time("2014-01-01T00:00:00Z")).AddHours(any.Number);
                events.Add(
                    new Recorded(any.Id, first.Id, Catalogue.Of(made).Stream, events.Count + 1, at, at, any.Code, made)
                );
                states.Add(Evolution.After(states.LastOrDefault(), events[^1], Shanghai));
            }
        }
    }

    private static Decision Step(object state, Draw any) =>
        state switch
        {
            Unit unit => any.TurnOf(UnitSteps)(unit, any),
            Officer officer => any.TurnOf(OfficerSteps)(officer, any),
            Commendation commendation => any.TurnOf(CommendationSteps)(commendation, any),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state.GetType().Name, null),
        };
}

/// <summary>One draw of every value that a decision may ask for.</summary>
internal sealed record Draw(
    Guid[] Ids,
    string Code,
    string Text,
    DateOnly Day,
    SealedText Sealed,
    (CommendationLevel Level, Authority Authority, PolicyMode Mode) Grant,
    int Turn,
    int Number,
    bool Flag,
    bool Present
)
{
    private static readonly Gen<string> Texts = Gen.Frequency(
            (3, Gen.Int[' ', '~']),
            (2, Gen.Int['一', '龥']),
            (1, Gen.Int[0x1f300, 0x1f5ff])
        )
        .Array[1, 12]
        .Select(points => string.Concat(points.Select(char.ConvertFromUtf32)));

    public static Gen<Draw> Any { get; } =
        Gen.Select(
            Gen.Guid.Array[1, 4],
            Gen.OneOf("HQ", "RIVER", "LAKE", "长江路"),
            Texts,
            Gen.Int[0, 12 * 365].Select(new DateOnly(2014, 1, 1).AddDays),
            Gen.Byte.Array[61, 160],
            Gen.Select(Gen.Enum<CommendationLevel>(), Gen.Enum<Authority>(), Gen.Enum<PolicyMode>()),
            Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Bool, Gen.Bool),
            (ids, code, text, day, envelope, grant, x) =>
                new Draw(ids, code, text, day, new(envelope), grant, x.Item1, x.Item2, x.Item3, x.Item4)
        );

    public Guid Id => Ids[0];

    public string? MaybeText => Maybe(Text);

    public Unit Unit => new(Id, Code, Text, UnitKind.Support, null, [], Closed: Number % 10 == 0);

    public Officer Officer => Officer.Create(Id, new OfficerEnrolled(Id, Code, null, null, Day.AddDays(-1), Text));

    public Nomination Nomination => new(Text, One<Deed>(), MaybeText, Maybe(Sealed), Day.AddDays(Flag ? 0 : -2));

    public Approval Approval => new(Grant.Level, Grant.Authority, MaybeText, Day, Flag);

    public PolicyMode Mode => Grant.Mode;

    public T? Maybe<T>(T value)
        where T : class => Present ? value : null;

    public T One<T>()
        where T : struct, Enum => Enum.GetValues<T>()[Number % Enum.GetValues<T>().Length];

    /// <summary>Which of the steps comes next; what it is done with does not depend on it.</summary>
    public T TurnOf<T>(IReadOnlyList<T> steps) => steps[Turn % steps.Count];
}
