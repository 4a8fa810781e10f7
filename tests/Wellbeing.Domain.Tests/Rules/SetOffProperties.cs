using CsCheck;
using Shouldly;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Rules;
using Wellbeing.Domain.Tests.Properties;
using Wellbeing.Domain.Warnings;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Rules;

/// <summary>After which events a record has to be judged anew.</summary>
public sealed class SetOffProperties
{
    [Fact]
    public void whatever_sets_nothing_off_makes_nothing_due_that_was_not_due_without_it() =>
        Lives.All.Sample(
            life =>
            {
                var all = FactsOf(life);
                for (var place = 1; place < all.Count; place++)
                {
                    if (RuleEngine.SetOffBy.Contains(Catalogue.Of(all[place].Event.Data)))
                        continue;
                    var now = all[place].Event.RecordedAt;
                    Judged(all.Take(place + 1), now)
                        .ShouldBe(Judged(all.Take(place), now), Catalogue.Of(all[place].Event.Data).Name);
                }
            },
            iter: 2000
        );

    /// <summary>What is to be on record, and when to look again.</summary>
    private static string Judged(IEnumerable<Fact> facts, DateTimeOffset now)
    {
        var judged = RuleEngine.Judge(new SubjectFacts(Colleague, [.. facts], default), new Facts().Book, now);
        return string.Join('\n', judged.Outcomes.Select(x => $"{x.Rule.Name} {x.Key}")) + $"\n{judged.NextAt:O}";
    }

    /// <summary>A colleague was enrolled, and then lived the life.</summary>
    private static List<Fact> FactsOf(Life life)
    {
        List<RecordedEvent> all =
        [
            .. life.Events[0].Data is OfficerEnrolled ? (RecordedEvent[])[] : [Enrolled(life.Events[0].RecordedAt)],
            .. life.Events.Select(x => x with { Data = Feasible(x) }),
        ];
        return [.. all.Select((x, place) => new Fact(place, x, Live: true))];
    }

    private static RecordedEvent Enrolled(DateTimeOffset at) =>
        new(
            Colleague,
            Colleague,
            StreamKind.Officer,
            1,
            at,
            at,
            "somebody",
            new OfficerEnrolled(
                Colleague,
                "RIVER",
                null,
                null,
                DateOnly.FromDateTime(at.Date).AddYears(-1),
                "Y29tbWl0bWVudA=="
            )
        );

    // A drawn deadline may have passed before what it was set for; a decided one never has.
    private static ICareEvent Feasible(RecordedEvent happened)
    {
        var (acknowledge, intervene) = (happened.OccurredAt.AddDays(1), happened.OccurredAt.AddDays(3));
        return happened.Data switch
        {
            WarningRaised x => x with { AcknowledgeBy = acknowledge, InterveneBy = intervene },
            WarningReclassified x => x with { AcknowledgeBy = acknowledge, InterveneBy = intervene },
            WarningReopened x => x with { AcknowledgeBy = acknowledge, InterveneBy = intervene },
            var other => other,
        };
    }
}
