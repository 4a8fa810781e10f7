using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Talks;

/// <summary>What a talk came to.</summary>
/// <param name="Host">Opaque id of who hosted it.</param>
/// <param name="HeldAt">When it took place.</param>
/// <param name="Minutes">How long, 1 to 1440 minutes.</param>
/// <param name="Topics">What was talked about, sealed.</param>
/// <param name="Concerns">What burdens the officer.</param>
/// <param name="Mood">The officer's mood, 1 to 5.</param>
/// <param name="Narrative">What was said, sealed.</param>
public sealed record TalkContent(
    string Host,
    DateTimeOffset HeldAt,
    int? Minutes,
    SealedText? Topics,
    IReadOnlyList<Concern> Concerns,
    int? Mood,
    SealedText? Narrative
);

/// <summary>What may happen to a talk.</summary>
public static class TalkDecisions
{
    /// <summary>Arranges a talk.</summary>
    public static Decision Schedule(
        Officer officer,
        string unitCode,
        TalkKind kind,
        TalkTrigger? trigger,
        string host,
        DateTimeOffset scheduledFor,
        SealedText? reason
    ) => Decision.Of(new TalkScheduled(officer.Id, unitCode, kind, trigger, host, scheduledFor, reason));

    /// <summary>Records a talk that took place without having been arranged.</summary>
    public static Decision Record(
        Officer officer,
        string unitCode,
        TalkKind kind,
        TalkTrigger? trigger,
        TalkContent content
    ) => Decision.Of(Held(officer.Id, unitCode, kind, trigger, content));

    /// <summary>Records that a talk was due and nobody arranged it.</summary>
    public static Decision Omit(Officer officer, string unitCode, TalkTrigger trigger, DateOnly dueOn) =>
        Decision.Of(new TalkOmitted(officer.Id, unitCode, trigger, dueOn));

    /// <summary>
    /// Records that an arranged talk took place. Refuses <c>talk-already-held</c>, and <c>talk-closed</c> where it was
    /// missed, cancelled, omitted or voided.
    /// </summary>
    /// <param name="talk">The talk.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="content">What it came to.</param>
    public static Decision Hold(Talk talk, string unitCode, TalkContent content) =>
        Closed(talk) ?? Decision.Of(Held(talk.OfficerId, unitCode, talk.Kind!.Value, talk.Trigger, content));

    /// <summary>Records that an arranged talk did not take place. Refuses as <see cref="Hold" /> does.</summary>
    public static Decision Miss(Talk talk, string unitCode, SealedText? reason) =>
        Closed(talk) ?? Decision.Of(new TalkMissed(talk.OfficerId, unitCode, reason));

    /// <summary>Calls an arranged talk off. Refuses as <see cref="Hold" /> does.</summary>
    public static Decision Cancel(Talk talk, string unitCode, SealedText reason) =>
        Closed(talk) ?? Decision.Of(new TalkCancelled(talk.OfficerId, unitCode, reason));

    /// <summary>Agrees on what has to follow. Refuses <c>talk-not-held</c>, and <c>talk-voided</c>.</summary>
    public static Decision AgreeFollowUp(
        Talk talk,
        string unitCode,
        SealedText what,
        string owner,
        DateOnly dueOn,
        IReadOnlyList<Finding>? findings = null
    ) =>
        NotHeld(talk)
        ?? Decision.Of(
            new TalkFollowUpAgreed(talk.OfficerId, unitCode, talk.FollowUps.Count + 1, what, owner, dueOn)
            {
                Findings = findings,
            }
        );

    /// <summary>
    /// Records that what was agreed was done. Refuses <c>talk-not-held</c>, <c>talk-voided</c>,
    /// <c>unknown-follow-up</c>, and <c>follow-up-done</c>.
    /// </summary>
    public static Decision FinishFollowUp(Talk talk, string unitCode, int number, SealedText? note) =>
        NotHeld(talk)
        ?? (
            talk.FollowUps.FirstOrDefault(x => x.Number == number) is not { } agreed
                ? Decision.Refuse("unknown-follow-up")
            : agreed.DoneAt is not null ? Decision.Refuse("follow-up-done")
            : Decision.Of(new TalkFollowUpDone(talk.OfficerId, unitCode, number, note))
        );

