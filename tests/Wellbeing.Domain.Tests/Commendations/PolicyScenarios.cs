using Shouldly;
using Wellbeing.Domain.Commendations;
using Xunit;
using static Wellbeing.Domain.Tests.Values;

namespace Wellbeing.Domain.Tests.Commendations;

public sealed class PolicyScenarios
{
    private const string Order135 = "MPS Order 135";
    private static readonly Finding AuthorityExceeded = new("authority-exceeded", Order135);
    private static readonly Finding NotPublicised = new("not-publicised", Order135);
    private static readonly Finding DeedAlreadyRewarded = new("deed-already-rewarded", Order135);

    /// <summary>Who may approve which level under MPS Order 135.</summary>
    public static TheoryData<string, string, string> Authorities { get; } =
        Table.Of(
            """
                      Commendation        ThirdClass          SecondClass         FirstClass          HonoraryTitle       Other
            County    yes                 authority-exceeded  authority-exceeded  authority-exceeded  authority-exceeded  yes
            City      yes                 yes                 authority-exceeded  authority-exceeded  authority-exceeded  yes
            Province  yes                 yes                 yes                 authority-exceeded  authority-exceeded  yes
            Ministry  yes                 yes                 yes                 yes                 yes                 yes
            """
        );

    /// <summary>Which levels have to be made public before they are approved.</summary>
    public static TheoryData<string, string, string> Publicity { get; } =
        Table.Of(
            """
                     Commendation  ThirdClass      SecondClass     FirstClass      HonoraryTitle   Other
            never    yes           not-publicised  not-publicised  not-publicised  not-publicised  yes
            for-days yes           yes             yes             yes             yes             yes
            """
        );

    [Theory, MemberData(nameof(Authorities))]
    public void who_may_approve_which_level(string authority, string level, string answer) =>
        Given
            .ACommendation.Publicised()
            .When(it => it.IsApproved(Enum.Parse<CommendationLevel>(level), by: Enum.Parse<Authority>(authority)))
            .ThenTheAnswerIs(answer);

    [Theory, MemberData(nameof(Publicity))]
    public void which_levels_have_to_be_public_first(string made, string level, string answer) =>
        (made == "never" ? Given.ACommendation : Given.ACommendation.Publicised())
            .When(it => it.IsApproved(Enum.Parse<CommendationLevel>(level)))
            .ThenTheAnswerIs(answer);

    [Fact]
    public void when_a_city_approves_second_class_merit_it_is_refused() =>
        Given
            .ACommendation.Publicised()
            .When(it => it.IsApproved(CommendationLevel.SecondClass, by: Authority.City))
            .ThenItIsRefused("authority-exceeded", Order135);

    [Fact]
    public void when_a_city_approved_second_class_merit_long_ago_it_is_on_record_with_the_finding() =>
        Given
            .ACommendation.Publicised()
            .When(it => it.IsApproved(CommendationLevel.SecondClass, Authority.City, mode: PolicyMode.Record))
            .ThenItIsOnRecordWith(AuthorityExceeded)
            .Findings.ShouldBe([AuthorityExceeded]);

    [Theory]
    [InlineData("2018-03-05", "2018-03-13", false)] // Monday to the next Tuesday: six days were worked.
    [InlineData("2018-03-05", "2018-03-14", true)]
    [InlineData("2018-03-03", "2018-03-13", false)] // Public since a Saturday, which does not count.
    [InlineData("2018-03-03", "2018-03-14", true)]
    [InlineData("2023-04-24", "2023-05-05", false)] // Labour Day: closed from 1 to 3 May …
    [InlineData("2023-04-24", "2023-05-06", true)] // … and the Saturday after it is worked.
    [InlineData("2023-01-19", "2023-02-01", false)] // Spring Festival: closed from 21 to 27 January …
    [InlineData("2023-01-19", "2023-02-02", true)] // … and the weekend after it is worked.
    [InlineData("2023-09-28", "2023-10-12", false)] // National Day: 29 September to 6 October, then a worked weekend.
    [InlineData("2023-09-28", "2023-10-13", true)]
    public void third_class_merit_is_public_for_seven_working_days(string since, string until, bool enough)
    {
        var outcome = Given.ACommendation.Publicised(since).When(it => it.IsApproved(on: until));

        if (enough)
            outcome.ThenItHappens().Level.ShouldBe(CommendationLevel.ThirdClass);
        else
            outcome.ThenItIsRefused("not-publicised", Order135);
    }

