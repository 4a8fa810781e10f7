using CsCheck;
using Wellbeing.Domain.Accesses;
using Wellbeing.Domain.Activities;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Banquets;
using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Equipment;
using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Leaves;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Registers;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Suggestions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Units;
using Wellbeing.Domain.Warnings;
using static Wellbeing.Domain.Accesses.AccessDecisions;
using static Wellbeing.Domain.Activities.ActivityDecisions;
using static Wellbeing.Domain.Assessments.AssessmentDecisions;
using static Wellbeing.Domain.Commendations.CommendationDecisions;
using static Wellbeing.Domain.Interventions.InterventionDecisions;
using static Wellbeing.Domain.Officers.ContestDecisions;
using static Wellbeing.Domain.Officers.ErasureDecisions;
using static Wellbeing.Domain.Officers.OfficerDecisions;
using static Wellbeing.Domain.Officers.OrderDecisions;
using static Wellbeing.Domain.Talks.TalkDecisions;
using static Wellbeing.Domain.Tests.Values;
using static Wellbeing.Domain.Units.UnitDecisions;
using static Wellbeing.Domain.Warnings.WarningDecisions;

namespace Wellbeing.Domain.Tests.Properties;

/// <summary>A stream from its first event on, with the state that each event left.</summary>
internal sealed record Life(IReadOnlyList<RecordedEvent> Events, IReadOnlyList<object> States)
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
        any => Nominate(any.Officer, any.Code, any.Nomination),
        any => Nominate(any.Unit, any.Officers, any.Nomination),
        any =>
            Schedule(
                any.Officer,
                any.Code,
                any.One<TalkKind>(),
                any.MaybeOne<TalkTrigger>(),
                any.Text,
                any.Time,
                any.Maybe(any.Sealed)
            ),
        any => Record(any.Officer, any.Code, any.One<TalkKind>(), any.MaybeOne<TalkTrigger>(), any.Content),
        any => Omit(any.Officer, any.Code, any.One<TalkTrigger>(), any.Day),
        any => Raise(any.Officer, any.Code, any.Alert, null, any.Deadlines),
        any =>
            Open(
                any.Officer,
                any.Code,
                any.One<InterventionKind>(),
                any.Text,
                any.Warnings,
                any.Maybe(any.Sealed),
                any.Flag
            ),
        any =>
            Assign(any.Officer, any.Code, any.One<Instrument>(), any.Present ? any.Day : null, any.Maybe(any.Sealed)),
        any =>
            LeaveDecisions.Request(
                any.Officer,
                any.Code,
                any.One<LeaveKind>(),
                any.Day,
                any.Day.AddDays(any.Number % 30),
                any.Maybe(any.Sealed),
                []
            ),
        any => BanquetDecisions.Declare(any.Officer, any.Code, any.Banquet, any.Day, any.Mode),
        any => SuggestionDecisions.Submit(any.Officer, any.Code, any.One<SuggestionKind>(), any.Text, any.Sealed),
        any =>
            EquipmentDecisions.Issue(
                any.Officer,
                any.Code,
                any.One<EquipmentItem>(),
                any.MaybeText,
                any.Day,
                held: false
            ),
        any => Plan(any.Unit, any.One<ActivityKind>(), any.Text, any.Time, [any.Text]),
        any => ActivityDecisions.Record(any.Unit, any.One<ActivityKind>(), any.Text, any.Report),
        any => RegisterDecisions.Consolidate(any.Code, any.Month, any.Talks, exists: false, DateOnly.MaxValue),
        any => ReviewDecisions.Hold(any.Unit, any.Quarter, any.Time, DateOnly.MaxValue, exists: false),
        any => Decision.Of(any.Disclosure),
        any => Decision.Of(any.Export),
        any => Override(any.Officer, any.Text, any.Sealed, withinReach: false, null, any.Time),
        any => Decision.Of(any.TurnOf(InitialPolicies.All)),
    ];

    private static readonly Func<Unit, Draw, Decision>[] UnitSteps =
    [
        (it, any) => Rename(it, any.Text),
        (it, any) => Move(it, any.Maybe(any.Unit), [any.Code]),
        (it, any) => Provide(it, any.One<FacilityKind>()),
        (it, any) => UnitDecisions.Withdraw(it, any.One<FacilityKind>()),
        (it, any) => Close(it, any.Flag),
    ];

    private static long NumberOf(Officer officer, Draw any) =>
        officer.Orders is { } orders ? orders[any.Number % orders.Count].Number : any.Number;

    private static readonly Func<Officer, Draw, Decision>[] OfficerSteps =
    [
        (it, any) => Transfer(it, null, any.Unit, any.One<TransferReason>(), any.Day),
        (it, any) => Promote(it, any.Text, any.MaybeText, any.Day),
        (it, any) => OrderTransfer(it, it.UnitCode, null, any.Unit, any.One<TransferReason>(), any.Day),
        (it, any) => OrderPromotion(it, it.UnitCode, any.Text, any.MaybeText, any.Day),
        (it, any) => OrderDeparture(it, it.UnitCode, any.One<DepartureKind>(), any.Maybe(any.Sealed), any.Day),
        (it, any) => Rescind(it, it.UnitCode, any.One<OrderKind>(), NumberOf(it, any)),
        (it, any) => CarryOut(it, NumberOf(it, any), any.Flag),
        (it, any) => StatePreference(it, it.UnitCode, any.Sealed),
        (it, any) => ListTalent(it, it.UnitCode, any.One<TalentCategory>(), any.Maybe(any.Sealed)),
        (it, any) => MarkMilestone(it, any.One<MilestoneKind>(), any.Flag ? any.Number % 60 : null, any.Day),
        (it, any) => ChangeIdentity(it, it.UnitCode, [any.One<IdentityField>()], any.Text),
        (it, any) => Depart(it, any.One<DepartureKind>(), any.Maybe(any.Sealed), any.Day),
        (it, any) => Reinstate(it, any.Unit, any.Day, any.MaybeText, any.Sealed),
        (it, any) => Restrict(it, any.One<RestrictionBasis>(), any.Maybe(any.Sealed)),
        (it, any) => LiftRestriction(it, any.Maybe(any.Sealed)),
        (it, any) => Contest(it, any.Id, any.Sealed),
        (it, any) => Answer(it, it.Contested?[0] ?? default, any.One<ContestOutcome>(), any.Sealed, false, false),
        (it, any) => ErasureDecisions.Hold(it, any.Maybe(any.Sealed)),
        (it, any) => LiftHold(it, any.Maybe(any.Sealed)),
        (it, any) =>
            Propose(it, any.One<ErasureBasis>(), any.Maybe(any.Sealed), own: false, default, any.Time, default),
        (it, any) => ErasureDecisions.Withdraw(it, any.Maybe(any.Sealed)),
        (it, any) => Confirm(it, it.Erasure?.Basis ?? default, any.Text, own: false, default, DateTimeOffset.MaxValue),
        (it, any) => Decision.Of(new OfficerErased(it.Id, it.UnitCode, any.One<ErasureBasis>())),
    ];

    private static readonly Func<Commendation, Draw, Decision>[] CommendationSteps =
    [
        (it, any) => Review(it, any.One<ReviewAdvice>(), any.Maybe(any.Sealed)),
        (it, any) => Publicise(it, any.Day),
        (it, any) => Approve(it, any.Approval, CommendationPolicies.Shipped, any.Mode),
        (it, any) => Decline(it, any.Sealed),
        (it, any) => Confer(it, any.Day, any.MaybeText, PolicyMode.Record),
        (it, any) => Revoke(it, any.Sealed),
    ];

    private static readonly Func<Talk, Draw, Decision>[] TalkSteps =
    [
        (it, any) => TalkDecisions.Hold(it, any.Code, any.Content),
        (it, any) => Miss(it, any.Code, any.Maybe(any.Sealed)),
        (it, any) => Cancel(it, any.Code, any.Sealed),
        (it, any) =>
            AgreeFollowUp(
                it,
                any.Code,
                any.Sealed,
                any.Text,
                any.Day,
                DueDays.Breach(any.Day, new(2023, 7, 1), PolicyMode.Record)
            ),
        (it, any) => FinishFollowUp(it, any.Code, any.Number % 4, any.Maybe(any.Sealed)),
        (it, any) => MissFollowUp(it, any.Code, any.Number % 4, any.Day),
        (it, any) => Amend(it, any.Amendment(it)),
        (it, any) => TalkDecisions.Void(it, any.Code, any.Code, any.Sealed),
    ];

    private static readonly Func<Warning, Draw, Decision>[] WarningSteps =
    [
        (it, any) => Acknowledge(it, any.Code),
        (it, any) => Assign(it, any.Code, any.Text),
        (it, any) => Reclassify(it, any.Code, any.One<WarningLevel>(), any.Sealed, any.Deadlines),
        (it, any) =>
            Escalate(
                it,
                any.Code,
                [any.Code, "HQ"],
                any.MaybeOne<DeadlineKind>(),
                any.Maybe(any.Sealed),
                any.Time,
                any.Mode
            ),
        (it, any) => Resolve(it, any.Code, any.One<WarningOutcome>(), any.Maybe(any.Sealed)),
        (it, any) => Dismiss(it, any.Code, any.Sealed),
        (it, any) => Reopen(it, any.Code, any.Sealed, any.Deadlines),
    ];

    private static readonly Func<Intervention, Draw, Decision>[] InterventionSteps =
    [
        (it, any) => RecordSession(it, any.Code, any.Session, any.Flag),
        (it, any) => RevisePlan(it, any.Code, any.Sealed, any.Flag),
        (it, any) => Refer(it, any.Code, any.One<ReferralTarget>(), any.Maybe(any.Sealed), any.Flag),
        (it, any) => Measure(it, any.Code, any.One<Instrument>(), 90 + (any.Number % 361), any.Flag),
        (it, any) => Suspend(it, any.Code, any.Sealed, any.Flag),
        (it, any) => Resume(it, any.Code, any.Flag),
        (it, any) => Complete(it, any.Code, any.One<InterventionOutcome>(), any.Maybe(any.Sealed), any.Flag),
        (it, any) => Abandon(it, any.Code, any.Sealed, any.Flag),
    ];

    private static readonly Func<Assessment, Draw, Decision>[] AssessmentSteps =
    [
        (it, any) => AssessmentDecisions.Complete(it, any.Code, any.Taken(it.Instrument)),
        (it, any) => AssessmentDecisions.Review(it, any.Code, any.Maybe(any.Sealed)),
    ];

    private static readonly Func<Leave, Draw, Decision>[] LeaveSteps =
    [
        (it, any) => LeaveDecisions.Approve(it, any.Code, any.Flag && any.Present),
        (it, any) => LeaveDecisions.Decline(it, any.Code, any.Sealed, any.Flag),
        (it, any) => LeaveDecisions.Withdraw(it, any.Code, any.Maybe(any.Sealed)),
        (it, any) => LeaveDecisions.Start(it, any.Code, it.From.AddDays(any.Number % 5), Values.Shanghai),
        (it, any) => LeaveDecisions.Return(it, any.Code, any.Day),
        (it, any) => LeaveDecisions.Overstay(it, any.Code, it.To.AddDays(any.Number % 5)),
    ];

    private static readonly Func<Banquet, Draw, Decision>[] BanquetSteps =
    [
        (it, any) => BanquetDecisions.Review(it, any.Code, any.Maybe(any.Sealed), any.Flag),
        (it, any) => BanquetDecisions.Withdraw(it, any.Code, any.Sealed, any.Day),
    ];

    private static readonly Func<Suggestion, Draw, Decision>[] SuggestionSteps =
    [
        (it, any) => SuggestionDecisions.Adopt(it, any.Code, any.Text, any.Present ? any.Day : null, any.Flag),
        (it, any) => SuggestionDecisions.Decline(it, any.Code, any.Sealed, any.Flag),
        (it, any) => SuggestionDecisions.Implement(it, any.Code, any.Day, any.Maybe(any.Sealed)),
    ];

    private static readonly Func<IssuedPiece, Draw, Decision>[] EquipmentSteps =
    [
        (it, any) => EquipmentDecisions.Inspect(it, any.Code, any.Day, any.One<EquipmentCondition>()),
        (it, any) => EquipmentDecisions.Service(it, any.Code, any.Day, any.Maybe(any.Sealed)),
        (it, any) => EquipmentDecisions.Return(it, any.Code, any.Day, any.One<EquipmentCondition>()),
    ];

    private static readonly Func<Activity, Draw, Decision>[] ActivitySteps =
    [
        (it, any) => ActivityDecisions.Hold(it, any.Report),
        (it, any) => RecordAttendance(it, any.Officers),
    ];

    private static readonly Func<Register, Draw, Decision>[] RegisterSteps =
    [
        (it, any) => RegisterDecisions.ConsolidateAgain(it, any.Talks),
        (it, any) => RegisterDecisions.Sign(it, it.Talks, new LedgerPosition(1 + any.Number, any.Text, true), any.Text),
        (it, any) => RegisterDecisions.Reopen(it, any.Text),
    ];

    private static readonly Func<Review, Draw, Decision>[] ReviewSteps =
    [
        (it, any) => ReviewDecisions.Find(it, any.One<CareCategory>(), 1 + (any.Number % 3), any.Text),
        (it, any) => ReviewDecisions.Assign(it, any.Text, any.Text, any.Day, any.Flag ? 1 : null),
        (it, any) => ReviewDecisions.Miss(it, 1 + (any.Number % 2), any.Day),
        (it, any) => ReviewDecisions.Close(it, 1 + (any.Number % 2), any.One<ReviewOutcome>(), any.Day),
    ];

    /// <summary>Lives of all kinds of streams, of at least one event.</summary>
    public static Gen<Life> All { get; } =
        Gen.Select(Draw.Any, Gen.OneOf(Starts), Draw.Any.List[0, 24])
            .Select((first, start, later) => Live(start(first), first, later))
            .Where(life => life.Events.Count > 0);

    private static Life Live(Decision start, Draw first, List<Draw> later)
    {
        var events = new List<RecordedEvent>();
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
                    new RecordedEvent(
                        any.Id,
                        first.Id,
                        Catalogue.Of(made).Stream,
                        events.Count + 1,
                        at,
                        at,
                        any.Code,
                        made
                    )
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
            Talk talk => any.TurnOf(TalkSteps)(talk, any),
            Warning warning => any.TurnOf(WarningSteps)(warning, any),
            Intervention intervention => any.TurnOf(InterventionSteps)(intervention, any),
            Assessment assessment => any.TurnOf(AssessmentSteps)(assessment, any),
            Leave leave => any.TurnOf(LeaveSteps)(leave, any),
            Banquet banquet => any.TurnOf(BanquetSteps)(banquet, any),
            Suggestion suggestion => any.TurnOf(SuggestionSteps)(suggestion, any),
            IssuedPiece piece => any.TurnOf(EquipmentSteps)(piece, any),
            Activity activity => any.TurnOf(ActivitySteps)(activity, any),
            Register register => any.TurnOf(RegisterSteps)(register, any),
            Review review => any.TurnOf(ReviewSteps)(review, any),
            Access access => AccessDecisions.Review(
                access,
                any.Code,
                any.Code,
                any.One<AccessVerdict>(),
                any.Maybe(any.Sealed)
            ),
            Policy policy => PolicyDecisions.Adopt(policy, any.VersionOf(policy.Kind), any.Day),
            _ => throw new ArgumentOutOfRangeException(nameof(state), state.GetType().Name, null),
        };
}

