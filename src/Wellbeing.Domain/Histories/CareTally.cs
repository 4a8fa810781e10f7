using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Histories;

/// <summary>What an officer's talks, warnings and interventions come to.</summary>
/// <param name="TalksHeld">Talks that took place and were not voided.</param>
/// <param name="LastTalkAt">When the last of them did.</param>
/// <param name="OpenWarnings">Warnings that are open.</param>
/// <param name="WarningLevel">The highest level of these; null for none.</param>
/// <param name="OpenInterventions">Interventions that are open, interrupted ones included.</param>
public sealed record CareTally(
    int TalksHeld = 0,
    DateTimeOffset? LastTalkAt = null,
    int OpenWarnings = 0,
    WarningLevel? WarningLevel = null,
    int OpenInterventions = 0
)
{
    /// <summary>Counts the states of an officer's streams; those of other kinds do not count.</summary>
    public static CareTally Of(IReadOnlyCollection<object> states)
    {
        var held = states.OfType<Talk>().Where(x => x.Status == TalkStatus.Held).ToList();
        var warnings = states.OfType<Warning>().Where(x => x.Open).ToList();
        return new CareTally(
            held.Count,
            held.Max(x => x.HeldAt),
            warnings.Count,
            warnings.Max(x => (WarningLevel?)x.Level),
            states.OfType<Intervention>().Count(x => x.Open)
        );
    }
}