    /// <summary>
    /// Records that the last day for what was agreed went by without it. Refuses <c>unknown-follow-up</c>,
    /// <c>follow-up-overdue</c> where that is on record, and <c>follow-up-not-overdue</c> up to that day, whose last instant
    /// alone a rule names; where no rule has judged by what was on record then, <c>talk-not-held</c>, <c>talk-voided</c> and
    /// <c>follow-up-done</c> too.
    /// </summary>
    /// <param name="talk">The talk.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="number">The number of what was agreed.</param>
    /// <param name="on">The day on which it is found, in the bureau's time zone.</param>
    /// <param name="rule">The rule that found it out.</param>
    public static Decision MissFollowUp(Talk talk, string unitCode, int number, DateOnly on, RuleTrace? rule = null) =>
        (rule is null ? NotHeld(talk) : null)
        ?? (
            talk.FollowUps.FirstOrDefault(x => x.Number == number) is not { } agreed
                ? Decision.Refuse("unknown-follow-up")
            : agreed.OverdueAt is not null ? Decision.Refuse("follow-up-overdue")
            : rule is null && agreed.DoneAt is not null ? Decision.Refuse("follow-up-done")
            : on < agreed.DueOn || (rule is null && on == agreed.DueOn) ? Decision.Refuse("follow-up-not-overdue")
            : Decision.Of(new TalkFollowUpOverdue(talk.OfficerId, unitCode, number, agreed.Owner, agreed.DueOn, rule))
        );

    /// <summary>
    /// Amends what a talk's record says. Refuses <c>talk-not-held</c>, <c>talk-voided</c>, and <c>nothing-changed</c>
    /// where it replaces nothing.
    /// </summary>
    public static Decision Amend(Talk talk, TalkAmended amendment) =>
        NotHeld(talk)
        ?? (
            amendment is { HeldAt: null, Minutes: null, Topics: null, Concerns: null, Mood: null, Narrative: null }
                ? Decision.Refuse("nothing-changed")
                : Decision.Of(amendment)
        );

    /// <summary>
    /// Declares the record of a talk void. Refuses <c>talk-voided</c>, <c>nothing-to-void</c> where it has not ended or
    /// was cancelled, and <c>second-person-needed</c> for its host and for who put it on record or
    /// amended it.
    /// </summary>
    /// <param name="talk">The talk.</param>
    /// <param name="unitCode">The officer's unit now.</param>
    /// <param name="actor">Opaque id of who declares it void.</param>
    /// <param name="reason">Why.</param>
    public static Decision Void(Talk talk, string unitCode, Person actor, SealedText reason) =>
        talk.Status switch
        {
            TalkStatus.Voided => Decision.Refuse("talk-voided"),
            TalkStatus.Scheduled or TalkStatus.Cancelled => Decision.Refuse("nothing-to-void"),
            _ when actor == talk.RecordedBy || actor == talk.Host || talk.Amendments.Any(x => actor == x.By) =>
                Decision.Refuse("second-person-needed"),
            _ => Decision.Of(new TalkVoided(talk.OfficerId, unitCode, reason)),
        };

    private static TalkHeld Held(
        Guid officerId,
        string unitCode,
        TalkKind kind,
        TalkTrigger? trigger,
        TalkContent content
    ) =>
        new(
            officerId,
            unitCode,
            kind,
            trigger,
            content.Host,
            content.HeldAt,
            content.Minutes,
            content.Topics,
            content.Concerns,
            content.Mood,
            content.Narrative
        );

    private static Decision? Closed(Talk talk) =>
        talk.Status switch
        {
            TalkStatus.Scheduled => null,
            TalkStatus.Held => Decision.Refuse("talk-already-held"),
            _ => Decision.Refuse("talk-closed"),
        };

    private static Decision? NotHeld(Talk talk) =>
        talk.Status switch
        {
            TalkStatus.Held => null,
            TalkStatus.Voided => Decision.Refuse("talk-voided"),
            _ => Decision.Refuse("talk-not-held"),
        };
}
