using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>
/// A number of warnings or concerns within a window raises a warning. Each of them counts once for a rule's name, and as it
/// stands at that moment: what was declared void or dismissed as a mistake does not count, and of a talk the concerns as amended.
/// </summary>
public sealed record Thresholds : IRule
{
    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(WarningRaised), typeof(TalkHeld), typeof(TalkAmended)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        Of([.. facts.Live], book);

    /// <summary>The same over any facts and by any data.</summary>
    /// <param name="facts">What may set them off, in the order of recording.</param>
    /// <param name="book">The rules' data.</param>
    public static IEnumerable<Obligation> Of(IReadOnlyList<Fact> facts, RuleBook book)
    {
        var due = new List<Obligation>();
        var seen = new HashSet<(string Rule, Guid Event)>();
        // What stands of each record, by the stream that it is.
        var standing = new Dictionary<Guid, Ground>();
        for (var i = 0; i < facts.Count; i++)
        {
            if (Standing(standing.GetValueOrDefault(facts[i].Event.StreamId), facts[i].Event) is not { } newest)
                continue;
            standing[facts[i].Event.StreamId] = newest;
            foreach (var threshold in book.At(facts[i].Event.RecordedAt)?.Thresholds ?? [])
            {
                if (!SetsOff(facts[i].Event.Data) || CategoryOf(threshold, newest) is not { } category)
                    continue;
                var open = standing.Values.Where(x =>
                    CategoryOf(threshold, x) is not null && !seen.Contains((threshold.Name, x.Happened.Id))
                );
                if (Cluster(threshold, [.. open.Select(x => x.Happened)], newest.Happened) is not { } cluster)
                    continue;
                seen.UnionWith(cluster.Select(x => (threshold.Name, x)));
                due.Add(Due(threshold, cluster, facts[i], category, book));
            }
        }
        return due;
    }

    private static Obligation Due(
        Threshold threshold,
        List<Guid> cluster,
        Fact last,
        CareCategory category,
        RuleBook book
    )
    {
        var trace = new RuleTrace(threshold.Name, threshold.Version, cluster);
        var at = last.Event.RecordedAt;
        var deadlines = book.Deadlines.For(threshold.Level, at, book.Calendar.DayOf(at));
        return new Obligation(
            trace,
            string.Join('/', cluster),
            at,
            known =>
                known.ServesOn(known.Calendar.DayOf(at))
                    ? RuleAct.Starting(
                        new WarningRaised(
                            known.SubjectId,
                            known.Officer!.UnitOn(known.Calendar.DayOf(at)),
                            category,
                            threshold.Level,
                            WarningSource.Rule,
                            null,
                            null,
                            trace,
                            deadlines.AcknowledgeBy,
                            deadlines.InterveneBy
                        ),
                        at
                    )
                    : null
        )
        {
            Seq = last.Seq,
        };
    }

    /// <summary>As many as it takes, within a window, the newest on record among them; the first such by when they happened.</summary>
    private static List<Guid>? Cluster(Threshold threshold, List<RecordedEvent> open, RecordedEvent newest)
    {
        var order = open.OrderBy(x => x.OccurredAt).ToList();
        var window = TimeSpan.FromDays(threshold.WindowDays);
        for (var first = 0; first + threshold.Count <= order.Count; first++)
        {
            var some = order.GetRange(first, threshold.Count);
            if (some[^1].OccurredAt - some[0].OccurredAt < window && some.Contains(newest))
                return some.ConvertAll(x => x.Id);
        }
        return null;
    }

    private static bool SetsOff(ICareEvent happened) => happened is WarningRaised or TalkHeld or TalkAmended;

    private static Ground? Standing(Ground? before, RecordedEvent happened) =>
        happened.Data switch
        {
            WarningRaised { Source: not WarningSource.Rule } => new Ground(happened, []),
            TalkHeld x => new Ground(happened, x.Concerns),
            TalkAmended { Concerns: { } amended } when before is not null => before with { Concerns = amended },
            TalkVoided or WarningDismissed { Cause: DismissalCause.Mistaken } when before is not null => before with
            {
                Void = true,
            },
            WarningReopened when before is not null => before with { Void = false },
            _ => null,
        };

    private static CareCategory? CategoryOf(Threshold threshold, Ground ground) =>
        ground.Void
            ? null
            : (threshold.Counts, ground.Happened.Data) switch
            {
                (ThresholdOf.Warnings, WarningRaised x) when threshold.Categories.Contains(x.Category) => x.Category,
                (ThresholdOf.Concerns, TalkHeld) => ground
                    .Concerns.Where(c =>
                        threshold.Categories.Contains(c.Category) && c.Severity >= (threshold.Severity ?? 1)
                    )
                    .OrderByDescending(c => c.Severity)
                    .FirstOrDefault()
                    ?.Category,
                _ => null,
            };

    /// <summary>What a threshold may count, as it stands.</summary>
    /// <param name="Happened">The event by which it counts.</param>
    /// <param name="Concerns">A talk's concerns, as last amended.</param>
    /// <param name="Void">Whether it was declared void, or a mistake.</param>
    private sealed record Ground(RecordedEvent Happened, IReadOnlyList<Concern> Concerns, bool Void = false);
}
