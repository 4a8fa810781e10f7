using Shouldly;
using Wellbeing.Domain.Units;
using Xunit;
using static Wellbeing.Domain.Tests.Values;
using static Wellbeing.Domain.Units.UnitDecisions;

namespace Wellbeing.Domain.Tests.Units;

public sealed class UnitScenarios
{
    /// <summary>What may be done to a unit that is open, and to one that is closed.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                    rename       move         close        provide      withdraw
            open    yes          yes          yes          yes          yes
            closed  unit-closed  unit-closed  unit-closed  unit-closed  yes
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_unit(string unit, string act, string answer)
    {
        var equipped = Given.AUnit.Providing(FacilityKind.RelaxationRoom);
        var it = unit switch
        {
            "open" => equipped,
            "closed" => equipped.Closed(),
            _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, null),
        };

        it.When(x =>
                act switch
                {
                    "rename" => Rename(x, "Harbour station"),
                    "move" => Move(x, Given.AnotherUnit, ["LAKE", "HQ"]),
                    "close" => Close(x, empty: true),
                    "provide" => Provide(x, FacilityKind.TrainingCorner),
                    "withdraw" => Withdraw(x, FacilityKind.RelaxationRoom),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_a_unit_is_formed_at_the_top_it_has_no_parent() =>
        Given
            .Nothing<Unit>()
            .When(_ => Form("HQ", "Headquarters", UnitKind.Headquarters, null))
            .ThenItHappens(new UnitFormed("HQ", "Headquarters", UnitKind.Headquarters, null))
            .ParentCode.ShouldBeNull();

    [Fact]
    public void when_a_unit_is_formed_below_another_it_is_open_and_has_no_facilities()
    {
        var formed = Given
            .Nothing<Unit>()
            .When(_ => Form("RIVER-1", "First squad", UnitKind.Support, Given.AUnit))
            .ThenItHappens(new UnitFormed("RIVER-1", "First squad", UnitKind.Support, "RIVER"));

        formed.Id.ShouldBe(StreamId);
        formed.Name.ShouldBe("First squad");
        formed.Kind.ShouldBe(UnitKind.Support);
        formed.ParentCode.ShouldBe("RIVER");
        formed.Closed.ShouldBeFalse();
        formed.Facilities.ShouldBeEmpty();
    }

    [Fact]
    public void when_a_unit_is_renamed_it_keeps_its_code()
    {
        var renamed = Given
            .AUnit.When(unit => Rename(unit, "Harbour station"))
            .ThenItHappens(new UnitRenamed("RIVER", "Harbour station"));

        renamed.Name.ShouldBe("Harbour station");
        renamed.UnitCode.ShouldBe("RIVER");
    }

    [Fact]
    public void when_a_unit_is_renamed_to_the_name_it_has_it_is_refused() =>
        Given.AUnit.When(unit => Rename(unit, "Riverside station")).ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_name_differs_only_in_case_it_is_another_name() =>
        Given.AUnit.When(unit => Rename(unit, "RIVERSIDE STATION")).ThenItHappens().Name.ShouldBe("RIVERSIDE STATION");

    [Fact]
    public void when_a_unit_is_moved_below_another_that_is_its_parent() =>
        Given
            .AUnit.When(unit => Move(unit, Given.AnotherUnit, ["LAKE", "HQ"]))
            .ThenItHappens(new UnitMoved("RIVER", "LAKE"))
            .ParentCode.ShouldBe("LAKE");

    [Fact]
    public void when_a_unit_is_moved_to_the_top_it_has_no_parent() =>
        Given
            .AUnit.When(unit => Move(unit, null, []))
            .ThenItHappens(new UnitMoved("RIVER", null))
            .ParentCode.ShouldBeNull();

    [Fact]
    public void when_a_unit_at_the_top_is_moved_to_the_top_it_is_refused() =>
        Given
            .AUnit.After(new UnitMoved("RIVER", null))
            .When(unit => Move(unit, null, []))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_unit_is_moved_to_where_it_is_it_is_refused() =>
        Given
            .AUnit.After(new UnitMoved("RIVER", "LAKE"))
            .When(unit => Move(unit, Given.AnotherUnit, ["LAKE", "HQ"]))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_a_unit_is_moved_below_itself_it_is_refused() =>
        Given.AUnit.When(unit => Move(unit, unit, ["RIVER", "HQ"])).ThenItIsRefused("unit-cycle");

    [Fact]
    public void when_a_unit_is_moved_below_one_that_lies_below_it_it_is_refused() =>
        Given.AUnit.When(unit => Move(unit, Given.AnotherUnit, ["LAKE", "RIVER", "HQ"])).ThenItIsRefused("unit-cycle");

    [Fact]
    public void when_an_empty_unit_is_closed_it_stays_on_record_as_closed() =>
        Given.AUnit.When(unit => Close(unit, empty: true)).ThenItHappens(new UnitClosed("RIVER")).Closed.ShouldBeTrue();

    [Fact]
    public void when_somebody_is_in_a_unit_closing_it_is_refused() =>
        Given.AUnit.When(unit => Close(unit, empty: false)).ThenItIsRefused("unit-not-empty");

    [Fact]
    public void when_a_unit_gets_a_facility_it_is_listed_after_the_others() =>
        Given
            .AUnit.Providing(FacilityKind.TrainingCorner)
            .When(unit => Provide(unit, FacilityKind.RelaxationRoom))
            .ThenItHappens(new FacilityProvided("RIVER", FacilityKind.RelaxationRoom))
            .Facilities.ShouldBe([FacilityKind.TrainingCorner, FacilityKind.RelaxationRoom]);

    [Fact]
    public void when_a_unit_loses_one_of_two_alike_facilities_it_keeps_the_other() =>
        Given
            .AUnit.Providing(FacilityKind.RelaxationRoom)
            .Providing(FacilityKind.RelaxationRoom)
            .When(unit => Withdraw(unit, FacilityKind.RelaxationRoom))
            .ThenItHappens(new FacilityWithdrawn("RIVER", FacilityKind.RelaxationRoom))
            .Facilities.ShouldBe([FacilityKind.RelaxationRoom]);

    [Fact]
    public void when_a_unit_loses_a_facility_that_it_does_not_have_it_is_refused() =>
        Given
            .AUnit.Providing(FacilityKind.TrainingCorner)
            .When(unit => Withdraw(unit, FacilityKind.RelaxationRoom))
            .ThenItIsRefused("facility-not-there");

    [Fact]
    public void what_happens_to_a_unit_is_in_no_officers_history() => Evolution.Concerned(Given.AUnit).ShouldBeEmpty();
}

internal static class UnitStory
{
    public static Unit Closed(this Unit unit) => unit.After(new UnitClosed(unit.UnitCode));

    public static Unit Providing(this Unit unit, FacilityKind facility) =>
        unit.After(new FacilityProvided(unit.UnitCode, facility));
}
