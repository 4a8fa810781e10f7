using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>A number of warnings or concerns within a window raises a warning. Each of them counts once for a rule's name.</summary>
public sealed record Thresholds : IRule
{
    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(WarningRaised), typeof(TalkHeld)];

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
        for (var i = 0; i < facts.Count; i++)
        {
            foreach (var threshold in book.At(facts[i].Event.RecordedAt)?.Thresholds ?? [])
            {
                if (CategoryOf(threshold, facts[i].Event.Data) is not { } category)
                    continue;
                var open = facts
                    .Take(i + 1)
                    .Select(x => x.Event)
                    .Where(x => CategoryOf(threshold, x.Data) is not null && !seen.Contains((threshold.Name, x.Id)));
                if (Cluster(threshold, [.. open], facts[i].Event) is not { } cluster)
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
                            known.Officer!.UnitCode,
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

    private static CareCategory? CategoryOf(Threshold threshold, ICareEvent happened) =>
        (threshold.Counts, happened) switch
        {
            (ThresholdOf.Warnings, WarningRaised { Source: not WarningSource.Rule } x)
                when threshold.Categories.Contains(x.Category) => x.Category,
            (ThresholdOf.Concerns, TalkHeld x) => x
                .Concerns.Where(c =>
                    threshold.Categories.Contains(c.Category) && c.Severity >= (threshold.Severity ?? 1)
                )
                .OrderByDescending(c => c.Severity)
                .FirstOrDefault()
                ?.Category,
            _ => null,
        };
}
