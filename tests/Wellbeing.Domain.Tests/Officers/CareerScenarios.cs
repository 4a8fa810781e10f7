using Shouldly;
using Wellbeing.Domain.Interventions;
using Wellbeing.Domain.Officers;
using Wellbeing.Domain.Talks;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Officers;

/// <summary>A career goes by days, whatever was told when, and says who may have been where.</summary>
public sealed class CareerScenarios
{
    private static readonly IReadOnlyList<Posting> Appointed = [new("A", new(2019, 7, 1))];

    [Fact]
    public void a_move_that_is_told_late_lies_between_the_others()
    {
        var career = Appointed
            .Moved("C", new(2023, 1, 1), TransferReason.Rotation)
            .Moved("B", new(2021, 1, 1), TransferReason.Request);

        career.ShouldBe([
            new("A", new(2019, 7, 1), new(2021, 1, 1)),
            new("B", new(2021, 1, 1), new(2023, 1, 1), TransferReason.Request),
            new("C", new(2023, 1, 1), null, TransferReason.Rotation),
        ]);
    }

    [Fact]
    public void of_two_moves_on_one_day_the_later_version_has_the_day()
    {
        var career = Appointed
            .Moved("B", new(2021, 1, 1), TransferReason.Rotation)
            .Moved("C", new(2021, 1, 1), TransferReason.Rotation);

        career.On(new(2020, 12, 31))!.UnitCode.ShouldBe("A");
        career.On(new(2021, 1, 1))!.UnitCode.ShouldBe("C");
    }

    [Fact]
    public void a_move_dated_before_the_appointment_begins_with_it()
    {
        var career = Appointed.Moved("B", new(2010, 1, 1), TransferReason.Rotation);

        career.On(new(2019, 6, 30)).ShouldBeNull();
        career.On(new(2019, 7, 1))!.UnitCode.ShouldBe("B");
    }

    [Fact]
    public void a_move_of_before_the_departure_that_is_told_after_it_ends_with_it()
    {
        var career = Appointed.Ended(new(2024, 1, 1)).Moved("B", new(2023, 1, 1), TransferReason.Rotation);

        career.On(new(2023, 12, 31))!.UnitCode.ShouldBe("B");
        career.On(new(2024, 1, 1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("2019-06-30", "before-appointment")]
    [InlineData("2019-07-01", null)]
    [InlineData("2023-12-31", null)]
    [InlineData("2024-01-01", null)] // The day of the departure itself, on which a death may be told.
    [InlineData("2024-01-02", "already-departed")]
    public void what_is_about_an_officer_happens_between_appointment_and_departure(string day, string? code)
    {
        var officer = Given.AnOfficer with
        {
            AppointedOn = new(2019, 7, 1),
            Career = Appointed.Ended(new(2024, 1, 1)),
            Status = OfficerStatus.Departed,
            DepartedOn = new(2024, 1, 1),
        };

        officer.NotServingOn(DateOnly.Parse(day, null)).ShouldBe(code);
    }

    [Theory]
    [InlineData(TalkKind.HeartToHeart, "already-departed")]
    [InlineData(TalkKind.FamilyLetter, null)]
    [InlineData(TalkKind.HomeVisit, null)]
    public void the_family_of_who_left_is_written_to_and_visited(TalkKind kind, string? code) =>
        CodeOf(new TalkScheduled(StreamId, "A", kind, null, "po-7", default, null)).ShouldBe(code);

    [Theory]
    [InlineData(InterventionKind.FamilyHelp, null)]
    [InlineData(InterventionKind.SeriousIllness, null)]
    [InlineData(InterventionKind.DutyInjury, null)]
    [InlineData(InterventionKind.Counselling, "already-departed")]
    public void who_left_is_still_helped_where_illness_injury_or_the_family_ask_for_it(
        InterventionKind kind,
        string? code
    )
    {
        var opened = new InterventionOpened(StreamId, "A", kind, "po-7", [], null);

        CodeOf(opened).ShouldBe(code);
    }

    [Theory]
    [InlineData("A", null)]
    [InlineData("B", "not-in-unit")]
    public void a_unit_that_is_stated_is_that_of_the_day(string stated, string? code) =>
        Presence
            .Breaches(
                Given.AnOfficer with
                {
                    AppointedOn = new(2019, 7, 1),
                    Career = Appointed,
                },
                stated,
                new(2020, 1, 1),
                new OfficerPreferenceStated(StreamId, "A", null!),
                null
            )
            .Select(x => x.Code)
            .ShouldBe(code is null ? [] : [code]);

    private static string? CodeOf(ICareEvent made) =>
        Presence
            .Breaches(
                Given.AnOfficer with
                {
                    AppointedOn = new(2019, 7, 1),
                    Career = Appointed.Ended(new(2024, 1, 1)),
                },
                null,
                new(2025, 1, 1),
                made,
                null
            )
            .Select(x => x.Code)
            .SingleOrDefault();
}
