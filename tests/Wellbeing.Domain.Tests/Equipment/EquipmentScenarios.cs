using Shouldly;
using Wellbeing.Domain.Equipment;
using Xunit;
using static Wellbeing.Domain.Equipment.EquipmentDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Equipment;

public sealed class EquipmentScenarios
{
    /// <summary>What may be done to a piece, given on 2023-07-03, wherever it is and whenever it is said to be.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                      inspect             service             return
            before    before-issue        before-issue        before-issue
            sameDay   yes                 yes                 yes
            later     yes                 yes                 yes
            returned  equipment-returned  equipment-returned  equipment-returned
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_piece(string when, string act, string answer)
    {
        var on = Day(
            when switch
            {
                "before" => "2023-07-02",
                "sameDay" => "2023-07-03",
                _ => "2023-09-01",
            }
        );
        var piece = when == "returned" ? Given.APiece.Returned("2023-08-01") : Given.APiece;
        piece
            .When(it =>
                act switch
                {
                    "inspect" => Inspect(it, "RIVER", on, EquipmentCondition.Worn),
                    "service" => Service(it, "RIVER", on, null),
                    "return" => Return(it, "RIVER", on, EquipmentCondition.Good),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_an_officer_is_given_a_piece_it_is_in_the_officers_history()
    {
        var issued = Given
            .Nothing<IssuedPiece>()
            .When(_ =>
                Issue(Given.AColleague, "LAKE", EquipmentItem.BodyCamera, "DSJ-20417", Day("2023-07-03"), held: false)
            )
            .ThenItHappens(
                new EquipmentIssued(
                    Colleague,
                    "LAKE",
                    EquipmentItem.BodyCamera,
                    "DSJ-20417",
                    Day("2023-07-03"),
                    Sole: true
                )
            );

        issued.Id.ShouldBe(StreamId);
        issued.Status.ShouldBe(EquipmentStatus.Issued);
        issued.Open.ShouldBeTrue();
        issued.UnitCode.ShouldBe("LAKE");
        issued.Item.ShouldBe(EquipmentItem.BodyCamera);
        issued.Serial.ShouldBe("DSJ-20417");
        issued.IssuedOn.ShouldBe(Day("2023-07-03"));
        issued.IssuedAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        issued.Condition.ShouldBe(EquipmentCondition.Good);
        issued.Inspections.ShouldBeEmpty();
        Evolution.Concerned(issued).ShouldBe([Colleague]);
    }

    [Fact]
    public void a_number_that_an_officer_has_is_given_to_nobody_until_it_is_given_back()
    {
        var claimed = Given.APiece with { Serial = "dsj－20417", Sole = true };

        Given
            .Nothing<IssuedPiece>()
            .When(_ =>
                Issue(Given.AColleague, "LAKE", EquipmentItem.BodyCamera, "DSJ-20417", Day("2023-07-03"), held: true)
            )
            .ThenItIsRefused("serial-in-use");
        claimed.SerialClaim.ShouldBe("DSJ-20417");
        (claimed with { Sole = null }).SerialClaim.ShouldBeNull("Two may have had it before that was asked.");
        claimed
            .After(new EquipmentReturned(Colleague, "LAKE", Day("2023-09-01"), EquipmentCondition.Good))
            .SerialClaim.ShouldBeNull();
    }

    [Fact]
    public void when_an_inspection_is_put_on_record_late_a_later_ones_condition_still_counts()
    {
        var piece = Given
            .APiece.When(it => Inspect(it, "LAKE", Day("2023-09-01"), EquipmentCondition.Defective))
            .ThenItHappens(new EquipmentInspected(Colleague, "LAKE", Day("2023-09-01"), EquipmentCondition.Defective))
            .When(it => Inspect(it, "LAKE", Day("2023-08-01"), EquipmentCondition.Worn))
            .ThenItHappens();

        piece.Condition.ShouldBe(EquipmentCondition.Defective);
        piece.Inspections.ShouldBe([
            new Inspection(Day("2023-09-01"), EquipmentCondition.Defective),
            new Inspection(Day("2023-08-01"), EquipmentCondition.Worn),
        ]);
        piece
            .Inspected("2023-09-01", EquipmentCondition.Good)
            .Condition.ShouldBe(EquipmentCondition.Good, "Of one day what was recorded last.");
    }

    [Fact]
    public void when_a_piece_is_serviced_the_latest_day_counts_and_its_condition_waits_for_an_inspection()
    {
        var piece = Given
            .APiece.Inspected("2023-07-10", EquipmentCondition.Defective)
            .When(it => Service(it, "LAKE", Day("2023-09-01"), Sealed("new battery")))
            .ThenItHappens(new EquipmentServiced(Colleague, "LAKE", Day("2023-09-01"), Sealed("new battery")))
            .When(it => Service(it, "LAKE", Day("2023-08-01"), null))
            .ThenItHappens();

        piece.LastServicedOn.ShouldBe(Day("2023-09-01"));
        piece.Condition.ShouldBe(EquipmentCondition.Defective);
    }

    [Fact]
    public void when_a_piece_is_given_back_how_it_came_back_is_kept()
    {
        var piece = Given
            .APiece.When(it => Return(it, "LAKE", Day("2023-09-01"), EquipmentCondition.Worn))
            .ThenItHappens(new EquipmentReturned(Colleague, "LAKE", Day("2023-09-01"), EquipmentCondition.Worn));

        piece.Open.ShouldBeFalse();
        piece.ReturnedOn.ShouldBe(Day("2023-09-01"));
        piece.Condition.ShouldBe(EquipmentCondition.Worn);
    }
}

internal static class EquipmentStory
{
    public static IssuedPiece Inspected(this IssuedPiece it, string on, EquipmentCondition condition) =>
        it.After(new EquipmentInspected(it.OfficerId, it.UnitCode, Day(on), condition));

    public static IssuedPiece Returned(this IssuedPiece it, string on) =>
        it.After(new EquipmentReturned(it.OfficerId, it.UnitCode, Day(on), EquipmentCondition.Good));
}
