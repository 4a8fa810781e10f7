using Wellbeing.Domain.Commendations;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>The must-talks (六必谈): what happens to an officer makes a talk due; one that was not held in time is on record.</summary>
public sealed record MustTalks : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "must-talk";

    private const int Version = 1;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } =
    [typeof(OfficerTransferred), typeof(OfficerPromoted), typeof(CommendationApproved), typeof(WarningRaised)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now) =>
        from fact in facts.Live
        let trigger = TriggerOf(fact.Event.Data)
        where trigger is not null
        let rules = book.At(fact.Event.RecordedAt)
        where rules is not null
        select Due(fact.Event, facts.SubjectId, trigger.Value, rules.MustTalkWithinDays, book);

    /// <summary>On account of what a talk is due after an event, or null. What a rule raised makes none due.</summary>
    public static TalkTrigger? TriggerOf(ICareEvent happened) =>
        happened switch
        {
            OfficerTransferred or OfficerPromoted { Post: not null } => TalkTrigger.PostChange,
            // To the officer, or to a unit with the officer among those who were nominated with it.
            CommendationApproved => TalkTrigger.Award,
            WarningRaised { Source: WarningSource.Rule } => null,
            WarningRaised { Source: WarningSource.Complaint } => TalkTrigger.Complaint,
            WarningRaised { Source: WarningSource.Self } => TalkTrigger.Request,
            WarningRaised { Category: CareCategory.Conduct } => TalkTrigger.Conduct,
            WarningRaised { Category: CareCategory.Family } => TalkTrigger.FamilyEvent,
            _ => null,
        };

    // The days count from when it is on record: before that nobody could be asked to talk.
    private static Obligation Due(RecordedEvent happened, Guid officer, TalkTrigger trigger, int days, RuleBook book)
    {
        var first = book.Calendar.DayOf(happened.OccurredAt);
        var last = book.Calendar.DayOf(happened.RecordedAt).AddDays(days);
        var trace = new RuleTrace(Name, Version, [happened.Id]);
        // What happened to several makes a talk due with each of them.
        var key = happened.Data.OfficerId is null ? $"{happened.Id}/{officer}" : $"{happened.Id}";
        return new Obligation(trace, key, book.Calendar.StartOf(last.AddDays(1)), Judge);

        RuleAct? Judge(Known known) =>
            known.ServesOn(last)
            && !known
                .States<Talk>()
                .Any(x =>
                    x.Status == TalkStatus.Held
                    && x.Trigger == trigger
                    && book.Calendar.DayOf(x.HeldAt!.Value) is var day
                    && first <= day
                    && day <= last
                )
                ? RuleAct.Starting(
                    new TalkOmitted(known.SubjectId, known.Officer!.UnitOn(last), trigger, last, trace),
                    book.EndOf(last)
                )
                : null;
    }
}
