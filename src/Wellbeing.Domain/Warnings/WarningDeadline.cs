namespace Wellbeing.Domain.Warnings;

/// <summary>What became of a deadline.</summary>
public enum DeadlineResult
{
    /// <summary>It was met in time.</summary>
    Kept,

    /// <summary>It passed before it was met.</summary>
    Missed,

    /// <summary>It has not come yet.</summary>
    Pending,

    /// <summary>Before it came, the warning was closed or set another one.</summary>
    Lapsed,
}

/// <summary>A deadline that a warning sets.</summary>
/// <param name="Kind">For what.</param>
/// <param name="SetAt">When it was set.</param>
/// <param name="DueAt">Until when it is to be met.</param>
/// <param name="MetAt">When it was acknowledged; of an intervention its own stream tells.</param>
/// <param name="EndedAt">When the warning was closed, or set another deadline in its place.</param>
public sealed record WarningDeadline(
    DeadlineKind Kind,
    DateTimeOffset SetAt,
    DateTimeOffset DueAt,
    DateTimeOffset? MetAt = null,
    DateTimeOffset? EndedAt = null
)
{
    /// <summary>The deadlines that an event sets or changes, as it leaves them.</summary>
    /// <param name="before">The warning before, or null for its first event.</param>
    /// <param name="happened">The event.</param>
    /// <param name="at">When it happened.</param>
    public static IEnumerable<WarningDeadline> Changed(Warning? before, ICareEvent happened, DateTimeOffset at) =>
        happened switch
        {
            WarningRaised x => Set(at, x.AcknowledgeBy, x.InterveneBy),
            WarningAcknowledged => Standing(before!, DeadlineKind.Acknowledge).Select(x => x with { MetAt = at }),
            // Who has taken note need not take note again.
            WarningReclassified x =>
            [
                .. Ended(before!, at),
                .. Set(at, before!.AcknowledgedAt is null ? x.AcknowledgeBy : null, x.InterveneBy),
            ],
            WarningResolved or WarningDismissed => Ended(before!, at),
            WarningReopened x => Set(at, x.AcknowledgeBy, x.InterveneBy),
            _ => [],
        };

    /// <summary>What became of it by a time.</summary>
    /// <param name="at">The time.</param>
    public DeadlineResult ResultAt(DateTimeOffset at)
    {
        var ended = EndedAt <= DueAt ? EndedAt : null;
        return MetAt <= (ended ?? DueAt) && MetAt <= at ? DeadlineResult.Kept
            : ended <= at ? DeadlineResult.Lapsed
            : DueAt < at ? DeadlineResult.Missed
            : DeadlineResult.Pending;
    }

    private static IReadOnlyList<WarningDeadline> Set(
        DateTimeOffset at,
        DateTimeOffset? acknowledgeBy,
        DateTimeOffset? interveneBy
    ) =>
        [
            .. acknowledgeBy is { } acknowledge
                ? new[] { new WarningDeadline(DeadlineKind.Acknowledge, at, acknowledge) }
                : [],
            .. interveneBy is { } intervene ? new[] { new WarningDeadline(DeadlineKind.Intervene, at, intervene) } : [],
        ];

    private static IEnumerable<WarningDeadline> Ended(Warning warning, DateTimeOffset at) =>
        Enum.GetValues<DeadlineKind>().SelectMany(x => Standing(warning, x)).Select(x => x with { EndedAt = at });

    // One that was acknowledged stands no longer.
    private static IEnumerable<WarningDeadline> Standing(Warning warning, DeadlineKind kind) =>
        Set(
                warning.DeadlinesFrom ?? warning.RaisedAt,
                warning.AcknowledgedAt is null ? warning.AcknowledgeBy : null,
                warning.InterveneBy
            )
            .Where(x => x.Kind == kind);
}
