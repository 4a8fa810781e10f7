using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;

namespace Wellbeing.Domain.Warnings;

/// <summary>What a warning says.</summary>
/// <param name="Category">What it is about.</param>
/// <param name="Level">How serious.</param>
/// <param name="Source">What gave rise to it.</param>
/// <param name="SourceId">Id of that, where it has one.</param>
/// <param name="Evidence">What speaks for it, sealed.</param>
/// <param name="Rule">The rule, where one raised it.</param>
public sealed record Alert(
    CareCategory Category,
    WarningLevel Level,
    WarningSource Source,
    Guid? SourceId,
    SealedText? Evidence,
    RuleTrace? Rule
);

/// <summary>What may happen to a warning.</summary>
public static class WarningDecisions
{
    /// <summary>
    /// Raises a warning. Refuses <c>talk-not-held</c> where it is to come from a talk that did not take place.
    /// </summary>
    /// <param name="officer">About whom.</param>
    /// <param name="unitCode">The officer's unit then.</param>
    /// <param name="alert">What it says.</param>
    /// <param name="talk">The talk that gave rise to it, or null.</param>
    /// <param name="deadlines">The deadlines that it sets.</param>
    public static Decision Raise(Officer officer, string unitCode, Alert alert, Talk? talk, Deadlines deadlines) =>
        talk is not null && talk.Status != TalkStatus.Held
            ? Decision.Refuse("talk-not-held")
            : Decision.Of(
                new WarningRaised(
                    officer.Id,
                    unitCode,
                    alert.Category,
                    alert.Level,
                    alert.Source,
                    alert.SourceId,
                    alert.Evidence,
                    alert.Rule,
                    deadlines.AcknowledgeBy,
                    deadlines.InterveneBy
                )
            );

    /// <summary>Takes note of a warning. Refuses <c>warning-closed</c>, and <c>already-acknowledged</c>.</summary>
    /// <param name="warning">The warning.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    public static Decision Acknowledge(Warning warning, string unitCode) =>
        Closed(warning)
        ?? (
            warning.AcknowledgedAt is not null
                ? Decision.Refuse("already-acknowledged")
                : Decision.Of(new WarningAcknowledged(warning.OfficerId, unitCode))
        );

    /// <summary>
    /// Puts somebody in charge, or somebody else. Refuses <c>warning-closed</c>, <c>not-acknowledged</c>, and
    /// <c>nothing-changed</c> for who is in charge already.
    /// </summary>
    public static Decision Assign(Warning warning, string unitCode, string to) =>
        Closed(warning)
        ?? (
            warning.AcknowledgedAt is null ? Decision.Refuse("not-acknowledged")
            : Person.AreSame(warning.AssignedTo, to) ? Decision.Refuse("nothing-changed")
            : Decision.Of(new WarningAssigned(warning.OfficerId, unitCode, to))
        );

    /// <summary>Changes the level. Refuses <c>warning-closed</c>, and <c>nothing-changed</c> for the level that it has.</summary>
    public static Decision Reclassify(
        Warning warning,
        string unitCode,
        WarningLevel level,
        SealedText reason,
        Deadlines deadlines
    ) =>
        Closed(warning)
        ?? (
            warning.Level == level
                ? Decision.Refuse("nothing-changed")
                : Decision.Of(
                    new WarningReclassified(
                        warning.OfficerId,
                        unitCode,
                        level,
                        reason,
                        deadlines.AcknowledgeBy,
                        deadlines.InterveneBy
                    )
                )
        );

    /// <summary>
    /// Brings a warning to the level of command above the one that it concerns. Refuses <c>warning-closed</c>,
    /// <c>deadline-not-missed</c> where the deadline named has not passed or was kept, but not for a record of the past, whose
    /// deadlines were its own; and <c>nobody-above</c> at the top, unless a deadline passed: that is on record wherever it
    /// happens.
    /// </summary>
    /// <param name="warning">The warning.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="above">Codes of the officer's unit and of all units above it, from there upwards.</param>
    /// <param name="missed">The deadline that passed, where that is why.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="at">When it is brought there.</param>
    /// <param name="mode">Whether it happens now or is a record of the past.</param>
    public static Decision Escalate(
        Warning warning,
        string unitCode,
        IReadOnlyList<string> above,
        DeadlineKind? missed,
        SealedText? reason,
        DateTimeOffset at,
        PolicyMode mode
    )
    {
        if (Closed(warning) is { } closed)
            return closed;
        if (mode == PolicyMode.Refuse && missed is { } deadline && !WasMissed(warning, deadline, at))
            return Decision.Refuse("deadline-not-missed");
        var next = Above(warning, unitCode, above);
        return next is null && missed is null
            ? Decision.Refuse("nobody-above")
            : Decision.Of(new WarningEscalated(warning.OfficerId, unitCode, next, missed, reason));
    }

    /// <summary>
    /// Puts on record that a deadline passed, and brings the warning to the level of command above; one that has been closed
    /// since is brought nowhere.
    /// </summary>
    /// <param name="warning">The warning.</param>
    /// <param name="unitCode">The officer's unit when it passed.</param>
    /// <param name="above">Codes of that unit and of all units above it, from there upwards.</param>
    /// <param name="missed">The deadline.</param>
    /// <param name="rule">The rule that found it missed.</param>
    public static Decision Miss(
        Warning warning,
        string unitCode,
        IReadOnlyList<string> above,
        DeadlineKind missed,
        RuleTrace rule
    ) =>
        Decision.Of(
            new WarningEscalated(
                warning.OfficerId,
                unitCode,
                warning.Open ? Above(warning, unitCode, above) : null,
                missed,
                null,
                rule
            )
        );

    /// <summary>Brings a warning to its end, acknowledged or not. Refuses <c>warning-closed</c>.</summary>
    public static Decision Resolve(Warning warning, string unitCode, WarningOutcome outcome, SealedText? note) =>
        Closed(warning) ?? Decision.Of(new WarningResolved(warning.OfficerId, unitCode, outcome, note));

    /// <summary>Dismisses a warning, acknowledged or not. Refuses <c>warning-closed</c>.</summary>
    public static Decision Dismiss(Warning warning, string unitCode, SealedText reason, DismissalCause? cause = null) =>
        Closed(warning) ?? Decision.Of(new WarningDismissed(warning.OfficerId, unitCode, reason, cause));

    /// <summary>Opens a warning again. Refuses <c>warning-open</c>.</summary>
    public static Decision Reopen(Warning warning, string unitCode, SealedText reason, Deadlines deadlines) =>
        warning.Open
            ? Decision.Refuse("warning-open")
            : Decision.Of(
                new WarningReopened(warning.OfficerId, unitCode, reason, deadlines.AcknowledgeBy, deadlines.InterveneBy)
            );

    // A transfer may have taken the officer out of the line of command that it was brought up before.
    private static string? Above(Warning warning, string unitCode, IReadOnlyList<string> above) =>
        above.ElementAtOrDefault(Math.Max(0, above.ToList().IndexOf(warning.EscalatedTo ?? unitCode)) + 1);

    // That an intervention was opened in time is not in the warning's own stream: of that deadline only its passing shows.
    private static bool WasMissed(Warning warning, DeadlineKind deadline, DateTimeOffset at) =>
        deadline == DeadlineKind.Acknowledge
            ? (warning.AcknowledgedAt ?? at) > warning.AcknowledgeBy
            : at > warning.InterveneBy;

    private static Decision? Closed(Warning warning) => warning.Open ? null : Decision.Refuse("warning-closed");
}
