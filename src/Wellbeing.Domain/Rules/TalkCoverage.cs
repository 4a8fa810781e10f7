using Wellbeing.Domain.Honours;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Wellbeing.Domain.Warnings;

namespace Wellbeing.Domain.Rules;

/// <summary>Each serving officer has a talk once a quarter; at its end one that did not take place is put on record.</summary>
public sealed record TalkCoverage : IRule
{
    /// <summary>The rule's name.</summary>
    public const string Name = "talk-coverage";

    private const int Version = 1;

    /// <summary>Whether a talk is the quarterly one: held, and not on account of anything else.</summary>
    public static bool IsQuarterly(Talk talk) =>
        talk.Status == TalkStatus.Held && talk.Trigger is null or TalkTrigger.Quarterly;

    /// <inheritdoc />
    public IReadOnlyList<Type> SetOffBy { get; } = [typeof(OfficerEnrolled)];

    /// <inheritdoc />
    public IEnumerable<Obligation> Of(SubjectFacts facts, RuleBook book, DateTimeOffset now)
    {
        if (facts.All.FirstOrDefault(x => x.Event.Data is OfficerEnrolled) is not { } enrolled)
            return [];
        var since = enrolled.Event.RecordedAt < facts.ActiveFrom ? facts.ActiveFrom : enrolled.Event.RecordedAt;
        var quarter = Quarter.Of(book.Calendar.DayOf(since));
        var due = new List<Obligation>();
        DateTimeOffset end;
        do
        {
            end = book.Calendar.StartOf(quarter.Last.AddDays(1));
            due.Add(Due(quarter, end, enrolled, facts.SubjectId, book));
            quarter = Quarter.Of(quarter.Last.AddDays(1));
        } while (end + RuleEngine.Settled <= now);
        return due;
    }

    private static Obligation Due(Quarter quarter, DateTimeOffset end, Fact enrolled, Guid officer, RuleBook book)
    {
        var trace = new RuleTrace(Name, Version, [enrolled.Event.Id]);
        return new Obligation(trace, $"{officer}/{quarter}", end, Judge);

        RuleAct? Judge(Known known) =>
            (enrolled.Live || book.At(end)?.CoversImported == true)
            && known.ServesOn(quarter.Last)
            && !known.States<Talk>().Any(x => IsQuarterly(x) && Within(book.Calendar.DayOf(x.HeldAt!.Value)))
                ? RuleAct.Starting(
                    new TalkOmitted(
                        officer,
                        known.Officer!.UnitOn(quarter.Last),
                        TalkTrigger.Quarterly,
                        quarter.Last,
                        trace
                    ),
                    book.EndOf(quarter.Last)
                )
                : null;

        bool Within(DateOnly day) => quarter.First <= day && day <= quarter.Last;
    }
}
