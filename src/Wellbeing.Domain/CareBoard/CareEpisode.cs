using System.Collections.Immutable;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.CareBoard;

/// <summary>How far the care for an officer has come (关爱对象库), ascending.</summary>
public enum CareStage
{
    /// <summary>Something was noticed, and nobody in command has taken note (发现).</summary>
    Noticed,

    /// <summary>A warning was acknowledged, assigned or classified anew (分类).</summary>
    Classified,

    /// <summary>Counselling is under way, or was (疏导).</summary>
    Counselled,

    /// <summary>Help beyond counselling is under way, or was (帮扶).</summary>
    Helped,
}

/// <summary>
/// A stretch in which an officer is under care: from the first record that is open until none is. Within it a stage that was
/// reached stays reached.
/// </summary>
/// <param name="Stage">The furthest stage reached.</param>
/// <param name="StageSince">Since when.</param>
/// <param name="Since">When the stretch began.</param>
/// <param name="Level">The highest level of the open warnings; null where only interventions are open.</param>
/// <param name="OpenWarnings">How many warnings are open.</param>
/// <param name="OpenInterventions">How many interventions are open.</param>
public sealed record CareEpisode(
    CareStage Stage,
    DateTimeOffset StageSince,
    DateTimeOffset Since,
    WarningLevel? Level,
    int OpenWarnings,
    int OpenInterventions
)
{
    /// <summary>The stretch after one more event, or null where nothing is open.</summary>
    /// <param name="before">The stretch before, or null.</param>
    /// <param name="states">The officer's warnings and interventions as the event leaves them.</param>
    /// <param name="happened">The event.</param>
    /// <param name="at">When it happened.</param>
    public static CareEpisode? After(
        CareEpisode? before,
        IReadOnlyCollection<object> states,
        ICareEvent happened,
        DateTimeOffset at
    )
    {
        var warnings = states.OfType<Warning>().Where(x => x.Open).ToList();
        var interventions = states.OfType<Intervention>().Count(x => x.Open);
        if (warnings.Count + interventions == 0)
            return null;
        var reached = StageOf(happened);
        var (stage, since) =
            before is null ? (reached, at)
            : reached > before.Stage ? (reached, at)
            : (before.Stage, before.StageSince);
        return new CareEpisode(
            stage,
            since,
            before?.Since ?? at,
            warnings.Max(x => (WarningLevel?)x.Level),
            warnings.Count,
            interventions
        );
    }

    private static CareStage StageOf(ICareEvent happened) =>
        happened switch
        {
            WarningAcknowledged or WarningAssigned or WarningReclassified => CareStage.Classified,
            InterventionOpened
            {
                Kind: InterventionKind.Counselling or InterventionKind.Crisis or InterventionKind.GroupCounselling
            } => CareStage.Counselled,
            InterventionOpened => CareStage.Helped,
            _ => CareStage.Noticed,
        };
}

/// <summary>The care for one officer, followed event by event in the order in which they happened.</summary>
/// <param name="States">The officer's warnings and interventions, by their streams' ids.</param>
/// <param name="Episode">The stretch in which the officer is under care, or null.</param>
public sealed record CareReplay(ImmutableDictionary<Guid, object> States, CareEpisode? Episode)
{
    /// <summary>Before the first event.</summary>
    public static CareReplay Empty { get; } = new(ImmutableDictionary<Guid, object>.Empty, null);

    /// <summary>After the next event; those of other kinds than warnings and interventions change nothing.</summary>
    /// <param name="happened">The event; a stream's events come by version.</param>
    /// <param name="calendar">The bureau's days.</param>
    public CareReplay After(RecordedEvent happened, BureauCalendar calendar)
    {
        if (happened.Data is not (IWarningEvent or IInterventionEvent))
            return this;
        var states = States.SetItem(
            happened.StreamId,
            Evolution.After(States.GetValueOrDefault(happened.StreamId), happened, calendar)
        );
        return new CareReplay(
            states,
            CareEpisode.After(Episode, [.. states.Values], happened.Data, happened.OccurredAt)
        );
    }
}