    [Fact]
    public void when_it_was_made_public_after_the_approval_it_is_refused() =>
        Given
            .ACommendation.Publicised("2023-07-01")
            .When(it => it.IsApproved(on: "2023-06-30"))
            .ThenItIsRefused("not-publicised", Order135);

    [Fact]
    public void when_it_was_never_made_public_it_is_on_record_with_the_finding() =>
        Given
            .ACommendation.When(it => it.IsApproved(mode: PolicyMode.Record))
            .ThenItIsOnRecordWith(NotPublicised)
            .PublicisedOn.ShouldBeNull();

    [Fact]
    public void when_the_deed_was_rewarded_before_it_is_refused() =>
        Given
            .ACommendation.When(it => it.IsApproved(CommendationLevel.Commendation, deedRewarded: true))
            .ThenItIsRefused("deed-already-rewarded", Order135);

    [Fact]
    public void when_everything_was_wrong_each_breach_is_on_record_in_order() =>
        Given
            .ACommendation.When(it =>
                it.IsApproved(
                    CommendationLevel.FirstClass,
                    Authority.County,
                    deedRewarded: true,
                    mode: PolicyMode.Record
                )
            )
            .ThenItIsOnRecordWith(AuthorityExceeded, NotPublicised, DeedAlreadyRewarded);

    [Fact]
    public void when_everything_is_wrong_the_refusal_names_the_first_breach() =>
        Given
            .ACommendation.When(it => it.IsApproved(CommendationLevel.FirstClass, Authority.County, deedRewarded: true))
            .ThenItIsRefused("authority-exceeded", Order135);

    [Fact]
    public void when_nomination_and_approval_both_breach_the_state_keeps_both_findings()
    {
        var early = new Finding("before-appointment", "record-keeping");

        (Given.ACommendation with { Findings = [early] })
            .When(it => it.IsApproved(mode: PolicyMode.Record))
            .ThenItHappens()
            .Findings.ShouldBe([early, NotPublicised]);
    }

    [Fact]
    public void when_it_is_already_decided_a_record_of_the_past_is_refused_too() =>
        Given
            .ACommendation.Declined()
            .When(it => it.IsApproved(mode: PolicyMode.Record))
            .ThenItIsRefused("already-decided");

    [Theory]
    [InlineData("2015-12-31", null)]
    [InlineData("2016-01-01", Order135)]
    [InlineData("2024-12-31", Order135)]
    [InlineData("2025-01-01", "a later order")]
    [InlineData("2030-01-01", "a later order")]
    public void the_version_in_force_is_the_latest_that_is_valid_by_then(string day, string? rule) =>
        (WithALaterOrder.On(Day(day))?.Rule).ShouldBe(rule);

    [Fact]
    public void before_the_first_version_nothing_is_asked() =>
        Given
            .ACommendation.When(it =>
                it.IsApproved(CommendationLevel.HonoraryTitle, Authority.County, on: "2015-12-31", deedRewarded: true)
            )
            .ThenItIsOnRecordWith();

    [Fact]
    public void on_the_first_day_of_the_first_version_it_is_asked() =>
        Given
            .ACommendation.When(it => it.IsApproved(by: Authority.County, on: "2016-01-01"))
            .ThenItIsRefused("authority-exceeded", Order135);

    [Fact]
    public void when_a_later_order_asks_for_less_it_goes_by_the_day_of_approval()
    {
        Given
            .ACommendation.When(it => it.IsApproved(by: Authority.City, on: "2024-12-31", under: WithALaterOrder))
            .ThenItIsRefused("not-publicised", Order135);
        Given
            .ACommendation.When(it => it.IsApproved(by: Authority.City, on: "2025-01-01", under: WithALaterOrder))
            .ThenItHappens();
    }

