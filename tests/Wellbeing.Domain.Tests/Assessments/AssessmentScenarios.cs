using Shouldly;
using Wellbeing.Domain.Assessments;
using Wellbeing.Domain.Interventions;
using Xunit;
using static Wellbeing.Domain.Assessments.AssessmentDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Assessments;

public sealed class AssessmentScenarios
{
    private static readonly Assessment Assigned = Given
        .Nothing<Assessment>()
        .After(
            new AssessmentAssigned(Colleague, "RIVER", Instrument.Phq9, Day("2023-07-10"), null),
            by: "counsellor-3"
        );

    /// <summary>What may be done to a test, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                       complete              review
            assigned   yes                   assessment-not-completed
            completed  assessment-completed  yes
            reviewed   assessment-completed  assessment-reviewed
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_test(string standing, string act, string answer) =>
        (
            standing switch
            {
                "assigned" => Assigned,
                "completed" => Assigned.Completed(),
                _ => Assigned.Completed().After(new AssessmentReviewed(Colleague, "RIVER", null)),
            }
        )
            .When(it => act == "complete" ? Complete(it, "RIVER", Taken(0)) : Review(it, "RIVER", Sealed("calm")))
            .ThenTheAnswerIs(answer);

    [Fact]
    public void when_a_test_is_assigned_it_is_open_and_in_the_officers_history()
    {
        var assigned = Given
            .Nothing<Assessment>()
            .When(_ =>
                Assign(Given.AColleague, "LAKE", Instrument.Gad7, Day("2023-07-10"), Sealed("after the accident"))
            )
            .ThenItHappens(
                new AssessmentAssigned(
                    Colleague,
                    "LAKE",
                    Instrument.Gad7,
                    Day("2023-07-10"),
                    Sealed("after the accident")
                )
            );

        assigned.ShouldBe(
            new Assessment(
                StreamId,
                AssessmentStatus.Assigned,
                Colleague,
                "LAKE",
                Instrument.Gad7,
                Day("2023-07-10"),
                Time("2023-07-03T02:00:00Z"),
                "political-officer-1"
            )
        );
        assigned.Open.ShouldBeTrue();
        Evolution.Concerned(assigned).ShouldBe([Colleague]);
    }

    [Fact]
    public void when_a_test_is_taken_score_band_and_edition_are_kept_and_the_answers_are_in_the_event_alone()
    {
        var completed = Assigned
            .When(it => Complete(it, "LAKE", Taken(0)))
            .ThenItHappens(
                new AssessmentCompleted(
                    Colleague,
                    "LAKE",
                    Instrument.Phq9,
                    "1999",
                    "zh-CN",
                    7,
                    ScoreBand.Mild,
                    Highest: false,
                    Sealed("the answers")
                )
            );

        completed.Open.ShouldBeTrue();
        (completed.Status, completed.Score, completed.Band, completed.Highest).ShouldBe(
            (AssessmentStatus.Completed, 7, ScoreBand.Mild, false)
        );
        (completed.InstrumentVersion, completed.Language).ShouldBe(("1999", "zh-CN"));
        completed.CompletedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        completed.Alerts.ShouldNotBeNull().ShouldBeEmpty();
    }

    [Fact]
    public void when_an_item_asks_for_help_at_once_the_alert_is_appended_with_the_test_and_names_the_item()
    {
        var decision = Complete(Assigned, "LAKE", Taken(1));

        decision.Events.Select(x => Catalogue.Of(x).Name).ShouldBe(["assessment_completed", "assessment_item_alerted"]);
        decision.Events[1].ShouldBe(new AssessmentItemAlerted(Colleague, "LAKE", Instrument.Phq9, 9));
        var after = Assigned.After(decision.Events[0]).After(decision.Events[1]);
        after.Alerts.ShouldBe([9]);
        after.Band.ShouldBe(ScoreBand.Mild);
        after.Highest.ShouldBe(false);
    }

    [Fact]
    public void when_a_counsellor_has_looked_at_a_test_it_is_open_no_more()
    {
        var reviewed = Assigned
            .Completed()
            .When(it => Review(it, "LAKE", Sealed("calm")))
            .ThenItHappens(new AssessmentReviewed(Colleague, "LAKE", Sealed("calm")));

        reviewed.Open.ShouldBeFalse();
        (reviewed.Status, reviewed.ReviewedBy, reviewed.ReviewedAt).ShouldBe(
            (AssessmentStatus.Reviewed, "political-officer-1", Time("2023-07-03T02:00:00Z"))
        );
    }

    private static TakenTest Taken(int ninth) =>
        new("1999", "zh-CN", Scoring.OfItems(Instrument.Phq9, [2, 2, 1, 1, 1, 0, 0, 0, ninth]), Sealed("the answers"));
}

internal static class AssessmentStory
{
    public static Assessment Completed(this Assessment it) =>
        it.After(
            new AssessmentCompleted(
                it.OfficerId,
                it.UnitCode,
                it.Instrument,
                "1999",
                "zh-CN",
                7,
                ScoreBand.Mild,
                Highest: false,
                null
            )
        );
}
