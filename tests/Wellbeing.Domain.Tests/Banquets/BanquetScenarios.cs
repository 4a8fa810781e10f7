using Shouldly;
using Wellbeing.Domain.Banquets;
using Xunit;
using static Wellbeing.Domain.Banquets.BanquetDecisions;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Banquets;

public sealed class BanquetScenarios
{
    private static readonly BanquetPlan Wedding = new(
        BanquetOccasion.Wedding,
        Day("2023-07-22"),
        60,
        Sealed("Riverside inn"),
        Sealed("the elder son")
    );

    /// <summary>What may be done to a banquet report, wherever it stands.</summary>
    public static TheoryData<string, string, string> Acts { get; } =
        Table.Of(
            """
                       review             withdraw
            declared   yes                yes
            reviewed   banquet-reviewed   yes
            withdrawn  banquet-withdrawn  banquet-withdrawn
            """
        );

    [Theory, MemberData(nameof(Acts))]
    public void what_may_be_done_to_a_banquet_report(string report, string act, string answer) =>
        Standing(report)
            .When(it =>
                act == "review"
                    ? Review(it, "RIVER", null, own: false)
                    : Withdraw(it, "RIVER", Sealed("put off"), Day("2023-07-10"))
            )
            .ThenTheAnswerIs(answer);

    [Fact]
    public void when_a_banquet_is_declared_beforehand_it_is_in_the_officers_history()
    {
        var declared = Given
            .Nothing<Banquet>()
            .When(_ => Declare(Given.AColleague, "LAKE", Wedding, Day("2023-07-03"), PolicyMode.Refuse))
            .ThenItHappens(
                new BanquetDeclared(
                    Colleague,
                    "LAKE",
                    BanquetOccasion.Wedding,
                    Day("2023-07-22"),
                    60,
                    Sealed("Riverside inn"),
                    Sealed("the elder son")
                )
            );

        declared.ShouldBe(
            new Banquet(
                StreamId,
                BanquetStatus.Declared,
                Colleague,
                "LAKE",
                BanquetOccasion.Wedding,
                Day("2023-07-22"),
                60,
                Time("2023-07-03T02:00:00Z"),
                "political-officer-1"
            )
        );
        declared.Open.ShouldBeTrue();
        Evolution.Concerned(declared).ShouldBe([Colleague]);
    }

    [Theory]
    [InlineData("2023-07-21", "yes")]
    [InlineData("2023-07-22", "yes")]
    [InlineData("2023-07-23", "banquet-already-held")]
    public void a_banquet_is_declared_on_its_day_at_the_latest(string declaredOn, string answer) =>
        Given
            .Nothing<Banquet>()
            .When(_ => Declare(Given.AColleague, "RIVER", Wedding, Day(declaredOn), PolicyMode.Refuse))
            .ThenTheAnswerIs(answer);

    [Fact]
    public void when_another_system_tells_of_a_late_report_it_is_on_record_with_the_breach() =>
        Given
            .Nothing<Banquet>()
            .When(_ => Declare(Given.AColleague, "RIVER", Wedding, Day("2023-07-23"), PolicyMode.Record))
            .ThenItIsOnRecordWith(new Finding("banquet-already-held", Beforehand))
            .Findings.ShouldBe([new Finding("banquet-already-held", Beforehand)]);

    [Fact]
    public void nobody_takes_note_of_the_own_banquet() =>
        Given.ABanquet.When(it => Review(it, "RIVER", null, own: true)).ThenItIsRefused("own-request");

    [Fact]
    public void when_a_commander_takes_note_who_and_when_is_kept() =>
        Given
            .ABanquet.When(it => Review(it, "LAKE", Sealed("within the rules"), own: false))
            .ThenItHappens(new BanquetReviewed(Colleague, "LAKE", Sealed("within the rules")))
            .ShouldBe(
                Given.ABanquet with
                {
                    Status = BanquetStatus.Reviewed,
                    ReviewedAt = Time("2023-07-03T02:00:00Z"),
                    ReviewedBy = "political-officer-1",
                }
            );

    [Theory]
    [InlineData("2023-07-22", "yes")]
    [InlineData("2023-07-23", "banquet-already-held")]
    public void what_took_place_is_not_withdrawn(string on, string answer) =>
        Given.ABanquet.When(it => Withdraw(it, "RIVER", Sealed("put off"), Day(on))).ThenTheAnswerIs(answer);

    [Fact]
    public void when_a_report_is_withdrawn_it_is_closed()
    {
        var withdrawn = Given
            .ABanquet.When(it => Withdraw(it, "LAKE", Sealed("put off"), Day("2023-07-20")))
            .ThenItHappens(new BanquetWithdrawn(Colleague, "LAKE", Sealed("put off")));

        withdrawn.Status.ShouldBe(BanquetStatus.Withdrawn);
        withdrawn.WithdrawnAt.ShouldBe(Time("2023-07-03T02:00:00Z"));
        withdrawn.Open.ShouldBeFalse();
    }

    private static Banquet Standing(string standing) =>
        standing switch
        {
            "declared" => Given.ABanquet,
            "reviewed" => Given.ABanquet.After(new BanquetReviewed(Colleague, "RIVER", null)),
            "withdrawn" => Given.ABanquet.After(new BanquetWithdrawn(Colleague, "RIVER", Sealed("put off"))),
            _ => throw new ArgumentOutOfRangeException(nameof(standing), standing, null),
        };
}