    [Fact]
    public void when_a_later_order_is_breached_the_refusal_names_that_order() =>
        Given
            .ACommendation.When(it => it.IsApproved(by: Authority.County, on: "2025-01-01", under: WithALaterOrder))
            .ThenItIsRefused("authority-exceeded", "a later order");

    [Fact]
    public void when_a_later_order_lets_a_deed_be_rewarded_twice_it_is() =>
        Given
            .ACommendation.When(it => it.IsApproved(on: "2025-01-01", deedRewarded: true, under: WithALaterOrder))
            .ThenItHappens();

    [Fact]
    public void when_nothing_is_approved_yet_no_deed_is_claimed() =>
        Given.ACommendation.Reviewed().Publicised().DeedClaim.ShouldBeNull();

    [Fact]
    public void while_it_stands_approved_it_claims_the_deed_of_its_recipient()
    {
        var claim = Commendation.ClaimOf(StreamId, "RIVER", "flood-2023");

        Given.ACommendation.Approved().DeedClaim.ShouldBe(claim);
        Given.ACommendation.Approved().Conferred().DeedClaim.ShouldBe(claim);
    }

    [Fact]
    public void when_it_is_revoked_the_deed_is_free_again() =>
        Given.ACommendation.Approved().Conferred().Revoked().DeedClaim.ShouldBeNull();

    [Fact]
    public void when_no_deed_is_named_none_is_claimed() =>
        Given.ACommendationOfNoDeedInParticular.Approved().DeedClaim.ShouldBeNull();

    [Fact]
    public void when_another_one_rewarded_the_deed_the_record_of_a_second_claims_nothing() =>
        Given.ACommendation.Approved(DeedAlreadyRewarded).DeedClaim.ShouldBeNull();

    [Fact]
    public void when_another_rule_was_breached_the_deed_is_claimed_all_the_same() =>
        Given.ACommendation.Approved(AuthorityExceeded).DeedClaim.ShouldNotBeNull();

    [Fact]
    public void an_officer_and_the_unit_are_two_recipients_of_one_deed() =>
        Commendation
            .ClaimOf(StreamId, "RIVER", "flood-2023")
            .ShouldNotBe(Commendation.ClaimOf(null, "RIVER", "flood-2023"));

    /// <summary>Third-class merit: seven working days are asked for.</summary>
    [Theory]
    [InlineData("2026-09-28", "2026-10-09", "not-publicised", null)] // Four, with the National Day between.
    [InlineData("2026-09-28", "2026-10-14", "yes", null)]
    [InlineData("2026-12-18", "2027-01-05", "yes", null)] // More than seven in the year that is known.
    [InlineData("2026-12-28", "2027-01-29", "calendar-unknown", "2027")]
    [InlineData("2027-03-01", "2027-04-30", "calendar-unknown", "2027")]
    public void what_is_not_known_of_the_working_days_is_said(string since, string until, string answer, string? year)
    {
        var it = Given.ACommendation.Publicised(since);
        var approval = new Approval(
            CommendationLevel.ThirdClass,
            Authority.City,
            null,
            Day(until),
            DeedRewarded: false
        );

        var asked = it.When(x =>
            CommendationDecisions.Approve(x, approval, CommendationPolicies.Shipped, PolicyMode.Refuse)
        );
        var told = it.When(x =>
            CommendationDecisions.Approve(x, approval, CommendationPolicies.Shipped, PolicyMode.Record)
        );

        if (answer == "yes")
        {
            asked.ThenItHappens();
            told.ThenItIsOnRecordWith();
            return;
        }
        asked.ThenItIsRefused(answer, Order135, year);
        told.ThenItIsOnRecordWith(new Finding(answer, Order135));
    }

    private static CommendationPolicies WithALaterOrder { get; } =
        new(
            [
                CommendationPolicies.Shipped.Versions[0] with
                {
                    Rule = "a later order",
                    ValidFrom = Day("2025-01-01"),
                    PublicisedFrom = CommendationLevel.FirstClass,
                    DeedRewardedOnce = false,
                },
                .. CommendationPolicies.Shipped.Versions,
            ],
            CommendationPolicies.Shipped.Calendar
        );
}
