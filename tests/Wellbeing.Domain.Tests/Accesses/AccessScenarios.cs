using Shouldly;
using Wellbeing.Domain.Accesses;
using Xunit;
using static Wellbeing.Domain.Accesses.AccessDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Accesses;

public sealed class AccessScenarios
{
    private static readonly DateTimeOffset Now = Time("2023-07-03T02:00:00Z");

    /// <summary>Who may review what: <c>the-same</c> person who had the access, or <c>another</c>.</summary>
    public static TheoryData<string, string, string> Reviews { get; } =
        Table.Of(
            """
                        another            the-same
            disclosure  nothing-to-review  nothing-to-review
            override    yes                second-person-needed
            reviewed    override-reviewed  override-reviewed
            """
        );

    [Theory, MemberData(nameof(Reviews))]
    public void who_may_review_what(string access, string who, string answer)
    {
        var it = access switch
        {
            "disclosure" => ADisclosure,
            "override" => AnOverride(),
            "reviewed" => AnOverride().Reviewed(),
            _ => throw new ArgumentOutOfRangeException(nameof(access), access, null),
        };

        it.When(x => Review(x, "RIVER", who == "another" ? "auditor-1" : x.By, AccessVerdict.Justified, null))
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_access_is_taken_it_lasts_three_hours_and_is_to_be_reviewed_within_three_days()
    {
        var taken = Given
            .Nothing<Access>()
            .When(_ => Override(Given.AColleague, "counsellor", Sealed("in danger"), false, null, Now))
            .ThenItHappens(
                new AccessOverridden(
                    Colleague,
                    "RIVER",
                    "counsellor",
                    Sealed("in danger"),
                    Time("2023-07-03T05:00:00Z"),
                    Time("2023-07-06T02:00:00Z")
                )
            );

        taken.Id.ShouldBe(StreamId);
        taken.Kind.ShouldBe(AccessKind.Override);
        taken.Open.ShouldBeTrue();
        taken.OfficerId.ShouldBe(Colleague);
        taken.By.ShouldBe("political-officer-1");
        taken.Role.ShouldBe("counsellor");
        taken.At.ShouldBe(Now);
        taken.Why.ShouldBe(Sealed("in danger"));
        taken.WhyEvent.ShouldBe(EventId);
        taken.Until.ShouldBe(Time("2023-07-03T05:00:00Z"));
        taken.ReviewBy.ShouldBe(Time("2023-07-06T02:00:00Z"));
    }

    [Fact]
    public void when_the_record_is_within_reach_no_access_is_taken() =>
        Given
            .Nothing<Access>()
            .When(_ => Override(Given.AColleague, "counsellor", Sealed("in danger"), withinReach: true, null, Now))
            .ThenItIsRefused("already-within-reach");

    [Theory]
    [InlineData("2023-07-03T02:00:01Z", false)]
    [InlineData("2023-07-03T05:00:00Z", false)] // The three hours are over.
    [InlineData("2023-07-06T02:00:00Z", false)] // So are the three days, and nobody reviewed it …
    [InlineData("2024-07-03T02:00:00Z", false)] // … ever.
    [InlineData("2023-07-03T02:00:01Z", true)]
    [InlineData("2023-07-06T01:59:59Z", true)] // Reviewed, and not three days old.
    public void while_it_waits_for_its_review_or_is_not_three_days_old_it_is_not_renewed(string now, bool reviewed) =>
        Again(now, reviewed, withinReach: false).ThenItIsRefused("override-not-renewable");

    [Theory]
    [InlineData("2023-07-06T02:00:00Z")]
    [InlineData("2024-07-03T02:00:00Z")]
    public void when_it_was_reviewed_and_is_three_days_old_access_may_be_taken_anew(string now) =>
        Again(now, reviewed: true, withinReach: false).ThenItHappens().Until.ShouldBe(Time(now).AddHours(3));

    [Fact]
    public void while_it_lasts_the_record_is_within_reach_and_the_answer_is_that_it_is_not_renewed() =>
        Again("2023-07-03T04:59:59Z", reviewed: false, withinReach: true).ThenItIsRefused("override-not-renewable");

    [Fact]
    public void when_the_officer_has_come_within_reach_since_no_access_is_taken_anew() =>
        Again("2023-07-06T02:00:00Z", reviewed: true, withinReach: true).ThenItIsRefused("already-within-reach");

    [Fact]
    public void when_an_access_is_reviewed_who_when_and_what_it_came_to_are_kept()
    {
        var taken = AnOverride(by: "counsellor-3");

        var reviewed = taken
            .When(it => Review(it, "LAKE", "auditor-1", AccessVerdict.Unjustified, Sealed("curiosity")))
            .ThenItHappens(new AccessReviewed(Colleague, "LAKE", AccessVerdict.Unjustified, Sealed("curiosity")));

        reviewed.Open.ShouldBeFalse();
        reviewed.ShouldBe(
            taken with
            {
                Verdict = AccessVerdict.Unjustified,
                ReviewedBy = "political-officer-1",
                ReviewedAt = Now,
                Note = Sealed("curiosity"),
                NoteEvent = EventId,
                Until = Now,
            }
        );
    }

    [Theory]
    [InlineData(AccessVerdict.Unjustified, "2023-07-03T03:00:00Z", "2023-07-03T03:00:00Z")]
    [InlineData(AccessVerdict.Unjustified, "2023-07-03T06:00:00Z", "2023-07-03T05:00:00Z")] // It was over by then.
    [InlineData(AccessVerdict.Justified, "2023-07-03T03:00:00Z", "2023-07-03T05:00:00Z")]
    public void when_it_was_not_justified_it_ends_with_its_review(AccessVerdict verdict, string at, string until) =>
        AnOverride().After(new AccessReviewed(Colleague, "RIVER", verdict, null), at).Until.ShouldBe(Time(until));

    [Fact]
    public void when_sealed_text_was_opened_there_is_nothing_to_wait_for()
    {
        var disclosure = ADisclosure;

        disclosure.Kind.ShouldBe(AccessKind.Disclosure);
        disclosure.Open.ShouldBeFalse();
        disclosure.OfficerId.ShouldBe(Colleague);
        disclosure.By.ShouldBe("political-officer-1");
        disclosure.Role.ShouldBe("auditor");
        disclosure.Stream.ShouldBe(StreamKind.Talk);
        disclosure.StreamId.ShouldBe(EventId);
        disclosure.Fields.ShouldBe(["narrative", "topics"]);
        disclosure.Why.ShouldBe(Sealed("a complaint"));
        disclosure.WhyEvent.ShouldBe(EventId);
    }

    [Fact]
    public void who_read_a_record_is_told_by_the_access_log_and_by_no_history()
    {
        Evolution.Concerned(ADisclosure).ShouldBeEmpty();
        Evolution.Concerned(AnOverride()).ShouldBeEmpty();
    }

    private static Outcome<Access> Again(string now, bool reviewed, bool withinReach)
    {
        var earlier = reviewed ? AnOverride().Reviewed() : AnOverride();
        return Given
            .Nothing<Access>()
            .When(_ =>
                Override(Given.AColleague, "counsellor", Sealed("in danger again"), withinReach, earlier, Time(now))
            );
    }

    private static Access AnOverride(string by = "counsellor-3") =>
        Given
            .Nothing<Access>()
            .After(Override(Given.AColleague, "counsellor", Sealed("in danger"), false, null, Now).Events[0], by: by);

    private static Access ADisclosure =>
        Given
            .Nothing<Access>()
            .After(
                new RecordDisclosed(
                    Colleague,
                    "RIVER",
                    StreamKind.Talk,
                    EventId,
                    4,
                    ["narrative", "topics"],
                    3,
                    "auditor",
                    Sealed("a complaint")
                )
            );
}

internal static class AccessStory
{
    public static Access Reviewed(this Access it) =>
        it.After(new AccessReviewed(it.OfficerId, it.UnitCode, AccessVerdict.Justified, null));
}
