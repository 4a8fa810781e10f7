using Shouldly;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Units;
using Xunit;
using static Wellbeing.Domain.Officers.OfficerDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Officers;

public sealed class OfficerScenarios
{
    /// <summary>What may be put on record of an officer who serves.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                      transfer          promote           prefer            talent            identity
            serving   yes               yes               yes               yes               yes
            """
        );

    /// <summary>The days that are marked of an officer who serves.</summary>
    public static TheoryData<string, string, string> Milestones { get; } =
        Table.Of(
            """
                      oath              yearsOfService    honourableRetirement  departure
            serving   yes               yes               yes                   yes
            """
        );

    [Theory, MemberData(nameof(Acts)), MemberData(nameof(Milestones))]
    public void what_may_be_put_on_record_of_an_officer(string officer, string act, string answer)
    {
        var it = officer switch
        {
            "serving" => Given.AnOfficer,
            "departed" => Given.AnOfficer.Departed(),
            _ => throw new ArgumentOutOfRangeException(nameof(officer), officer, null),
        };
        var on = Day("2023-08-01");

        it.When(x =>
                act switch
                {
                    "transfer" => Transfer(x, null, Given.AnotherUnit, TransferReason.Rotation, on),
                    "promote" => Promote(x, "sergeant", null, on),
                    "prefer" => StatePreference(x, x.UnitCode, Sealed("no night shifts")),
                    "talent" => ListTalent(x, x.UnitCode, TalentCategory.Music, null),
                    "identity" => ChangeIdentity(x, x.UnitCode, [IdentityField.Contact], "bmV3"),
                    "oath" => MarkMilestone(x, MilestoneKind.Oath, null, on),
                    "yearsOfService" => MarkMilestone(x, MilestoneKind.YearsOfService, 30, on),
                    "honourableRetirement" => MarkMilestone(x, MilestoneKind.HonourableRetirement, null, on),
                    "departure" => Depart(x, DepartureKind.Retired, null, on),
                    _ => throw new ArgumentOutOfRangeException(nameof(act), act, null),
                }
            )
            .ThenTheAnswerIs(answer);
    }

    [Fact]
    public void when_an_officer_is_enrolled_the_officer_serves_in_the_unit_since_the_appointment()
    {
        var enrolled = Given
            .Nothing<Officer>()
            .When(_ => Enrol(StreamId, Given.AUnit, "constable", "patrol", Day("2020-07-01"), "aG1hYw=="))
            .ThenItHappens(
                new OfficerEnrolled(StreamId, "RIVER", "constable", "patrol", Day("2020-07-01"), "aG1hYw==")
            );

        enrolled.Id.ShouldBe(StreamId);
        enrolled.UnitCode.ShouldBe("RIVER");
        enrolled.Rank.ShouldBe("constable");
        enrolled.Post.ShouldBe("patrol");
        enrolled.Status.ShouldBe(OfficerStatus.Serving);
        enrolled.AppointedOn.ShouldBe(Day("2020-07-01"));
        enrolled.InUnitSince.ShouldBe(Day("2020-07-01"));
        enrolled.Career.Count.ShouldBe(1);
        enrolled.Talents.ShouldBeEmpty();
        enrolled.DepartedOn.ShouldBeNull();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("RIVER")]
    public void when_an_officer_is_transferred_the_new_unit_counts_from_its_first_day(string? fromUnit)
    {
        var transferred = Given
            .AnOfficer.When(officer =>
                Transfer(officer, fromUnit, Given.AnotherUnit, TransferReason.Secondment, Day("2023-08-01"))
            )
            .ThenItHappens(
                new OfficerTransferred(StreamId, "LAKE", "RIVER", "LAKE", TransferReason.Secondment, Day("2023-08-01"))
            );

        transferred.UnitCode.ShouldBe("LAKE");
        transferred.InUnitSince.ShouldBe(Day("2023-08-01"));
        transferred.Career.Count.ShouldBe(2);
    }

    [Fact]
    public void when_an_officer_comes_back_to_a_unit_it_is_one_more_posting() =>
        Given
            .AnOfficer.TransferredTo("LAKE")
            .When(officer => Transfer(officer, "LAKE", Given.AUnit, TransferReason.Rotation, Day("2024-08-01")))
            .ThenItHappens()
            .Career.Count.ShouldBe(3);

    [Fact]
    public void when_an_officer_is_transferred_from_a_unit_that_the_officer_is_not_in_it_is_refused() =>
        RefusedTransfer(Given.AnotherUnit, fromUnit: "LAKE", "other-unit");

    [Fact]
    public void when_an_officer_is_transferred_to_the_own_unit_it_is_refused() =>
        RefusedTransfer(Given.AUnit, fromUnit: null, "same-unit");

    [Fact]
    public void when_an_officer_is_promoted_without_a_new_post_the_post_stays()
    {
        var promoted = Given
            .AnOfficer.When(officer => Promote(officer, "sergeant", null, Day("2023-08-01")))
            .ThenItHappens(new OfficerPromoted(StreamId, "RIVER", "sergeant", null, Day("2023-08-01")));

        promoted.Rank.ShouldBe("sergeant");
        promoted.Post.ShouldBe("patrol");
    }

    [Fact]
    public void when_an_officer_is_promoted_to_a_new_post_both_change()
    {
        var promoted = Given
            .AnOfficer.When(officer => Promote(officer, "sergeant", "deputy head", Day("2023-08-01")))
            .ThenItHappens(new OfficerPromoted(StreamId, "RIVER", "sergeant", "deputy head", Day("2023-08-01")));

        promoted.Rank.ShouldBe("sergeant");
        promoted.Post.ShouldBe("deputy head");
    }

    [Fact]
    public void when_only_the_post_changes_it_is_a_promotion_all_the_same() =>
        Given
            .AnOfficer.When(officer => Promote(officer, "constable", "traffic", Day("2023-08-01")))
            .ThenItHappens()
            .Post.ShouldBe("traffic");

    [Theory]
    [InlineData(null)]
    [InlineData("patrol")]
    public void when_an_officer_is_promoted_to_the_rank_and_post_held_it_is_refused(string? post) =>
        Given
            .AnOfficer.When(officer => Promote(officer, "constable", post, Day("2023-08-01")))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void when_an_officer_states_a_preference_it_is_kept_sealed() =>
        Given
            .AnOfficer.When(officer => StatePreference(officer, officer.UnitCode, Sealed("no night shifts")))
            .ThenItHappens(new OfficerPreferenceStated(StreamId, "RIVER", Sealed("no night shifts")))
            .ShouldBe(Given.AnOfficer);

    [Fact]
    public void when_talents_are_listed_they_stay_in_the_order_of_listing() =>
        Given
            .AnOfficer.Talented(TalentCategory.Writing)
            .When(officer => ListTalent(officer, officer.UnitCode, TalentCategory.Music, Sealed("plays the erhu")))
            .ThenItHappens(new OfficerTalentListed(StreamId, "RIVER", TalentCategory.Music, Sealed("plays the erhu")))
            .Talents.ShouldBe([TalentCategory.Writing, TalentCategory.Music]);

    [Fact]
    public void when_a_talent_of_a_listed_category_is_listed_again_it_is_refused() =>
        Given
            .AnOfficer.Talented(TalentCategory.Music)
            .When(officer => ListTalent(officer, officer.UnitCode, TalentCategory.Music, Sealed("sings, too")))
            .ThenItIsRefused("talent-already-listed");

    [Theory]
    [InlineData(MilestoneKind.Oath, null)]
    [InlineData(MilestoneKind.YearsOfService, 30)]
    [InlineData(MilestoneKind.HonourableRetirement, null)]
    public void when_a_milestone_is_marked_the_career_stays_as_it_is(MilestoneKind kind, int? years) =>
        Given
            .AnOfficer.When(officer => MarkMilestone(officer, kind, years, Day("2023-08-01")))
            .ThenItHappens(new OfficerMilestoneMarked(StreamId, "RIVER", kind, years, Day("2023-08-01")))
            .ShouldBe(Given.AnOfficer);

    [Theory]
    [InlineData(MilestoneKind.YearsOfService, null)]
    [InlineData(MilestoneKind.Oath, 1)]
    [InlineData(MilestoneKind.HonourableRetirement, 40)]
    public void when_the_years_and_the_milestone_do_not_go_together_it_is_refused(MilestoneKind kind, int? years) =>
        Given
            .AnOfficer.When(officer => MarkMilestone(officer, kind, years, Day("2023-08-01")))
            .ThenItIsRefused("years-missing");

    [Fact]
    public void when_an_officer_departs_the_last_unit_stays_on_record()
    {
        var departed = Given
            .AnOfficer.When(officer => Depart(officer, DepartureKind.Resigned, Sealed("moves away"), Day("2023-08-01")))
            .ThenItHappens(
                new OfficerDeparted(StreamId, "RIVER", DepartureKind.Resigned, Sealed("moves away"), Day("2023-08-01"))
            );

        departed.Status.ShouldBe(OfficerStatus.Departed);
        departed.DepartedOn.ShouldBe(Day("2023-08-01"));
        departed.UnitCode.ShouldBe("RIVER");
    }

    [Fact]
    public void when_an_identity_changes_the_event_says_which_fields_and_no_value() =>
        Given
            .AnOfficer.When(officer =>
                ChangeIdentity(officer, officer.UnitCode, [IdentityField.Name, IdentityField.BadgeNumber], "bmV3")
            )
            .ThenItHappens(
                new OfficerIdentityChanged(StreamId, "RIVER", [IdentityField.Name, IdentityField.BadgeNumber], "bmV3")
            )
            .ShouldBe(Given.AnOfficer);

    [Fact]
    public void when_no_field_of_an_identity_changes_it_is_refused() =>
        Given
            .AnOfficer.When(officer => ChangeIdentity(officer, officer.UnitCode, [], "bmV3"))
            .ThenItIsRefused("nothing-changed");

    [Fact]
    public void what_happens_to_an_officer_is_in_that_officers_history() =>
        Evolution.Concerned(Given.AnOfficer).ShouldBe([StreamId]);

    private static void RefusedTransfer(Unit to, string? fromUnit, string code) =>
        Given
            .AnOfficer.When(officer => Transfer(officer, fromUnit, to, TransferReason.Rotation, Day("2023-08-01")))
            .ThenItIsRefused(code);
}

internal static class OfficerStory
{
    public static Officer TransferredTo(this Officer officer, string unitCode) =>
        officer.After(
            new OfficerTransferred(
                officer.Id,
                unitCode,
                officer.UnitCode,
                unitCode,
                TransferReason.Rotation,
                Day("2023-08-01")
            )
        );

    public static Officer Talented(this Officer officer, TalentCategory category) =>
        officer.After(new OfficerTalentListed(officer.Id, officer.UnitCode, category, null));

    public static Officer Departed(this Officer officer) =>
        officer.After(
            new OfficerDeparted(officer.Id, officer.UnitCode, DepartureKind.Retired, null, Day("2023-07-01"))
        );
}