/// <summary>
/// One draw of every value that a decision may ask for. The id is a record's, and that of the officer or unit whose own
/// stream it is; the officers are those whom records of other kinds are about.
/// </summary>
internal sealed record Draw(
    Guid Id,
    Guid[] Officers,
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
            Gen.Select(Gen.Guid, Gen.Guid.Array[1, 4]),
            Gen.OneOf("HQ", "RIVER", "LAKE", "长江路"),
            Texts,
            Gen.Int[0, 12 * 365].Select(new DateOnly(2014, 1, 1).AddDays),
            Gen.Byte.Array[61, 160],
            Gen.Select(Gen.Enum<CommendationLevel>(), Gen.Enum<Authority>(), Gen.Enum<PolicyMode>()),
            Gen.Select(Gen.Int[0, 9999], Gen.Int[0, 9999], Gen.Bool, Gen.Bool),
            (ids, code, text, day, envelope, grant, x) =>
                new Draw(
                    ids.Item1,
                    ids.Item2,
                    code,
                    text,
                    day,
                    new(envelope),
                    grant,
                    x.Item1,
                    x.Item2,
                    x.Item3,
                    x.Item4
                )
        );

    public string? MaybeText => Maybe(Text);

    public Unit Unit => new(Id, Code, Text, UnitKind.Support, null, [], default, Number % 10 == 0 ? Day : null);

    public Officer Officer =>
        Officer.Start(Officers[0], new OfficerEnrolled(Officers[0], Code, null, null, Day.AddDays(-1), Text));

    public DateTimeOffset Time => Shanghai.StartOf(Day).AddMinutes(Number);

    public Nomination Nomination => new(Text, One<Deed>(), MaybeText, Maybe(Sealed), Day.AddDays(Flag ? 0 : -2));

    public Approval Approval => new(Grant.Level, Grant.Authority, MaybeText, Day, Flag);

    public PolicyMode Mode => Grant.Mode;

    public TalkContent Content => new(Text, Time, Minutes, Maybe(Sealed), Concerns, Mood, Maybe(Sealed));

    public Alert Alert =>
        new(
            One<CareCategory>(),
            One<WarningLevel>(),
            One<WarningSource>(),
            Flag ? Id : null,
            Maybe(Sealed),
            Maybe(new RuleTrace(Text, 1 + Turn, [Id]))
        );

    public Deadlines Deadlines => WarningPolicies.Shipped.For(One<WarningLevel>(), Time, Present ? Day : default);

    public IReadOnlyList<Warning> Warnings =>
        Present ? [] : [Raised((WarningRaised)Raise(Officer, Code, Alert, null, Deadlines).Events[0])];

    private Warning Raised(WarningRaised fact) =>
        Warning.Start(new RecordedEvent(Id, Id, StreamKind.Warning, 1, Time, Time, Code, fact), fact);

    public BanquetPlan Banquet =>
        new(One<BanquetOccasion>(), Day.AddDays(Flag ? 9 : -1), 1 + Number, Maybe(Sealed), Maybe(Sealed));

    public Session Session => new(Time, Text, One<SessionMode>(), One<SessionProgress>(), Maybe(Sealed));

    public TakenTest Taken(Instrument instrument) =>
        new(
            Code,
            Text,
            Scoring.ItemsOf(instrument) is { } scale
                ? Scoring.OfItems(
                    instrument,
                    [.. Enumerable.Range(0, scale.Items).Select(i => scale.Least + ((Number + i) % 2))]
                )
                : Scoring.OfScores(instrument, new TestScores(Instruments.RangeOf(instrument).Least)),
            Maybe(Sealed)
        );

    public Month Month => new(Day.Year, Day.Month);

    public Quarter Quarter => Quarter.Of(Day);

    public IReadOnlyList<RegisterTalk> Talks => [.. Officers.Select(x => new RegisterTalk(x, 1 + Turn))];

    public ActivityReport Report => new(Time, Minutes, Flag ? [Text] : null, MaybeText);

    public RecordDisclosed Disclosure =>
        new(Officers[0], Code, One<StreamKind>(), Id, 1 + Turn, [Text], 1 + Number, Text, Sealed);

    public RecordExported Export =>
        new(Officers[0], Code, Text, [new ExportedStream(One<StreamKind>(), Id, 1 + Turn)], Text, Sealed);

    private int? Minutes => Flag ? 1 + (Number % 1440) : null;

    private int? Mood => Present ? 1 + (Number % 5) : null;

    private IReadOnlyList<Concern> Concerns =>
        Present ? [new Concern(One<CareCategory>(), 1 + (Number % 3)), new Concern(CareCategory.Career, 1)] : [];

    public TalkAmended Amendment(Talk talk) =>
        new(
            talk.OfficerId,
            Code,
            Flag ? Time : null,
            Minutes,
            Maybe(Sealed),
            Maybe(Concerns),
            Mood,
            Maybe(Sealed),
            Sealed
        );

    public PolicyAdopted VersionOf(PolicyKind kind) =>
        InitialPolicies.All.First(x => x.Kind == kind) with
        {
            ValidFrom = Day.AddDays(Flag ? Number % 100 : -(Number % 10)),
        };

    public T? Maybe<T>(T value)
        where T : class => Present ? value : null;

    public T One<T>()
        where T : struct, Enum => Enum.GetValues<T>()[Number % Enum.GetValues<T>().Length];

    public T? MaybeOne<T>()
        where T : struct, Enum => Present ? One<T>() : null;

    /// <summary>Which of the steps comes next; what it is done with does not depend on it.</summary>
    public T TurnOf<T>(IReadOnlyList<T> steps) => steps[Turn % steps.Count];
}
