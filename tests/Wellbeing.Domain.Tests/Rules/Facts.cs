using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Policies;
using Wellbeing.Domain.Reviews;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Rules;

/// <summary>A record that grows event by event, and what the rules make of it: <c>new Facts().On("…", …).Judged("…")</c>.</summary>
internal sealed class Facts
{
    private static readonly RuleSet Shipped = InitialPolicies.All.Single(x => x.Rules is not null).Rules!;

    private readonly List<Fact> _all = [];
    private readonly List<RuleVersion> _versions = [new(1, Day("2000-01-01"), default, Shipped)];
    private readonly Dictionary<string, (Guid Id, long Version)> _streams = [];

    /// <summary>The colleague at the station, enrolled on 2023-01-02 at ten.</summary>
    public Facts() =>
        On(
            "2023-01-02T02:00:00Z",
            "officer",
            new OfficerEnrolled(Colleague, "RIVER", null, null, Day("2020-07-01"), "Y29tbWl0bWVudA==")
        );

    public Facts On(string at, string stream, ICareEvent happened, string? recordedAt = null, bool live = true)
    {
        var (id, version) = _streams.GetValueOrDefault(
            stream,
            (stream == "officer" ? Colleague : new Guid(_streams.Count + 1, 0, 0, new byte[8]), 0)
        );
        _streams[stream] = (id, version + 1);
        var event_ = new RecordedEvent(
            EventId(_all.Count),
            id,
            Catalogue.Of(happened).Stream,
            version + 1,
            Time(at),
            Time(recordedAt ?? at),
            "somebody",
            happened
        );
        _all.Add(new Fact(_all.Count + 1, event_, live));
        return this;
    }

    /// <summary>The review of a quarter, held on 2023-01-02 at ten.</summary>
    public static Facts OfReview()
    {
        var facts = new Facts();
        facts._all.Clear();
        return facts.On(
            "2023-01-02T02:00:00Z",
            "review",
            new ReviewHeld("RIVER", "2022-Q4", Time("2023-01-02T02:00:00Z"))
        );
    }

    public Facts Talk(string at, TalkTrigger? trigger, string stream = "talk", string? recordedAt = null) =>
        On(
            at,
            stream,
            new TalkHeld(Colleague, "RIVER", TalkKind.HeartToHeart, trigger, "h", Time(at), null, null, [], null, null),
            recordedAt
        );

    /// <summary>A warning with a day to acknowledge it and three to have an intervention open.</summary>
    public Facts Warning(
        string at,
        string stream = "warning",
        CareCategory category = CareCategory.Health,
        string? recordedAt = null,
        WarningSource source = WarningSource.Peer
    ) =>
        On(
            at,
            stream,
            new WarningRaised(
                Colleague,
                "RIVER",
                category,
                WarningLevel.Orange,
                source,
                null,
                null,
                null,
                Time(at).AddDays(1),
                Time(at).AddDays(3)
            ),
            recordedAt
        );

    public Facts Adopting(string recordedAt, string validFrom, Func<RuleSet, RuleSet> change)
    {
        _versions.Add(new(_versions.Count + 1, Day(validFrom), Time(recordedAt), change(Shipped)));
        return this;
    }

    public Guid StreamOf(string name) => _streams[name].Id;

    /// <summary>Id of the event at a place, 0 for the enrolment.</summary>
    public static Guid EventId(int place) => new(0, 0, 1, [0, 0, 0, 0, 0, 0, 0, (byte)place]);

    public SubjectFacts Whole(string activeFrom = "2023-01-01T00:00:00Z") => new(Colleague, _all, Time(activeFrom));

    public RuleBook Book => new(_versions, WarningPolicies.Shipped, Shanghai);

    public Judgement Judged(string now, string activeFrom = "2023-01-01T00:00:00Z") =>
        RuleEngine.Judge(Whole(activeFrom), Book, Time(now));

    /// <summary>What is to be on record: the rule, the fact in short, and when it happened.</summary>
    public List<string> Recorded(string now, string activeFrom = "2023-01-01T00:00:00Z") =>
        [.. Judged(now, activeFrom).Outcomes.Select(InShort)];

    private static string InShort(RuleOutcome outcome) =>
        outcome.Act.StreamId is not null && outcome.Rule.Name != WarningDeadlines.Name
            ? $"{outcome.Rule.Name} {outcome.Act.OccurredAt:MM-dd HH:mm:ss.ffffff}"
        : outcome.Act.StreamId is not null ? $"{outcome.Key[^9..]} missed at {outcome.Act.OccurredAt:MM-dd HH}"
        : outcome.Act.Decide(null, []).Events[0] switch
        {
            TalkOmitted x => $"{EnumNames.Of(x.Trigger)} {x.DueOn:yyyy-MM-dd}",
            WarningRaised x =>
                $"{x.Rule!.Name}@{x.Rule.Version} {EnumNames.Of(x.Category)} of {string.Join(' ', x.Rule.Events.Select(e => e.ToByteArray()[^1]))}",
            var other => other.GetType().Name,
        };
}
