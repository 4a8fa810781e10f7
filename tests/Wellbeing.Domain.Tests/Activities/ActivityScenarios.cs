using Shouldly;
using Wellbeing.Domain.Activities;
using Xunit;
using static Wellbeing.Domain.Activities.ActivityDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Activities;

public sealed class ActivityScenarios
{
    private static readonly DateTimeOffset Afternoon = Time("2023-07-10T06:00:00Z");

    private static readonly ActivityReport Report = new(Afternoon, 90, null, "Many questions.");

    private static readonly Activity Planned = Given
        .Nothing<Activity>()
        .After(new ActivityPlanned("RIVER", ActivityKind.PsychologyLecture, "Sleep", Afternoon, ["shift work"]));

    private static readonly Activity Held = Planned.When(it => Hold(it, Report)).ThenItHappens();

    [Fact]
    public void when_an_activity_is_planned_it_has_not_taken_place()
    {
        var it = Given
            .Nothing<Activity>()
            .When(_ => Plan(Given.AUnit, ActivityKind.Sport, "Summer games", Afternoon, ["tug of war"]))
            .ThenItHappens(new ActivityPlanned("RIVER", ActivityKind.Sport, "Summer games", Afternoon, ["tug of war"]));

        (it.Id, it.Status, it.UnitCode).ShouldBe((StreamId, ActivityStatus.Planned, "RIVER"));
        (it.Kind, it.Title, it.PlannedFor).ShouldBe((ActivityKind.Sport, "Summer games", Afternoon));
        (it.HeldAt, it.Minutes, it.Summary).ShouldBe((null, null, null));
        it.Topics.ShouldBe(["tug of war"]);
        it.OfficerIds.ShouldBeEmpty();
    }

    [Fact]
    public void when_an_activity_took_place_that_nobody_had_planned_it_is_held_from_the_beginning()
    {
        var it = Given
            .Nothing<Activity>()
            .When(_ => Record(Given.AUnit, ActivityKind.RollCall, "Morning", Report with { Topics = ["weather"] }))
            .ThenItHappens(
                new ActivityHeld(
                    "RIVER",
                    ActivityKind.RollCall,
                    "Morning",
                    Afternoon,
                    90,
                    ["weather"],
                    "Many questions."
                )
            );

        (it.Status, it.PlannedFor, it.HeldAt, it.Minutes).ShouldBe((ActivityStatus.Held, null, Afternoon, 90));
    }

    [Fact]
    public void when_a_planned_activity_takes_place_kind_and_title_are_those_of_the_plan()
    {
        var it = Planned
            .When(x => Hold(x, Report))
            .ThenItHappens(
                new ActivityHeld(
                    "RIVER",
                    ActivityKind.PsychologyLecture,
                    "Sleep",
                    Afternoon,
                    90,
                    ["shift work"],
                    "Many questions."
                )
            );

        (it.Status, it.PlannedFor, it.HeldAt).ShouldBe((ActivityStatus.Held, Afternoon, Afternoon));
        it.Summary.ShouldBe("Many questions.");
    }

    [Fact]
    public void when_it_was_about_something_else_than_planned_that_counts() =>
        Planned.When(it => Hold(it, Report with { Topics = ["dreams"] })).ThenItHappens().Topics.ShouldBe(["dreams"]);

    [Fact]
    public void when_an_activity_has_taken_place_it_does_not_take_place_again() =>
        Held.When(it => Hold(it, Report)).ThenItIsRefused("activity-already-held");

    [Fact]
    public void when_officers_took_part_it_is_in_the_history_of_each_and_says_of_what()
    {
        var recorded = new AttendanceRecorded(
            [StreamId, Colleague],
            "RIVER",
            ActivityKind.PsychologyLecture,
            "Sleep",
            Afternoon
        );

        var it = Held.When(x => RecordAttendance(x, [StreamId, Colleague])).ThenItHappens(recorded);

        it.OfficerIds.ShouldBe([StreamId, Colleague]);
        Evolution.Concerned(it, recorded).ShouldBe([StreamId, Colleague]);
    }

    [Fact]
    public void when_more_officers_are_recorded_later_the_first_ones_histories_stay_as_they_were()
    {
        var first = Held.When(it => RecordAttendance(it, [StreamId])).ThenItHappens();

        var more = RecordAttendance(first, [Colleague]).Events[0];

        Evolution.Concerned(first.After(more), more).ShouldBe([Colleague]);
        first.After(more).OfficerIds.ShouldBe([StreamId, Colleague]);
    }

    [Fact]
    public void what_happens_before_anybody_took_part_is_in_no_officers_history()
    {
        var held = Hold(Planned, Report).Events[0];

        Evolution.Concerned(Planned.After(held), held).ShouldBeEmpty();
    }

    [Fact]
    public void when_an_officer_is_named_twice_or_again_the_officer_counts_once()
    {
        var it = Held.When(x => RecordAttendance(x, [StreamId, StreamId])).ThenItHappens();
        it.OfficerIds.ShouldBe([StreamId]);

        it.When(x => RecordAttendance(x, [StreamId, Colleague, Colleague]))
            .ThenItHappens()
            .OfficerIds.ShouldBe([StreamId, Colleague]);
    }

    [Fact]
    public void when_all_who_are_named_are_on_record_it_is_refused() =>
        Held.When(it => RecordAttendance(it, [Colleague]))
            .ThenItHappens()
            .When(it => RecordAttendance(it, [Colleague, Colleague]))
            .ThenItIsRefused("attendance-already-recorded");

    [Fact]
    public void when_an_activity_has_not_taken_place_nobody_took_part() =>
        Planned.When(it => RecordAttendance(it, [Colleague])).ThenItIsRefused("activity-not-held");
}
